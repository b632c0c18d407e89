"""Findings for GitLab's merge requests.

Source: "Code Quality", section "Code Quality report format", in GitLab's documentation.
"""

from __future__ import annotations

from catalog.lint.baseline import finding_fingerprints
from catalog.report.formats.findings_json import json_list
from catalog.report.lint_report import LintReport

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def code_quality(report: LintReport) -> str:
    """An entry for each finding, with a fingerprint by which GitLab tells old from new."""
    pairs = zip(report.findings, finding_fingerprints(report.findings), strict=True)
    entries = (
        {
            "description": f"{finding.message} ({finding.hint})"
            if finding.hint
            else finding.message,
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.path,
                "lines": {"begin": finding.place.line, "end": finding.place.end_line},
            },
        }
        for finding, fingerprint in pairs
    )
    return json_list("", entries, "")
