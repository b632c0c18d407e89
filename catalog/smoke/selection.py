"""Which cards a run is about: a part of all, those of a change, those that were not right the last time."""

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
    """Whether the card belongs to part ``K`` of ``N``: the same on every machine, whatever other cards there are."""
    number, parts = shard
    return int.from_bytes(hashlib.sha256(uid.encode()).digest()[:8], "big") % parts == number - 1


def failed(
    cards: Iterable[Card],
    results: Mapping[str, SmokeResult],
    vocabularies: Mapping[str, Vocabulary],
) -> list[Card]:
    """The cards that failed or were contradicted by ``results``, are new, or say something else."""
    return [
        card
        for card in cards
        if not _is_right(results.get(card.uid), claims_of(card, vocabularies))
    ]


def _is_right(result: SmokeResult | None, claims: CardClaims) -> bool:
    return result is not None and result.verdict.severity != "error" and is_fresh(result, claims)


def changed(cards: Iterable[Card], since: Changes, settings: Settings) -> list[Card]:
    """The cards that a change touches: their own files, the code of their networks, the settings, the hub's schema."""
    touched = since.changed | since.removed
    root = Path(settings.root)
    if any(
        path.is_relative_to(one)
        for path in touched
        for one in (root / SETTINGS_FILE, root / "schema")
    ):
        return list(cards)
    return [card for card in cards if any(_is_of(path, card, settings) for path in touched)]


def _is_of(path: Path, card: Card, settings: Settings) -> bool:
    """Whether the file at ``path`` says or is what the card says; files of weights and tests lie beside it."""
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
