"""Which rules run: what settings select, ignore and grade, and what nobody can switch off."""

from pathlib import Path

import pytest

from catalog.lint.engine import choose_rules
from catalog.model import CatalogError, Rule, Settings
from catalog.rules import RULES
from catalog.rules.define import FAMILY_TAGS, rule_page
from tests.cards import HEADER, card_text, example_findings, findings, read_card

MANDATORY = {rule.code for rule in RULES if rule.mandatory}


def codes(settings: Settings) -> set[str]:
    return {rule.code for rule in choose_rules(RULES, settings)} - MANDATORY


def tagged(tag: str) -> set[str]:
    return {rule.code for rule in RULES if tag in rule.tags} - MANDATORY


AST = {rule.code for rule in RULES if rule.code.startswith("AST")}
ALL = codes(Settings())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(select=("AST101",)), {"AST101"}),
        (Settings(select=("truncated-sha256",)), {"AST101"}),
        (Settings(select=("ast1", "AST2")), AST),
        (Settings(select=("asset",)), AST),
        (Settings(select=("fixable",)), tagged("fixable")),
        (Settings(select=("catalog-wide",)), tagged("catalog-wide")),
        (Settings(ignore=("asset",)), ALL - AST),
        (Settings(select=("asset",), ignore=("AST101",)), AST - {"AST101"}),
        (Settings(select=("AST101",), ignore=("AST",)), {"AST101"}),
        (Settings(select=("asset",), ignore=("fixable",)), AST - tagged("fixable")),
        (Settings(select=("AST101",), extend_select=("AST102",)), {"AST101", "AST102"}),
        (Settings(ignore=("AST",), extend_select=("AST102",)), ALL - AST | {"AST102"}),
        (Settings(severity={"AST": "off", "AST101": "info"}), ALL - AST | {"AST101"}),
    ],
)
def test_selection(settings: Settings, expected: set[str]) -> None:
    assert codes(settings) == expected


def test_mandatory_rules_stay_as_they_are() -> None:
    assert {"LNK106", "SYN110"} <= MANDATORY
    chosen = {
        rule.code: rule
        for rule in choose_rules(RULES, Settings(select=("AST101",), severity={"LNK": "info"}))
    }
    assert chosen.keys() >= MANDATORY
    assert chosen["LNK106"].severity == "error"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (Settings(ignore=("LNK106",)), "LNK106 credentials-in-link is mandatory"),
        (Settings(severity={"credentials-in-link": "off"}), "is mandatory"),
        (Settings(select=("AST1O1",)), "no rule .AST1O1.: did you mean AST101"),
        (Settings(ignore=("asets",)), "did you mean asset"),
        (Settings(severity={"truncated-sha": "info"}), "did you mean truncated-sha256"),
        (Settings(extend_select=("???",)), r"there is no rule '\?\?\?' \("),
    ],
)
def test_selection_that_cannot_be(settings: Settings, complaint: str) -> None:
    with pytest.raises(CatalogError, match=complaint):
        choose_rules(RULES, settings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_fixable_rules_say_so(rule: Rule, tmp_path: Path) -> None:
    examples = enumerate(rule_page(rule).examples)
    shown = [
        finding
        for number, example in examples
        for finding in example_findings(example, tmp_path / str(number))
    ]
    assert any(finding.fix for finding in shown if finding.code == rule.code) == rule.fixable
    assert FAMILY_TAGS[rule.code[:3]] in rule.tags


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# catalog: allow LNK106 everybody knows it", {"LNK106", "ALW103"}),
        ("# catalog: allow PRS193 a slip of the pen", {"LNK106", "ALW103"}),
    ],
)
def test_allowances_without_effect(comment: str, expected: set[str]) -> None:
    text = card_text(
        HEADER
        | {"repo-link": "<https://me:secret@gitee.com/mindspore/models/tree/r1.5/a/ghostnet>"}
    )
    card = read_card(text.replace("repo-link", f"{comment}\nrepo-link"))
    assert expected <= {finding.code for finding in findings(card)}
