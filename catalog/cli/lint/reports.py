"""What ``catalog lint`` writes: a report to stdout, others to files, a page for a step summary."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import wants_colour
from catalog.model import did_you_mean
from catalog.report import FORMATS, LintReport, statistics, step_summary, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog.model import Finding, Severity


def parse_output(text: str) -> tuple[str, Path]:
    """The format and the file of ``FORMAT=FILE``. Raises ArgumentTypeError for any other text."""
    name, sign, file = text.partition("=")
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f": known are {', '.join(FORMATS)}"
        raise argparse.ArgumentTypeError(f"there is no format {name!r}{hint}")
    if not sign or not file:
        raise argparse.ArgumentTypeError(f"say where to write it, as in {name}=report.{name}")
    return name, Path(file)


def stdout_format(option: str) -> str:
    """The format for stdout: ``auto`` is github where GitHub Actions runs it, else full."""
    if option != "auto":
        return option
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


def write_reports(report: LintReport, options: argparse.Namespace) -> None:
    """Print the report that was asked for, and write the files, each whole or not at all."""
    from catalog.hub.atomic_files import append_file, replace_file

    name = stdout_format(options.format)
    out = sys.stderr if options.stdin_filename and options.fix else sys.stdout
    coloured = report._replace(colour=wants_colour() and out is sys.stdout)
    if options.statistics and FORMATS[name].for_people:
        out.write(statistics(coloured))
    else:
        out.write(_text(coloured, name))
    if not FORMATS[name].for_people:
        sys.stderr.write(statistics(report) if options.statistics else summary(report) + "\n")
    for other, file in options.output:
        replace_file(file, _text(report, other).encode())
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if name == "github" and page:
        append_file(Path(page), step_summary(_from_checkout(report)).encode())


def has_grave(findings: Sequence[Finding], fail_on: Severity) -> bool:
    """Whether one of ``findings`` is as grave as ``fail_on``, or graver."""
    from catalog.model import SEVERITIES

    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return any(finding.severity in grave for finding in findings)


def _text(report: LintReport, name: str) -> str:
    form = FORMATS[name]
    return form.write(_from_checkout(report) if form.from_checkout else report)


def _from_checkout(report: LintReport) -> LintReport:
    """``report`` with paths from the root of the checkout, where a CI job runs below it."""
    top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or "."
    here = Path.cwd()
    if not here.is_relative_to(Path(top).resolve()) or here == Path(top).resolve():
        return report
    from dataclasses import replace

    prefix = here.relative_to(Path(top).resolve()).as_posix()
    sources = {
        f"{prefix}/{path}": replace(source, path=f"{prefix}/{path}")
        for path, source in report.sources.items()
    }
    findings = [finding._replace(path=f"{prefix}/{finding.path}") for finding in report.findings]
    return report._replace(findings=findings, sources=sources)
