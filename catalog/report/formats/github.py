"""Findings for GitHub Actions: annotations in the changed files, and a page for the step summary.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.model import SEVERITIES, Finding
from catalog.report.formats.text import summary
from catalog.report.lint_report import LintReport

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_SIGNS = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 note"}
_ROWS = 500
"""A summary may take 1 MiB; 500 rows of 500 characters stay below it in any script."""


def workflow_commands(report: LintReport) -> str:
    """An annotation for each finding, the gravest first: a step shows ten of a kind."""
    return "".join(_annotation(finding) + "\n" for finding in _ranked(report.findings))


def step_summary(report: LintReport) -> str:
    """A Markdown page: the counts, and a table of the findings, the gravest first."""
    findings = report.findings
    lines = ["## catalog lint", "", f"{summary(report)}.", ""]
    if findings:
        lines += ["| Severity | Rule | Place | Finding |", "| --- | --- | --- | --- |"]
    lines += [_row(finding) for finding in _ranked(findings)[:_ROWS]]
    if len(findings) > _ROWS:
        lines += ["", f"And {len(findings) - _ROWS:,} more; the log of the step has them all."]
    return "\n".join(lines).rstrip() + "\n"


def _ranked(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))


def _annotation(finding: Finding) -> str:
    place = finding.place
    end = f",endColumn={place.end_column}" if place.end_line == place.line else ""
    lines = f"line={place.line},endLine={place.end_line}"
    where = f"file={_property(finding.path)},{lines},col={place.column}{end}"
    title = _property(f"{finding.code} {finding.name}")
    return f"::{_LEVELS[finding.severity]} {where},title={title}::{_escaped(_sentence(finding))}"


def _row(finding: Finding) -> str:
    place = f"{finding.path}:{finding.place.line}"
    cells = (
        _SIGNS[finding.severity],
        f"{finding.code} {finding.name}",
        _cell(place),
        _cell(_sentence(finding)),
    )
    return f"| {' | '.join(cells)} |"


def _sentence(finding: Finding) -> str:
    return f"{finding.message} ({finding.hint})" if finding.hint else finding.message


def _cell(text: str) -> str:
    """``text`` for a Markdown table: no markup, one line of at most 500 characters."""
    short = text if len(text) <= 500 else text[:499] + "…"
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~@-])", r"\\\1", re.sub(r"\s+", " ", short))


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
