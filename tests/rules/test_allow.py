"""Findings allowed at the spot: which lines a comment covers, and comments that serve nothing."""

import pytest

from catalog.model import Card, Settings
from catalog.rules.allowance.comments import allowances
from tests.cards import HEADER, card_text, findings, read_card

DULL = HEADER | {"summary": "ghostnet is used for cv"}
OLD = DULL | {"update-time": "2022/3/30"}
ALLOW = "# catalog: allow PRS103 the publisher wants it"


def codes(card: Card, settings: Settings | None = None) -> list[str]:
    return [finding.code for finding in findings(card, settings=settings)]


def above(text: str, key: str, comment: str) -> Card:
    """The card of ``text`` with ``comment`` on the line above ``key``."""
    return read_card(text.replace(f"\n{key}:", f"\n{comment}\n{key}:"))


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (ALLOW, []),
        ("# catalog: allow boilerplate-summary the publisher wants it", []),
        ("#catalog:allow PRS103 why", []),
        ("# catalog: allow PRS103,SCH106 both", []),
        ("# catalog: allow PRS103", ["ALW101"]),
        ("# catalog: allow SCH106 why", ["ALW102", "PRS103"]),
        ("# catalog: allow PRS why", ["ALW103", "PRS103"]),
        ("# catalogue: allow PRS103 why", ["PRS103"]),
        ("<!-- catalog: allow PRS103 why -->", ["PRS103", "SCH102"]),
    ],
)
def test_comments_above_the_line(comment: str, expected: list[str]) -> None:
    assert sorted(codes(above(card_text(DULL), "summary", comment))) == expected


@pytest.mark.parametrize(
    ("key", "between", "expected"),
    [
        ("summary", "", []),
        ("summary", "\n\n", []),
        ("model-name", "", []),
        ("backbone-name", "", ["ALW102", "PRS103"]),
    ],
)
def test_which_line_a_comment_covers(key: str, between: str, expected: list[str]) -> None:
    """Its own, the next one that is not blank; above all keys it covers the whole card."""
    assert sorted(codes(above(card_text(DULL), key, ALLOW + between))) == expected


def test_a_comment_behind_the_value() -> None:
    assert codes(read_card(card_text(DULL).replace("used for cv", f"used for cv {ALLOW}"))) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_line_of_two(end: str) -> None:
    text = card_text(OLD).replace("\nsummary:", f"\n{ALLOW}\nsummary:").replace("\n", end)
    assert set(codes(read_card(text))) - {"SYN201"} == {"SCH106"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<!-- catalog: allow PRS104 a quotation -->\nTODO\n", []),
        ("<!-- catalog: allow PRS104 a quotation -->\n\nTODO\n", []),
        ("TODO <!-- catalog: allow PRS104 a quotation -->\n", []),
        ("<!-- catalog: allow PRS104 -->\nTODO\n", ["ALW101"]),
        ("<!-- catalog: allow PRS104 a quotation -->\nx\n\nTODO\n", ["ALW102", "PRS104"]),
        ("# catalog: allow PRS104 a heading\nTODO\n", ["PRS104"]),
        ("<!-- catalog: allow PRS104 never closed\nTODO\n", ["PRS104"]),
    ],
)
def test_comments_in_the_body(body: str, expected: list[str]) -> None:
    card = read_card(card_text(body=f"## Introduction\n\n{body}"))
    assert sorted(code for code in codes(card) if code[:3] in ("ALW", "PRS")) == expected


def test_an_allowance_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    card = above(card_text(DULL), "summary", ALLOW)
    assert codes(card, Settings(select=("ALW", "SCH"))) == []
    assert codes(above(card_text(), "summary", ALLOW), Settings(select=("ALW", "PRS"))) == [
        "ALW102"
    ]


def test_names_and_reasons_are_read() -> None:
    card = above(card_text(DULL), "summary", "# catalog: allow PRS103,a-b  two words  ")
    (allowance,) = allowances(card)
    assert allowance.names == ("PRS103", "a-b")
    assert (allowance.reason, allowance.whole_card) == ("two words", False)
    assert card.source.text[slice(*allowance.where)].startswith("# catalog: allow")
