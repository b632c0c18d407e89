"""Every rule's page is a test: its bad examples have the fault, its good ones are clean."""

import re
from pathlib import Path

import pytest
from cards import HOSTS, card_text, example_cards, example_files, findings, read_card

from catalog.model import Rule, Settings
from catalog.rules import RULES
from catalog.rules.define import Example, rule_page

EXAMPLES = [(rule, example) for rule in RULES for example in rule_page(rule).examples]


def codes(example: Example, folder: Path) -> set[str]:
    """The codes of what is found; in a hub of its own, ``folder``, where the example has files beside its cards."""
    files = example_files(example)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    settings = Settings(root=str(folder), asset_hosts=HOSTS, smoke_results="smoke.json") if files else None
    return {finding.code for finding in findings(*example_cards(example), settings=settings)}


def test_the_good_card_is_clean() -> None:
    assert findings(read_card(card_text())) == []


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda one: one.code if isinstance(one, Rule) else "")
def test_examples_of_rules(rule: Rule, example: Example, tmp_path: Path) -> None:
    assert (rule.code in codes(example, tmp_path)) == example.bad


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_of_rules(rule: Rule) -> None:
    page = rule_page(rule)
    assert page.fault.endswith(".")
    assert any(example.bad for example in page.examples)
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
