"""The files of all English cards by their sha256."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from catalog.claims.card_claims import claims_of
from catalog.model import Asset, Card, Hub

HashedFile = tuple[Card, int, Asset]
"""A card, the index of an entry in its ``asset``, and that entry."""


def files_of_one_hash(hub: Hub) -> Iterator[list[HashedFile]]:
    """Groups of two files or more that have one sha256, in the order of cards."""
    groups: dict[str, list[HashedFile]] = defaultdict(list)
    for card in hub.cards.values():
        if card.uid.language == "en":
            for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
                if len(asset.sha256) == 64:
                    groups[asset.sha256.lower()].append((card, index, asset))
    return (group for group in groups.values() if len(group) > 1)
