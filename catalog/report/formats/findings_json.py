"""Findings as data: what ``schema/findings.schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.lint.baseline import finding_fingerprints
from catalog.model import Finding
from catalog.report.lint_report import LintReport


def json_document(report: LintReport) -> str:
    """All findings, one a line, and the counts, as one document."""
    end = f', "summary": {_counts(report)}}}'
    return json_list('{"version": 1, "findings": ', _items(report), end)


def json_lines(report: LintReport) -> str:
    """A line of JSON for each finding, and a last one with the counts: ``{"summary": …}``."""
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in _items(report))
    return f'{lines}{{"version": 1, "summary": {_counts(report)}}}\n'


def json_list(before: str, items: Iterable[Mapping[str, Any]], after: str) -> str:
    """A document that is ``before``, the list of ``items``, and ``after``.

    An item a line reads well beside other lines, can be searched, and costs a third of an indented
    document.
    """
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"{before}[\n{lines}\n]{after}\n" if lines else f"{before}[]{after}\n"


def _items(report: LintReport) -> Iterator[dict[str, Any]]:
    return map(_item, report.findings, finding_fingerprints(report.findings))


def _item(finding: Finding, fingerprint: str) -> dict[str, Any]:
    fix = finding.fix
    return {
        "path": finding.path,
        "uid": finding.uid,
        "line": finding.place.line,
        "column": finding.place.column,
        "end_line": finding.place.end_line,
        "end_column": finding.place.end_column,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "fixable": fix is not None,
        "fix": {"title": fix.title, "safe": fix.safe} if fix else None,
        "fingerprint": fingerprint,
    }


def _counts(report: LintReport) -> str:
    findings = report.findings
    counts = {
        "cards": report.cards,
        "findings": len(findings),
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "infos": sum(finding.severity == "info" for finding in findings),
        "fixable": sum(finding.fix is not None for finding in findings),
    }
    return json.dumps(counts)
