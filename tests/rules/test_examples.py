"""Every rule's page is a test: its bad examples have the fault, its good ones are clean."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest

from catalog.model import Rule
from catalog.rules import RULES
from catalog.rules.define import FAMILY_TAGS, ExampleBlock, rule_page
from catalog.rules.figures import same_figure
from tests.cards import ROOT, card_text, example_findings, findings, read_card

RULES_FOLDER = ROOT / "catalog" / "rules"
EXAMPLES = [(rule, example) for rule in RULES for example in rule_page(rule).examples]


def test_the_good_card_is_clean() -> None:
    assert findings(read_card(card_text())) == []


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=lambda value: value.code if isinstance(value, Rule) else ""
)
def test_examples_of_rules(rule: Rule, example: ExampleBlock, tmp_path: Path) -> None:
    codes = {finding.code for finding in example_findings(example, tmp_path)}
    assert (rule.code in codes) == example.bad


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_of_rules(rule: Rule) -> None:
    page = rule_page(rule)
    assert page.fault.endswith(".")
    assert any(example.bad for example in page.examples)
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_lies_in_the_folder_of_its_family(rule: Rule) -> None:
    folder = rule.check.__module__.removeprefix("catalog.rules.").partition(".")[0]
    assert folder.replace("_", "-") == FAMILY_TAGS[rule.code[:3]]


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("77.3", "77", True),
        ("77.6", "77", True),
        ("77.6", "78", True),
        ("77.3", "78", False),
        ("0.773", "77.3", True),
        ("0.773", "78", False),
        ("96.32", "96.33", False),
        ("96.33", "96.3", True),
    ],
)
def test_one_figure_with_fewer_digits(first: str, second: str, expected: bool) -> None:
    assert (
        same_figure(Decimal(first), Decimal(second))
        == same_figure(Decimal(second), Decimal(first))
        == expected
    )


@pytest.mark.parametrize("path", sorted(RULES_FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_only_pages_of_rules_have_lines_over_100(path: Path) -> None:
    """Ruff does not look at them there, since a page is printed line by line as it stands."""
    text = path.read_text(encoding="utf-8")
    pages: set[int] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and node.decorator_list:
            pages.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = enumerate(text.splitlines(), 1)
    assert [number for number, line in lines if len(line) > 100 and number not in pages] == []
