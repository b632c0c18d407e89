"""The real hub: 2,031 cards, each read, linted and mended without a fault of ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.hub.open import open_hub
from catalog.hub.settings import load_settings
from catalog.lint import fix
from catalog.lint.engine import choose_rules, lint
from catalog.model import Card, Finding, Hub, Route, Rule, Span
from catalog.rules import RULES
from tests.cards import ROOT

SIGNS = tuple("'\"[{&*!|>")


@pytest.fixture(scope="module")
def hub(corpus: Path) -> Hub:
    return open_hub([corpus / "hub"], load_settings(ROOT))


@pytest.fixture(scope="module")
def rules(hub: Hub) -> tuple[Rule, ...]:
    return choose_rules(RULES, hub.settings)


@pytest.fixture(scope="module")
def found(hub: Hub, rules: tuple[Rule, ...]) -> dict[str, list[Finding]]:
    """The findings of the whole hub by path."""
    by_path: dict[str, list[Finding]] = {card.source.path: [] for card in hub.cards.values()}
    for finding in lint(hub, rules):
        by_path[finding.path].append(finding)
    return by_path


@pytest.fixture(scope="module")
def mended(
    hub: Hub, rules: tuple[Rule, ...], found: dict[str, list[Finding]]
) -> list[tuple[Card, fix.FixedCard]]:
    """Every card before and after its safe fixes."""
    return [
        (card, fix.fix_card(card, hub, found[card.source.path], rules, False))
        for card in hub.cards.values()
    ]


def texts(value: Any, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text of a header and where it stands."""
    match value:
        case str():
            yield route, value
        case dict():
            for key, inner in value.items():
                yield from texts(inner, (*route, key))
        case list():
            for index, inner in enumerate(value):
                yield from texts(inner, (*route, index))


def safe_edits(findings: list[Finding]) -> list[Span]:
    return sorted(
        edit.span for one in findings if one.fix and one.fix.safe for edit in one.fix.edits
    )


def test_every_card_is_read(hub: Hub) -> None:
    assert len(hub.cards) == 2031
    assert [uid for uid, card in hub.cards.items() if len(card.header) < 10] == []
    assert [uid for uid, card in hub.cards.items() if not card.title or not card.body.strip()] == []


def test_every_place_is_true(hub: Hub) -> None:
    compared = 0
    for uid, card in hub.cards.items():
        for route, value in texts(card.header):
            shown = card.source.text[slice(*card.spans[route])]
            if not shown.startswith(SIGNS) and "\n" not in shown:
                compared += 1
                assert shown == value, (uid, route)
    assert compared > 30_000


def test_findings_stand_inside_their_files(hub: Hub, found: dict[str, list[Finding]]) -> None:
    by_path = {card.source.path: card.source for card in hub.cards.values()}
    for path, findings in found.items():
        lines = by_path[path].text.split("\n")
        for one in findings:
            assert one.place[:2] <= one.place[2:], one
            assert one.place.end_column <= len(lines[one.place.end_line - 1]) + 1, one
            assert one.message, one
            assert not one.message.endswith("."), one


def test_safe_fixes_are_made_and_few_are_refused(mended: list[tuple[Card, fix.FixedCard]]) -> None:
    applied = sum(result.applied for _, result in mended)
    refused = [reason for _, result in mended for reason in result.refused]
    assert applied > 2_000
    assert len(refused) < applied / 50, refused


def test_values_that_no_fix_touches_stay(
    mended: list[tuple[Card, fix.FixedCard]], found: dict[str, list[Finding]]
) -> None:
    compared = 0
    for card, result in mended:
        edits = safe_edits(found[card.source.path])
        after = dict(texts(result.card.header))
        for route, value in texts(card.header):
            steps = [route[:end] for end in range(1, len(route) + 1)]
            spans = [
                card.spans[route],
                *(card.key_spans[step] for step in steps if step in card.key_spans),
            ]
            if not any(
                span.start <= edit.end and edit.start <= span.end
                for span in spans
                for edit in edits
            ):
                compared += 1
                assert after.get(route) == value, (card.uid, route)
    assert compared > 20_000


def test_bytes_that_no_fix_touches_stay(
    mended: list[tuple[Card, fix.FixedCard]], found: dict[str, list[Finding]]
) -> None:
    for card, result in mended:
        done = at = 0
        for edit in [
            *safe_edits(found[card.source.path]),
            Span(len(card.source.text), len(card.source.text)),
        ]:
            start, end = card.source.byte_range(edit)
            piece = card.source.data[at:start]
            at, done = max(at, end), result.data.find(piece, done) + len(piece)
            assert done >= len(piece), (card.uid, piece)


def test_fixing_twice_is_fixing_once(
    hub: Hub, rules: tuple[Rule, ...], mended: list[tuple[Card, fix.FixedCard]]
) -> None:
    for _, first in mended:
        alone = Hub({first.card.uid: first.card}, hub.vocabularies, hub.schema, hub.settings)
        again = fix.fix_card(first.card, alone, lint(alone, rules), rules, False)
        assert again.data == first.data, first.card.uid
