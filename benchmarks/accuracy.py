"""How often each rule speaks on real cards, and how often it was wrong in a sample.

Writes docs/accuracy.md. The counts are taken now; the verdicts on samples are a reader's, kept in
accuracy.yaml: 20 findings of each rule with more than 20, drawn with the rule's code as seed.
usage: accuracy.py; the cards are those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from catalog.hub.open import open_hub
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.model import Finding
from catalog.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 20

HEAD = """# How accurate the rules are

This page is made by `make bench`. The rules were run over {cards:,} real cards of a public model hub. For each rule:
how many findings in how many cards, what was known of the whole hub from an independent count (six in ten of its cards
were at hand, so about 0.6 of that number is to be expected), and, for each rule with more than {sample} findings, how
many of {sample} drawn at random a reader found wrong.

| Rule | Severity | Findings | Cards | Known of the whole hub | Wrong of {sample} |
| --- | --- | ---: | ---: | --- | ---: |
"""


def main() -> None:
    """Write the page."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("accuracy: CATALOG_CORPUS names no cards to measure on")
        return
    hub = open_hub([Path(corpus, "hub").resolve()], load_settings(ROOT))
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in lint(hub, choose_rules(RULES, hub.settings)):
        found[finding.code].append(finding)
    said = yaml.safe_load((Path(__file__).with_suffix(".yaml")).read_text(encoding="utf-8"))
    page = HEAD.format(cards=len(hub.cards), sample=SAMPLE)
    page += "".join(
        row(rule.code, rule.name, rule.severity, found[rule.code], said) for rule in RULES
    )
    notes = [
        f"- {code}: {entry['note']}." for code, entry in said["read"].items() if "note" in entry
    ]
    page += "\n## Notes on samples\n\n" + "\n".join(notes) + "\n"
    silent = [rule.code for rule in RULES if not found[rule.code]]
    page += f"\n## Rules that found nothing here\n\n{', '.join(silent)}.\n"
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    total = sum(map(len, found.values()))
    print(f"docs/accuracy.md: {total:,} findings, {len(RULES)} rules, {len(hub.cards):,} cards")


def row(code: str, name: str, severity: str, findings: list[Finding], said: dict[str, Any]) -> str:
    """A line of the table; empty for a rule that found nothing and of which nothing was known."""
    known = said["known"].get(code)
    if not findings and not known:
        return ""
    cards = len({finding.path for finding in findings})
    read = said["read"].get(code)
    wrong = str(read["wrong"]) if read else "not read" if len(findings) > SAMPLE else ""
    told = f"{known[0]} {known[1]}" if known else ""
    return f"| {code} {name} | {severity} | {len(findings):,} | {cards:,} | {told} | {wrong} |\n"


if __name__ == "__main__":
    main()
