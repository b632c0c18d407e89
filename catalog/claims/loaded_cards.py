"""The cards that the snippets of a card load."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.model import Card, Span, Uid

_LOAD = re.compile(r"load\(\s*[\"'](?P<uid>[^\"'\s]+/[^\"'\s]+)[\"']")


class LoadedCard(NamedTuple):
    """A UID that a snippet loads, and where it stands."""

    uid: Uid
    where: Span


def read_loaded_cards(card: Card) -> tuple[LoadedCard, ...]:
    """The UIDs in ``load("…")`` of the card's fenced blocks, in order, without ``.md``."""
    return tuple(
        LoadedCard(Uid(match["uid"].removesuffix(".md")), Span(*match.span("uid")))
        for block in card.code_blocks
        for match in _LOAD.finditer(card.source.text, *block.content)
    )
