"""Findings as SARIF, for code scanning and for viewers: rules with their pages, places, fixes.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", sections 3.14
(run), 3.27 (result), 3.30 (region), 3.49 (reportingDescriptor) and 3.55 (fix).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from catalog import __version__
from catalog.lint.baseline import finding_fingerprints
from catalog.model import Edit, Finding, Fix, Place, Rule, Source
from catalog.report.formats.findings_json import json_list
from catalog.report.lint_report import LintReport
from catalog.report.rule_page import explain
from catalog.rules.define import rule_page

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: LintReport) -> str:
    """A log of one run, with the fixes of those files that the report has."""
    rules = sorted(report.rules, key=lambda rule: rule.code)
    order = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "catalog",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "UTF-8",
        "invocations": [{"executionSuccessful": True}],
    }
    log = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)
    pairs = zip(report.findings, finding_fingerprints(report.findings), strict=True)
    results = (
        _result(finding, fingerprint, order, report.sources) for finding, fingerprint in pairs
    )
    return json_list(log.removesuffix("}]}") + ', "results": ', results, "}]}")


def _rule(rule: Rule) -> dict[str, Any]:
    page = rule_page(rule)
    text = "\n\n".join(filter(None, (page.fault, page.reason)))
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": page.fault},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": explain(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": sorted(rule.tags)},
    }


def _result(
    finding: Finding, fingerprint: str, order: Mapping[str, int], sources: Mapping[str, Source]
) -> dict[str, Any]:
    hint = f" ({finding.hint})" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + hint},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(finding.path),
                    "region": _region(finding.place),
                }
            }
        ],
        "partialFingerprints": {"catalogFinding/v1": fingerprint},
    }
    if finding.code in order:
        result["ruleIndex"] = order[finding.code]
    source = sources.get(finding.path)
    if finding.fix and source:
        result["fixes"] = [_fix(finding.fix, source)]
    return result


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _deleted(edit, source), "insertedContent": {"text": edit.text}}
        for edit in sorted(fix.edits)
    ]
    change = {"artifactLocation": _artifact(source.path), "replacements": replacements}
    return {
        "description": {"text": fix.title},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }


def _deleted(edit: Edit, source: Source) -> dict[str, int]:
    """The region of an edit, in bytes and in characters.

    It is in bytes only where viewers disagree about what a character is.
    """
    start, end = source.byte_range(edit.span)
    region = {"byteOffset": start, "byteLength": end - start}
    if source.text.startswith("\ufeff") or source.undecodable:
        return region
    characters = {"charOffset": edit.span.start, "charLength": edit.span.end - edit.span.start}
    return _region(source.place(edit.span)) | characters | region
