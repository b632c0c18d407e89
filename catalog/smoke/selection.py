"""The cards of a run: a shard of all, those of a change, those that were not right last time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from catalog.claims.card_claims import CardClaims, claims_of
from catalog.claims.digest import is_fresh
from catalog.hub.git_changes import Changes
from catalog.hub.settings import SETTINGS_FILE
from catalog.model import Card, CatalogError, Settings, SmokeResult, Vocabulary
from catalog.network.locate import Network, find_network


def shard_of(text: str) -> tuple[int, int]:
    """``K/N`` as two numbers, ``K`` from 1 to ``N``. Raises CatalogError for anything else."""
    first, sign, last = text.partition("/")
    if not (sign and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise CatalogError(f"{text!r} is no part of a whole: write K/N, such as 1/4")
    return int(first), int(last)


def in_shard(uid: str, shard: tuple[int, int]) -> bool:
    """Whether the card is in part ``K`` of ``N``, which depends on nothing but its UID."""
    number, parts = shard
    return int.from_bytes(hashlib.sha256(uid.encode()).digest()[:8], "big") % parts == number - 1


def cards_to_repeat(
    cards: Iterable[Card],
    results: Mapping[str, SmokeResult],
    vocabularies: Mapping[str, Vocabulary],
) -> list[Card]:
    """The cards with an error in ``results``, with none, or with one for what they said before."""
    return [
        card
        for card in cards
        if not _is_right(results.get(card.uid), claims_of(card, vocabularies))
    ]


def _is_right(result: SmokeResult | None, claims: CardClaims) -> bool:
    return result is not None and result.verdict.severity != "error" and is_fresh(result, claims)


def changed_cards(cards: Iterable[Card], since: Changes, settings: Settings) -> list[Card]:
    """The cards that a change touches: their files, or the code of their networks.

    A change of the settings or of the hub's schema touches all.
    """
    touched = since.changed | since.removed
    root = Path(settings.root)
    shared = (root / SETTINGS_FILE, root / "schema")
    if any(path.is_relative_to(place) for path in touched for place in shared):
        return list(cards)
    return [card for card in cards if any(_belongs_to(path, card, settings) for path in touched)]


def _belongs_to(path: Path, card: Card, settings: Settings) -> bool:
    """Whether the file at ``path`` is the card, lies beside it, or is code of its network."""
    own = Path(card.source.file).resolve()
    if path == own or (path.parent == own.parent and path.suffix != ".md"):
        return True
    network = find_network(card, settings)
    if not isinstance(network, Network):
        return False
    if network.folder:
        return path.is_relative_to(network.folder)
    top = network.factory.partition(":")[0].partition(".")[0]
    return path.is_relative_to(Path(settings.root, top)) or path == Path(settings.root, f"{top}.py")
