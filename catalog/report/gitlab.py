"""Findings for GitLab's merge requests.

Source: "Code Quality", section "Code Quality report format", in GitLab's documentation.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.lint.baseline import fingerprints
from catalog.model import Finding
from catalog.report.json_lines import listed

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def code_quality(findings: Sequence[Finding]) -> str:
    """An entry for each finding. GitLab tells old from new by fingerprints that stay when lines move."""
    entries = (
        {
            "description": f"{finding.message} ({finding.hint})"
            if finding.hint
            else finding.message,
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.path,
                "lines": {"begin": finding.place.line, "end": finding.place.end_line},
            },
        }
        for finding, mark in zip(findings, fingerprints(findings), strict=True)
    )
    return listed("", entries, "")
