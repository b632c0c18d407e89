"""Findings, rules and smoke results as text, for people and for programs."""

from __future__ import annotations

from catalog.report.formats.github import step_summary
from catalog.report.formats.junit import smoke_junit
from catalog.report.formats.table import FORMATS
from catalog.report.formats.text import statistics, summary
from catalog.report.lint_report import LintReport
from catalog.report.rule_page import explain, rules_document, rules_page
from catalog.report.smoke import smoke_line, smoke_table

__all__ = [
    "FORMATS",
    "LintReport",
    "explain",
    "rules_document",
    "rules_page",
    "smoke_junit",
    "smoke_line",
    "smoke_table",
    "statistics",
    "step_summary",
    "summary",
]
