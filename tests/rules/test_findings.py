"""What rules say of the bad examples on their pages, and of cards that have most faults twice.

It stands in ``golden/findings.txt`` and ``golden/faulty.txt``. After a change that is meant, ``make
golden`` writes them again; read the diff before the commit. A new rule has no lines there until
then.
"""

import re
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from catalog.model import Finding, Fix, Rule, Settings
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import read_source
from catalog.rules import RULES
from catalog.rules.define import rule_page
from tests.cards import HOSTS, ROOT, example_findings, findings

GOLDEN = ROOT / "tests" / "golden" / "findings.txt"
FAULTY = GOLDEN.with_name("faulty.txt")
RULE_BY_CODE = {rule.code: rule for rule in RULES}


def finding_text(finding: Finding) -> str:
    place = "{}:{}-{}:{}".format(*finding.place)
    lines = [f"{finding.path}:{place} {finding.name} ({finding.severity})"]
    lines += [f"  {finding.message!r}", f"  {finding.hint!r}", *fix_lines(finding.fix)]
    return "\n".join(lines)


def fix_lines(fix: Fix | None) -> list[str]:
    if not fix:
        return []
    edits = [f"  {edit.span.start}-{edit.span.end}: {edit.text!r}" for edit in fix.edits]
    return [f"  {'safe' if fix.safe else 'unsafe'} fix: {fix.title}", *edits]


def rule_text(rule: Rule) -> str:
    """The findings of ``rule`` in its bad examples."""
    lines = [f"== {rule.code} {' '.join(sorted(rule.tags))}"]
    for example in rule_page(rule).examples:
        if example.bad:
            with TemporaryDirectory() as folder:
                hits = example_findings(example, Path(folder))
            lines += [finding_text(hit) for hit in hits if hit.code == rule.code]
    return "\n".join(lines)


def golden_texts() -> dict[str, str]:
    """By the code of the rule."""
    text = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    return {part[3:9]: part.rstrip("\n") for part in re.split(r"^(?===)", text, flags=re.M)[1:]}


def faulty_text(codes: Collection[str]) -> str:
    """The findings of the rules ``codes`` in the hub ``golden/faulty``."""
    folder = GOLDEN.with_name("faulty")
    settings = Settings(root=str(folder), asset_hosts=HOSTS)
    cards = [
        parse_card(read_source(path, folder / "cards", path.relative_to(folder).as_posix()), {})
        for path in sorted(folder.rglob("*.md"))
    ]
    lines = [
        f"{finding.code} {finding_text(finding)}"
        for finding in findings(*cards, settings=settings)
        if finding.code in codes
    ]
    return "\n".join(lines) + "\n"


def test_findings_of_faulty_cards() -> None:
    assert faulty_text(golden_texts()) == FAULTY.read_text(encoding="utf-8")


@pytest.mark.parametrize(("code", "expected"), golden_texts().items(), ids=lambda text: text[:6])
def test_findings_of_the_bad_examples(code: str, expected: str) -> None:
    assert rule_text(RULE_BY_CODE[code]) == expected


if __name__ == "__main__":
    text = "\n".join(rule_text(rule) for rule in RULES)
    GOLDEN.write_text(text + "\n", encoding="utf-8")
    FAULTY.write_text(faulty_text(RULE_BY_CODE), encoding="utf-8")
