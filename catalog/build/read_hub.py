"""A whole hub from its records: cards without text, findings of all rules, facts for the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.build.keys import BODY, CARD, PAGE, map_inputs
from catalog.build.map_cards import MapInputs
from catalog.build.read_cards import ReadRequest, read_cards
from catalog.build.records import facts_of, thin_card
from catalog.build.store import RecordStore
from catalog.claims.facts import Facts, sort_facts, with_findings
from catalog.executors import Workers
from catalog.hub.open import NoCardsError, empty_hub, own_smoke_results, reopen_card
from catalog.lint.engine import graded_findings, reported_findings
from catalog.model import Card, Finding, Hub, Rule, Settings, SmokeResult, Source
from catalog.rules import RULES


class HubRequest(NamedTuple):
    """What a run reads: the cards below ``paths``, with ``rules`` as the settings grade them.

    For a site, ``results`` are the smoke results that its pages show, by UID; None for lint.
    ``progress`` is called with the number of cards that were read.
    """

    paths: Sequence[Path]
    settings: Settings
    rules: Sequence[Rule]
    results: Mapping[str, SmokeResult] | None
    progress: Callable[[int], None] = lambda _count: None


@dataclass
class HubRead:
    """A hub that was read: cards without their text, findings by path and place, facts by title.

    ``sources`` are files without text, ``links`` the cards that the words of a card link to, and
    ``keys`` the keys of the records of pages, all by UID; ``unread`` are the paths of cards without
    a header. ``beside`` are the paths that cards name, with whether each is there.
    """

    hub: Hub
    inputs: MapInputs
    findings: list[Finding] = field(default_factory=list)
    facts: tuple[Facts, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    beside: dict[str, bool] = field(default_factory=dict)


def read_hub(request: HubRequest, store: RecordStore, workers: Workers) -> HubRead:
    """The hub that ``request`` is about. Records that it does not need any more leave the store.

    Raises:
        CatalogError: a path does not exist, or a file of the hub's schema folder cannot be read.
        NoCardsError: there is no card below any path.
    """
    settings = request.settings
    asked = _read_request(request, store)
    read = HubRead(empty_hub(settings), asked.inputs)
    cards: dict[str, Card] = {}
    own: dict[str, tuple[Finding, ...]] = {}
    facts: dict[str, Facts] = {}
    for card_read in read_cards(asked, store, workers):
        source, record = card_read.source, card_read.card
        uid = source.uid if source.uid not in cards else f"{source.uid} ({source.path})"
        card = thin_card(record, source, read.hub.vocabularies)
        cards[uid] = reopen_card(card, settings) if record.has_allowances else card
        own[source.path] = record.findings
        read.beside.update(record.beside)
        if not card.readable:
            read.unread.append(source.path)
        if card_read.page:
            result = (request.results or {}).get(uid)
            facts[source.path] = facts_of(card_read.page, uid, card, result)
            read.keys[uid], read.links[uid] = card_read.key, card_read.page.links
            read.sources[uid] = source
    if not cards:
        paths = ", ".join(str(path) for path in request.paths)
        raise NoCardsError(f"no cards below {paths}: a card is a file that ends in .md")
    store.drop_unused((CARD, PAGE, BODY) if request.results is not None else (CARD,))
    read.hub = replace(read.hub, cards=cards)
    for card, findings in _findings(read.hub, request, own):
        read.findings += findings
        if card.path in facts:
            facts[card.path] = with_findings(facts[card.path], findings)
    read.facts = sort_facts(facts.values())
    return read


def _read_request(request: HubRequest, store: RecordStore) -> ReadRequest:
    # Records serve every selection of rules; where none is kept, only those asked for need to run.
    wanted = RULES if store.is_kept else request.rules
    rules = frozenset(rule.code for rule in wanted if not rule.catalog_wide)
    return ReadRequest(
        request.paths,
        map_inputs(request.settings, rules),
        own_smoke_results(request.settings),
        request.results is not None,
        request.progress,
    )


def _findings(
    hub: Hub, request: HubRequest, own: Mapping[str, Sequence[Finding]]
) -> Iterator[tuple[Card, list[Finding]]]:
    """Each card, by path, with its findings in order; they depend on all cards."""

    @lru_cache(maxsize=64)
    def reopen(card: Card) -> Card:
        return reopen_card(card, hub.settings)

    rules = tuple(request.rules)
    severities = {rule.code: rule.severity for rule in rules}
    return reported_findings(
        hub, rules, lambda card: graded_findings(own[card.path], severities), reopen
    )
