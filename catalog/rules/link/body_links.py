"""The links in the body of a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalog.model import Card, Span, once

_LINK = re.compile(
    r"\[(?P<text>[^\[\]\n]*)\]"
    r"\((?P<target><[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:[ \t]+\"[^\"\n]*\")?\)"
)


class BodyLink(NamedTuple):
    """A link of the body: its target without ``<>``, where that is, and where the whole is."""

    target: str
    where: Span
    whole: Span


@once
def body_links(card: Card) -> tuple[BodyLink, ...]:
    """The links of the body."""
    return tuple(_iterate_links(card)) if card.mentions("](") else ()


def _iterate_links(card: Card) -> Iterator[BodyLink]:
    for match in _LINK.finditer(card.source.text, *card.body_span):
        if not card.is_code(match.start()):
            target = match["target"].strip("<>")
            start = match.start("target") + (1 if match["target"].startswith("<") else 0)
            begin = match.start() - card.source.text.startswith("!", match.start() - 1)
            yield BodyLink(target, Span(start, start + len(target)), Span(begin, match.end()))
