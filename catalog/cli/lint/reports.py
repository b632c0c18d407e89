"""What ``catalog lint`` writes: one report to stdout, others to files, and a page for the summary of a step."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalog.cli.console import wants_colour
from catalog.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from catalog.model import Finding, Rule, Severity, Source

FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit")
FOR_PEOPLE = ("full", "concise")
_FROM_REPOSITORY = ("sarif", "github", "gitlab")


class Outcome(NamedTuple):
    """What was found: the findings, how many cards were read, the rules that ran, and the files by path."""

    findings: Sequence[Finding]
    cards: int
    rules: Sequence[Rule]
    sources: Mapping[str, Source]


def output(text: str) -> tuple[str, Path]:
    """``FORMAT=FILE`` taken apart. Raises ArgumentTypeError for anything else."""
    form, sign, file = text.partition("=")
    if form not in FORMATS:
        known = did_you_mean(form, FORMATS) or f": known are {', '.join(FORMATS)}"
        raise argparse.ArgumentTypeError(f"there is no format {form!r}{known}")
    if not sign or not file:
        raise argparse.ArgumentTypeError(f"say where to write it, as in {form}=report.{form}")
    return form, Path(file)


def chosen_format(asked: str) -> str:
    """The format for stdout: ``auto`` is github where GitHub Actions runs it, else full."""
    if asked != "auto":
        return asked
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


def write_outputs(outcome: Outcome, options: argparse.Namespace) -> None:
    """Print the report that was asked for and write the files; a file is replaced whole or not at all."""
    from catalog.hub.atomic_files import append_file, replace_file
    from catalog.report import statistics, step_summary, summary

    form = chosen_format(options.format)
    out = sys.stderr if options.stdin_filename and options.fix else sys.stdout
    colour = wants_colour() and out is sys.stdout
    if options.statistics and form in FOR_PEOPLE:
        out.write(statistics(outcome.findings, outcome.cards, colour))
    else:
        out.write(_text(outcome, form, colour))
    if form not in FOR_PEOPLE:
        counts = statistics(outcome.findings, outcome.cards, False) if options.statistics else ""
        sys.stderr.write(counts or summary(outcome.findings, outcome.cards) + "\n")
    for other, file in options.output:
        replace_file(file, _text(outcome, other, False).encode())
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and page:
        append_file(
            Path(page), step_summary(_from_repository(outcome).findings, outcome.cards).encode()
        )


def is_grave(findings: Sequence[Finding], fail_on: Severity) -> bool:
    """Whether one of ``findings`` is as grave as ``fail_on``, or graver."""
    from catalog.model import SEVERITIES

    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return any(finding.severity in grave for finding in findings)


def _text(outcome: Outcome, form: str, colour: bool) -> str:
    from catalog.report import report

    told = _from_repository(outcome) if form in _FROM_REPOSITORY else outcome
    return report(told.findings, told.cards, form, colour, told.rules, told.sources)


def _from_repository(outcome: Outcome) -> Outcome:
    """``outcome`` with its paths from the root of the checkout, where a job of GitHub or GitLab runs below it."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or "."
    here = Path.cwd()
    if not here.is_relative_to(Path(top).resolve()) or here == Path(top).resolve():
        return outcome
    from dataclasses import replace

    prefix = here.relative_to(Path(top).resolve()).as_posix()
    sources = {
        f"{prefix}/{path}": replace(source, path=f"{prefix}/{path}")
        for path, source in outcome.sources.items()
    }
    findings = [finding._replace(path=f"{prefix}/{finding.path}") for finding in outcome.findings]
    return outcome._replace(findings=findings, sources=sources)
