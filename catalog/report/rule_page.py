"""Rules for people and for programs: the page of a rule, all on one page, all as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from catalog.model import Rule
from catalog.rules.define import rule_page


def explain(rule: Rule) -> str:
    """The page of a rule, as Markdown."""
    page = rule_page(rule)
    lines = [f"## {rule.code} {rule.name}", "", page.fault, ""]
    if page.reason:
        lines += [page.reason, ""]
    lines += [" ".join((f"Severity: {rule.severity}.", *_traits(rule))), ""]
    for example in page.examples:
        fence = "````" if "```" in example.text else "```"
        language = "yaml" if example.part == "header" else "markdown"
        lines += [
            "Wrong:" if example.bad else "Right:",
            "",
            f"{fence}{language}",
            example.text.rstrip(),
            fence,
            "",
        ]
    return "\n".join(lines)


def _traits(rule: Rule) -> list[str]:
    traits = (
        (rule.catalog_wide, "Looks at all cards together."),
        (rule.fixable, "Some of its findings can be mended."),
        (rule.mandatory, "Mandatory: nobody can switch it off."),
    )
    return [sentence for holds, sentence in traits if holds]


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
                "tags": sorted(rule.tags),
                "fixable": rule.fixable,
                "mandatory": rule.mandatory,
                "catalog_wide": rule.catalog_wide,
            }
            for rule in rules
        ],
    }


def rules_page(rules: Sequence[Rule]) -> str:
    """All rules as one Markdown page: a table, then the page of each."""
    lines = [
        "# Rules",
        "",
        f"{len(rules)} rules. This page is made by `catalog rules --format markdown`.",
        "",
    ]
    lines += ["| Code | Name | Severity | Fault |", "| --- | --- | --- | --- |"]
    for rule in rules:
        link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
        lines.append(f"| {link} | {rule.name} | {rule.severity} | {rule_page(rule).fault} |")
    return "\n".join([*lines, "", *(explain(rule) for rule in rules)]).rstrip() + "\n"
