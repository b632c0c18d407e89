"""Turns findings, rules and smoke results into text for people and for programs: one format a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from catalog.model import Finding, Rule, Source
from catalog.report.findings_json import json_document, json_lines
from catalog.report.github import step_summary, workflow_commands
from catalog.report.gitlab import code_quality
from catalog.report.junit import junit, smoke_junit
from catalog.report.rule_page import explain, rules_document, rules_page
from catalog.report.sarif import sarif
from catalog.report.smoke import smoke_line, smoke_table
from catalog.report.text import concise, full, statistics, summary

__all__ = [
    "FORMATS",
    "explain",
    "report",
    "rules_document",
    "rules_page",
    "smoke_junit",
    "smoke_line",
    "smoke_table",
    "statistics",
    "step_summary",
    "summary",
]

FORMATS = ("full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit")


def report(
    findings: Sequence[Finding],
    cards: int,
    form: str,
    colour: bool,
    rules: Iterable[Rule] = (),
    sources: Mapping[str, Source] | None = None,
) -> str:
    """``findings`` in one of FORMATS, with a summary of ``cards`` linted cards.

    ``colour`` is for a terminal. ``rules`` are those that ran, ``sources`` the files that were linted, by path; some
    formats say more with them.
    """
    sources = sources or {}
    match form:
        case "json":
            text = json_document(findings, cards)
        case "jsonl":
            text = json_lines(findings, cards)
        case "sarif":
            text = sarif(findings, rules, sources)
        case "github":
            text = workflow_commands(findings)
        case "gitlab":
            text = code_quality(findings)
        case "junit":
            text = junit(findings, sources)
        case "concise":
            text = concise(findings, cards, colour, sources)
        case _:
            text = full(findings, cards, colour, sources)
    return text
