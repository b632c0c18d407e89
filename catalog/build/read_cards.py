"""Reads and lints cards in batches, and keeps in memory of each what lists and rules about all cards need.

All else of a card, its text first, and all findings are put aside on the disk, so that many cards fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from catalog.build.records import Remembered, recall, sight
from catalog.claims.card_claims import claims_of
from catalog.claims.facts import Facts, card_facts, sort_facts, with_findings, without_places
from catalog.hub.aside import Aside, Piles
from catalog.hub.open import empty_hub, iterate_cards
from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import own_findings, reported_findings
from catalog.model import Card, Finding, Hub, Rule, Settings, SmokeResult
from catalog.parsing.card import parse_card
from catalog.rules.allowance.comments import allowances
from catalog.rules.schema.keys import schema_errors

_BATCH = 64


class Own(NamedTuple):
    """What the next build may know of a card: its file, what rules that look at one card find, what others see of it.

    ``sight`` is empty where its findings depend on more; ``fits`` says that its header fits the schema.
    """

    file: str
    findings: list[Finding]
    sight: str
    fits: bool


class Reading(NamedTuple):
    """The hub, the facts of its cards, all findings by the code of their rule, and the cards by key as they are kept.

    ``unread`` are the paths of cards without a header.
    """

    hub: Hub
    cards: tuple[Facts, ...]
    findings: Mapping[str, Iterable[Finding]]
    lean: Mapping[str, Lean]
    unread: list[str]


Recall = Callable[[Iterable[str]], Mapping[str, Remembered]]
"""Gives what is known of cards from an earlier build, by their files."""


def read(
    folder: Path,
    settings: Settings,
    rules: tuple[Rule, ...],
    results: Mapping[str, SmokeResult],
    known: Recall,
    progress: Callable[[int], None] = lambda _count: None,
) -> Reading:
    """The hub in ``folder``. Cards of which something is ``known`` are not linted again.

    ``progress`` is called with the number of cards that were read.

    Raises:
        CatalogError: there is no card, or a file of the hub's own schema folder cannot be read.
    """
    hub = empty_hub(settings)
    shelf = _Shelf(Aside(), Aside(), Aside(), load_key_aliases(settings.root))
    cards: dict[str, Lean] = {}
    made: dict[str, Facts] = {}
    unread: list[str] = []
    for batch in _batches(iterate_cards([folder], settings)):
        told = _told(
            replace(hub, cards=batch), rules, known([card.source.file for card in batch.values()])
        )
        for key, card in batch.items():
            seen = "" if allowances(card) else sight(card)
            fits = card.memo.get(schema_errors) == ()
            # First the facts: they find out what the card claims, which it then keeps.
            one = card_facts(key, card, hub.vocabularies, results.get(key))
            cards[key] = Lean(card, shelf, Own(card.source.file, told[card.path], seen, fits))
            made[card.path] = one._replace(card=cards[key])
            unread += [] if card.readable else [card.path]
        progress(len(cards))
    hub = replace(hub, cards=cards)
    findings: Piles[Finding] = Piles()
    shared: dict[object, Mapping[Any, int]] = {}
    for card, found in reported_findings(hub, rules, lambda card: cast(Lean, card).own.findings):
        for finding in found:
            findings.add(finding.code, finding)
        made[card.path] = _light(with_findings(made[card.path], found), shared)
        cast(Lean, card).forget()
    return Reading(hub, sort_facts(made.values()), findings, cards, unread)


def _batches(cards: Iterator[tuple[str, Card]]) -> Iterator[dict[str, Card]]:
    while batch := dict(islice(cards, _BATCH)):
        yield batch


def _told(
    hub: Hub, rules: tuple[Rule, ...], known: Mapping[str, Remembered]
) -> dict[str, list[Finding]]:
    """What rules that look at one card find in the cards of a batch, by path: what is known of them, or anew."""
    told: dict[str, list[Finding]] = {}
    for card in hub.cards.values():
        one = known.get(card.source.file)
        if one:
            recall(card, one)
            told[card.path] = list(one.findings)
    fresh = [card for card in hub.cards.values() if card.path not in told]
    return told | {card.path: found for card, found in own_findings(hub, fresh, rules)}


def _light(one: Facts, shared: dict[object, Mapping[Any, int]]) -> Facts:
    """``one`` without places, and with counts that it shares with cards of the same."""
    findings, codes = (
        shared.setdefault(tuple(each.items()), each) for each in (one.findings, one.codes)
    )
    return without_places(one._replace(findings=findings, codes=codes))


def _aside(name: str) -> Any:
    return property(lambda card: getattr(card.shelf.cards.take(card.number), name))


def _anew(name: str) -> Any:
    return property(lambda card: getattr(parse_card(card.source, card.shelf.aliases), name))


class _Shelf(NamedTuple):
    """Where cards are put aside, their headers and what is own to them under the same numbers.

    Rules about all cards ask for headers mostly. ``aliases`` are what it takes to read a card anew.
    """

    cards: Aside[Card]
    headers: Aside[Mapping[str, Any]]
    own: Aside[Own]
    aliases: Mapping[str, str]


class Lean(Card):
    """A card of which no more is in memory than its names, and what it claims.

    Places in the header are read anew from its text, for the few cards that a finding asks for.
    """

    __slots__ = ("language", "memo", "number", "path", "readable", "shelf", "uid")
    number: int
    shelf: _Shelf

    def __init__(self, card: Card, shelf: _Shelf, own: Own) -> None:
        shelf.own.put(own)
        shelf.headers.put(card.header)
        source = replace(card.source, data=b"")
        number = shelf.cards.put(
            replace(card, source=source, header={}, spans={}, key_spans={}, memo={})
        )
        claims = copy(card.memo[claims_of])
        claims.card = self
        memo = {claims_of: claims, allowances: allowances(card)}
        named = {
            "language": card.language,
            "path": card.path,
            "uid": card.uid,
            "readable": card.readable,
        }
        for name, value in (named | {"number": number, "shelf": shelf, "memo": memo}).items():
            object.__setattr__(self, name, value)

    def forget(self) -> None:
        """Let go of its claims, once all rules have asked for them."""
        object.__setattr__(self, "memo", MappingProxyType({}))

    @property
    def header(self) -> Mapping[str, Any]:
        """The header, read anew."""
        return self.shelf.headers.take(self.number)

    @property
    def own(self) -> Own:
        """What the next build may know of it."""
        return self.shelf.own.take(self.number)

    source = _aside("source")
    title = _aside("title")
    title_span = _aside("title_span")
    header_span = _aside("header_span")
    spans = _anew("spans")
    key_spans = _anew("key_spans")
    body_span = _aside("body_span")
    sections = _aside("sections")
    code_blocks = _aside("code_blocks")
    faults = _aside("faults")
