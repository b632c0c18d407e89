"""Findings as data: what ``schema/findings.schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.lint.baseline import fingerprints
from catalog.model import Finding
from catalog.report.json_lines import listed


def json_document(findings: Sequence[Finding], cards: int) -> str:
    """All findings, one a line, and the counts, as one document."""
    return listed(
        '{"version": 1, "findings": ',
        _items(findings),
        f', "summary": {_counts(findings, cards)}}}',
    )


def json_lines(findings: Sequence[Finding], cards: int) -> str:
    """A line of JSON for each finding, and a last one with the counts: ``{"summary": …}``."""
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in _items(findings))
    return f'{lines}{{"version": 1, "summary": {_counts(findings, cards)}}}\n'


def _items(findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    return map(_item, findings, fingerprints(findings))


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


def _counts(findings: Sequence[Finding], cards: int) -> str:
    counts = {
        "cards": cards,
        "findings": len(findings),
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "infos": sum(finding.severity == "info" for finding in findings),
        "fixable": sum(finding.fix is not None for finding in findings),
    }
    return json.dumps(counts)
