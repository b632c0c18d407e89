"""Reads and lints cards in batches, and keeps of each what pages and rules about all cards need, so that many fit.

Places in a header take more memory than the card; they are read anew for the few cards that a finding asks for.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Literal, NamedTuple

from catalog import schema
from catalog.cli.common import Progress
from catalog.cli.earlier import SCHEMA_ERRORS, Remembered, recall
from catalog.facts import Facts, card_facts, counted
from catalog.hub import each_card, empty_hub
from catalog.lint import lint
from catalog.model import Card, Finding, Hub, Route, Rule, Settings, SmokeResult, Source, Span
from catalog.parse import parse

_BATCH = 256
_PLACES: tuple[Literal["spans", "key_spans"], ...] = ("spans", "key_spans")
_LINES = ("_lines", "_line_starts")
_CLAIMS = tuple(f"catalog.claims.{name}" for name in ("metrics", "inputs", "assets"))


class Reading(NamedTuple):
    """The hub, the facts of its cards, and all findings; ``own`` are those of rules that look at one card, by path."""

    hub: Hub
    cards: tuple[Facts, ...]
    findings: list[Finding]
    own: Mapping[str, list[Finding]]


def read(
    folder: Path,
    settings: Settings,
    rules: tuple[Rule, ...],
    results: Mapping[str, SmokeResult],
    known: Mapping[str, Remembered],
) -> Reading:
    """The hub in ``folder``. Cards that are ``known``, by their files, are not linted again.

    Raises:
        CatalogError: there is no card, or a file of the hub's own schema folder cannot be read.
    """
    cards: dict[str, Card] = {}
    found = each_card([folder], settings)
    batch = dict(islice(found, _BATCH))
    hub = replace(empty_hub(settings), cards=batch)
    aliases = schema.key_aliases(settings.root)
    single = [rule for rule in rules if not rule.catalog_wide]
    own: dict[str, list[Finding]] = {}
    made: dict[str, Facts] = {}
    progress = Progress("linted", 0)
    while batch:
        _recall(batch, known, own)
        lint(hub, single, known=own)
        for key, card in batch.items():
            one = card_facts(key, card, hub.vocabularies, results.get(key))
            cards[key] = _lean(card, aliases)
            made[key] = one._replace(card=cards[key])
        progress(len(cards))
        batch.clear()
        # What is left lives until the end: no collection has to look at it again.
        gc.collect()
        gc.freeze()
        batch.update(islice(found, _BATCH))
    hub = replace(hub, cards=cards)
    findings = lint(hub, rules, known=own)
    for card in cards.values():
        for name in _LINES:
            vars(card.source).pop(name, None)
    return Reading(hub, counted(made.values(), findings), findings, own)


def _recall(
    batch: Mapping[str, Card], known: Mapping[str, Remembered], own: MutableMapping[str, list[Finding]]
) -> None:
    """Take what is known of the cards of a batch."""
    for card in batch.values():
        one = known.get(card.source.file)
        if one:
            recall(card, one)
            own[card.source.path] = list(one.findings)


def _lean(card: Card, aliases: Mapping[str, str]) -> Card:
    """``card`` without what can be read anew from its text."""
    source = replace(card.source, data=b"")
    header = {intern(key): intern(value) if type(value) is str else value for key, value in card.header.items()}
    memo = {name: card.memo[name] for name in (*_CLAIMS, SCHEMA_ERRORS) if name in card.memo}
    spans, key_spans = (_Places(source, aliases, name) for name in _PLACES)
    return replace(card, source=source, header=header, spans=spans, key_spans=key_spans, memo=memo)


class _Places(Mapping[Route, Span]):
    """The places in a card's header, or of its keys, read from its text when somebody asks."""

    __slots__ = ("_aliases", "_found", "_name", "_source")

    def __init__(self, source: Source, aliases: Mapping[str, str], name: Literal["spans", "key_spans"]) -> None:
        self._source, self._aliases, self._name = source, aliases, name
        self._found: Mapping[Route, Span] | None = None

    def _read(self) -> Mapping[Route, Span]:
        if self._found is None:
            card = parse(self._source, self._aliases)
            self._found = card.spans if self._name == "spans" else card.key_spans
        return self._found

    def __getitem__(self, route: Route) -> Span:
        return self._read()[route]

    def __iter__(self) -> Iterator[Route]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())
