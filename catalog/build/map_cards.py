"""The first step of a run: each card by itself becomes its records, in this process or another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from catalog.build.records import CardRecord, PageRecord, card_record, page_record
from catalog.hub.open import empty_hub
from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import own_findings
from catalog.model import Card, CardBody, Hub, Settings, Source
from catalog.parsing.card import parse_card
from catalog.rules import RULES


class CardTask(NamedTuple):
    """A card to look at: its file, and which of its records are wanted."""

    source: Source
    is_card_wanted: bool
    is_page_wanted: bool


class MapInputs(NamedTuple):
    """What is the same for all cards of a run: the settings, and the codes of the rules to run.

    ``digest`` stands for the schema files and for our own code, ``code`` for the networks' code
    that is at hand.
    """

    settings: Settings
    rules: frozenset[str]
    digest: str
    code: str


class CardRecords(NamedTuple):
    """What a card became: the records that were wanted, None for another."""

    card: CardRecord | None
    page: PageRecord | None
    body: CardBody | None


def map_cards(inputs: MapInputs, tasks: Sequence[CardTask]) -> list[CardRecords]:
    """The records of some cards, in order."""
    hub = _hub(msgspec.json.encode(inputs.settings), inputs.digest + inputs.code)
    aliases = load_key_aliases(inputs.settings.root)
    cards = [parse_card(task.source, aliases) for task in tasks]
    linted = [card for card, task in zip(cards, tasks, strict=True) if task.is_card_wanted]
    rules = [rule for rule in RULES if rule.code in inputs.rules]
    findings = {id(card): own for card, own in own_findings(hub, linted, rules)}
    return [
        CardRecords(
            card_record(card, hub, findings[id(card)], inputs.code)
            if task.is_card_wanted
            else None,
            *(_page(card, hub) if task.is_page_wanted else (None, None)),
        )
        for card, task in zip(cards, tasks, strict=True)
    ]


@lru_cache(maxsize=1)
def _hub(settings: bytes, digest: str) -> Hub:  # noqa: ARG001  # other files make another hub
    """One hub for all batches of a run: rules remember what they read by it."""
    return empty_hub(msgspec.json.decode(settings, type=Settings))


def _page(card: Card, hub: Hub) -> tuple[PageRecord, CardBody]:
    # The renderer is an extra that lint does without.
    from catalog.website.card.body import card_body

    record, hosts = page_record(card, hub), hub.settings.image_hosts
    body = card_body(card, record.facts.inputs, record.facts.assets, hosts)
    return record._replace(links=body.links), body
