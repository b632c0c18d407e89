"""Turns findings, rules and smoke results into text for people and for programs."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from catalog.model import SEVERITIES, Finding, Rule, SmokeResult, Verdict
from catalog.rules.define import rule_page

FORMATS = ("full", "concise", "json", "github")

_WORDS = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_SIGNS: dict[Verdict, str] = {
    "confirmed": "✓",
    "contradicted": "≠",
    "not stated": "·",
    "not testable here": "–",
    "failed": "✗",
}


def report(findings: Sequence[Finding], cards: int, form: str, colour: bool) -> str:
    """``findings`` in one of FORMATS, with a summary of ``cards`` linted cards."""
    match form:
        case "json":
            return json.dumps(document(findings, cards), ensure_ascii=False, indent=2) + "\n"
        case "github":
            return "".join(_annotation(finding) + "\n" for finding in findings)
        case "concise":
            lines = [_line(finding, colour) for finding in findings]
        case _:
            lines = [line for finding in findings for line in (_line(finding, colour), *_excerpt(finding, colour))]
    return "".join(f"{line}\n" for line in [*lines, summary(findings, cards)])


def document(findings: Sequence[Finding], cards: int) -> dict[str, Any]:
    """The findings as data: what ``schema/findings.schema.json`` describes."""
    return {
        "version": 1,
        "findings": [
            {
                "path": finding.path,
                "line": finding.place.line,
                "column": finding.place.column,
                "end_line": finding.place.end_line,
                "end_column": finding.place.end_column,
                "code": finding.code,
                "name": finding.name,
                "severity": finding.severity,
                "message": finding.message,
                "hint": finding.hint,
                "fixable": finding.fix is not None,
            }
            for finding in findings
        ],
        "summary": {
            "cards": cards,
            "findings": len(findings),
            **{
                f"{severity}s" if severity != "info" else "infos": _count(findings, severity)
                for severity in reversed(SEVERITIES)
            },
            "fixable": sum(finding.fix is not None for finding in findings),
        },
    }


def _count(findings: Iterable[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def summary(findings: Sequence[Finding], cards: int) -> str:
    """One line that counts: cards, findings by severity, and how many of them can be mended at once."""
    of_cards = f"{cards:,} {'card' if cards == 1 else 'cards'}"
    if not findings:
        return f"{of_cards}: nothing to complain of"
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[one]:,} {_WORDS[one][counts[one] != 1]}" for one in reversed(SEVERITIES) if counts[one]]
    safe = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in findings)
    offers = [f"{safe:,} mended by --fix"] if safe else []
    offers += [f"{unsafe:,} by --unsafe-fixes"] if unsafe else []
    return f"{of_cards}: {', '.join(parts)}" + (f" ({', '.join(offers)})" if offers else "")


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _line(finding: Finding, colour: bool) -> str:
    where = f"{finding.path}:{finding.place.line}:{finding.place.column}:"
    severity = _paint(finding.severity, _COLOURS[finding.severity], colour)
    rule = _paint(f"{finding.code} {finding.name}:", "1", colour)
    hint = f" ({finding.hint})" if finding.hint else ""
    return " ".join((where, severity, rule, finding.message + hint)).replace("\n", "⏎")


def _excerpt(finding: Finding, colour: bool) -> list[str]:
    """The source line with carets below the place; a long line is cut to what stands around it."""
    if not finding.line_text.strip():
        return []
    place = finding.place
    text = "".join(one if one.isprintable() else " " for one in finding.line_text.expandtabs(1))
    end = place.end_column if place.end_line == place.line else len(text) + 1
    start = max(0, place.column - 60) if len(text) > 110 else 0
    shown = text[start : start + 110]
    number = str(place.line)
    before = _width(text[start : place.column - 1])
    marked = max(1, _width(text[place.column - 1 : min(end - 1, start + 110)]))
    gutter = " " * len(number)
    carets = _paint("^" * marked, _COLOURS[finding.severity], colour)
    return [f"  {number} | {shown}", f"  {gutter} | {' ' * before}{carets}"]


def _width(text: str) -> int:
    """Columns that ``text`` takes on a terminal (Unicode Standard Annex 11: wide and full-width take two)."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def _annotation(finding: Finding) -> str:
    """A workflow command of GitHub Actions that marks the place in the changed file."""
    place = finding.place
    end = f",endColumn={place.end_column}" if place.end_line == place.line else ""
    where = f"file={_property(finding.path)},line={place.line},endLine={place.end_line},col={place.column}{end}"
    title = _property(f"{finding.code} {finding.name}")
    message = f"{finding.message} ({finding.hint})".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{_LEVELS[finding.severity]} {where},title={title}::{message}"


def _property(text: str) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text


def explain(rule: Rule) -> str:
    """The page of a rule, as Markdown."""
    page = rule_page(rule)
    lines = [f"## {rule.code} {rule.name}", "", page.fault, ""]
    if page.reason:
        lines += [page.reason, ""]
    lines += [f"Severity: {rule.severity}." + (" Looks at all cards together." if rule.catalog_wide else ""), ""]
    for example in page.examples:
        fence = "````" if "```" in example.text else "```"
        language = "yaml" if example.part == "header" else "markdown"
        lines += ["Wrong:" if example.bad else "Right:", "", f"{fence}{language}", example.text.rstrip(), fence, ""]
    return "\n".join(lines)


def rules_document(rules: Iterable[Rule]) -> dict[str, Any]:
    """All rules as data, for programs."""
    return {
        "version": 1,
        "rules": [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity,
                "fault": rule_page(rule).fault,
                "reason": rule_page(rule).reason,
                "catalog_wide": rule.catalog_wide,
            }
            for rule in rules
        ],
    }


def rules_page(rules: Sequence[Rule]) -> str:
    """All rules as one Markdown page: a table, then the page of each."""
    lines = ["# Rules", "", f"{len(rules)} rules. This page is made by `catalog rules --format markdown`.", ""]
    lines += ["| Code | Name | Severity | Fault |", "| --- | --- | --- | --- |"]
    for rule in rules:
        anchor = f"{rule.code.lower()}-{rule.name}"
        lines.append(f"| [{rule.code}](#{anchor}) | {rule.name} | {rule.severity} | {rule_page(rule).fault} |")
    return "\n".join([*lines, "", *(explain(rule) for rule in rules)]).rstrip() + "\n"


def smoke_table(results: Sequence[SmokeResult], colour: bool) -> str:
    """A block for each card: its checks in columns, what the card says, what was measured, and how it was found out."""
    lines = []
    for result in results:
        lines.append(f"{result.uid}  {result.network or '(no network)'}")
        width = max((len(check.fact) for check in result.checks), default=0)
        for check in result.checks:
            code = {"confirmed": "32", "contradicted": "31", "failed": "31"}.get(check.verdict, "2")
            verdict = _paint(f"{_SIGNS[check.verdict]} {check.verdict:<17}", code, colour)
            figures = _figures(check.claimed, check.measured)
            lines.append(f"  {verdict} {check.fact:<{width}}  {figures}{check.evidence}".rstrip())
    counts = Counter(check.verdict for result in results for check in result.checks)
    said = ", ".join(f"{counts[one]} {one}" for one in _SIGNS if counts[one])
    lines.append(f"{len(results)} {'card' if len(results) == 1 else 'cards'}: {said or 'nothing checked'}")
    return "\n".join(lines) + "\n"


def _figures(claimed: str, measured: str) -> str:
    if claimed and measured:
        return f"card {claimed}, measured {measured}; "
    return f"card {claimed}; " if claimed else f"{measured}; " if measured else ""
