"""The table of formats: options, choices and writers all read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from catalog.report.formats.findings_json import json_document, json_lines
from catalog.report.formats.github import workflow_commands
from catalog.report.formats.gitlab import code_quality
from catalog.report.formats.junit import lint_junit
from catalog.report.formats.sarif import sarif
from catalog.report.formats.text import concise, full
from catalog.report.lint_report import LintReport


class Format(NamedTuple):
    """A writer, whether people read what it writes, and whether its paths begin at the checkout."""

    write: Callable[[LintReport], str]
    for_people: bool = False
    from_checkout: bool = False


FORMATS = {
    "full": Format(full, for_people=True),
    "concise": Format(concise, for_people=True),
    "json": Format(json_document),
    "jsonl": Format(json_lines),
    "sarif": Format(sarif, from_checkout=True),
    "github": Format(workflow_commands, from_checkout=True),
    "gitlab": Format(code_quality, from_checkout=True),
    "junit": Format(lint_junit),
}
