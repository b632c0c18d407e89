"""Findings as data: what ``schema/findings.schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from catalog.baseline import fingerprints
from catalog.model import Finding


def document(findings: Sequence[Finding], cards: int) -> dict[str, Any]:
    """All findings and the counts, as one document."""
    return {"version": 1, "findings": _items(findings), "summary": _counts(findings, cards)}


def json_lines(findings: Sequence[Finding], cards: int) -> str:
    """A line of JSON for each finding, and a last one with the counts: ``{"summary": …}``."""
    lines = [*_items(findings), {"version": 1, "summary": _counts(findings, cards)}]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _items(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [_item(one, mark) for one, mark in zip(findings, fingerprints(findings), strict=True)]


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


def _counts(findings: Sequence[Finding], cards: int) -> dict[str, int]:
    return {
        "cards": cards,
        "findings": len(findings),
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "infos": sum(finding.severity == "info" for finding in findings),
        "fixable": sum(finding.fix is not None for finding in findings),
    }
