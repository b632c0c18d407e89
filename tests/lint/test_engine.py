"""Running rules: order, places, what a file that cannot be read is spared, progress."""

from collections.abc import Iterator

import pytest

from catalog.lint.engine import lint, lint_card
from catalog.model import Card, Finding, Hit, Hub, Place, Settings, Span
from catalog.rules.define import catalog_rule, rule
from tests.cards import HEADER, UID, card_text, findings, make_hub, read_card

FAULTY = card_text(HEADER | {"update-time": "2022/3/30", "license": "Apache2.0"})


@rule("ABC101", "a-word", "warning")
def a_word(card: Card, hub: Hub) -> Iterator[Hit]:  # noqa: ARG001  # every rule is called with the hub
    """A word."""
    for start in range(card.body_span.start, card.body_span.end):
        if card.source.text.startswith("word", start):
            yield Hit(card, Span(start, start + 4), "it is a word", "do not")


@catalog_rule("ABC102", "many-cards", "info")
def many_cards(hub: Hub) -> Iterator[Hit]:
    """Many cards."""
    if len(hub.cards) > 1:
        for card in hub.cards.values():
            yield Hit(card, ("model-name",), "there are others", "")


def places(found: list[Finding]) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.place.line, finding.code) for finding in found]


def test_findings_are_sorted_by_path_and_place() -> None:
    cards = [read_card(card_text(body="a\nword word\n\nword\n"), f"{name}/1.0/x") for name in "ba"]
    found = lint(make_hub(*cards), [many_cards, a_word])
    one = [(5, "ABC102"), (38, "ABC101"), (38, "ABC101"), (40, "ABC101")]
    assert places(found) == [(f"cards/{name}/1.0/x.md", *rest) for name in "ab" for rest in one]
    assert [finding.place.column for finding in found[:3]] == [13, 1, 6]


def test_a_finding_says_what_its_hit_and_its_rule_say() -> None:
    (finding,) = lint(make_hub(read_card(card_text(body="é word\r\n"))), [a_word])
    expected = Finding(
        path=f"cards/{UID}.md",
        place=Place(37, 3, 37, 7),
        code="ABC101",
        name="a-word",
        severity="warning",
        message="it is a word",
        hint="do not",
        line_text="é word",
        uid=UID,
    )
    assert finding == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"# A\n\0 ", {"SYN110"}),
        (b"x" * (5 * 2**20 + 1), {"SYN110"}),
        (b"", {"SYN108"}),
    ],
)
def test_a_file_that_cannot_be_read_has_one_fault(data: bytes, expected: set[str]) -> None:
    assert {finding.code for finding in findings(read_card(data))} == expected


def test_progress_counts_cards() -> None:
    told: list[int] = []
    lint(
        make_hub(*(read_card(card_text(), f"a/1.0/{name}") for name in "abc")),
        [a_word],
        told.append,
    )
    assert told[-1] == 3
    assert told == sorted(told)


def test_one_card_can_be_linted_alone() -> None:
    card = read_card(card_text(body="word\n"))
    assert [finding.code for finding in lint_card(card, make_hub(card), [a_word])] == ["ABC101"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), {"SCH106": "warning", "SCH203": "info"}),
        (Settings(select=("SCH106",)), {"SCH106": "warning"}),
        (Settings(ignore=("SCH106",)), {"SCH203": "info"}),
        (Settings(severity={"SCH": "error"}), {"SCH106": "error", "SCH203": "error"}),
        (
            Settings(severity={"SCH": "error", "SCH203": "warning"}),
            {"SCH106": "error", "SCH203": "warning"},
        ),
        (Settings(severity={"licence-without-spdx": "off"}), {"SCH106": "warning"}),
    ],
)
def test_settings_decide_what_is_found_and_how_grave_it_is(
    settings: Settings, expected: dict[str, str]
) -> None:
    found = findings(read_card(FAULTY), settings=settings)
    assert {finding.code: finding.severity for finding in found} == expected
