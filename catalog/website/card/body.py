"""The author's words of a card as HTML, and where the links in them lead."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from catalog.claims.facts import Facts
from catalog.model import Card, Uid
from catalog.website.markdown.render import render_body
from catalog.website.urls import encode_path, pages_of, to_root

_REMEMBERED = 8


class SharedPages(NamedTuple):
    """What pages in all languages have in common: the page of each card by UID, and what gives its words."""

    pages: Mapping[str, str]
    prose: Callable[[Facts], Markup]


def render_card_body(
    card: Card, follow: Callable[[str], str], image_hosts: Collection[str]
) -> Markup:
    """The card's body, without the heading that is its title where that stands in the body."""
    return render_body(_words(card), follow, image_hosts=image_hosts)


def share_pages(cards: Iterable[Facts], image_hosts: Collection[str]) -> SharedPages:
    """What the pages of ``cards`` have in common in all languages; pictures are shown of ``image_hosts``."""
    at = pages_of(cards)
    return SharedPages(at, body_renderer(at, image_hosts))


def body_renderer(
    cards: Mapping[str, str], image_hosts: Collection[str]
) -> Callable[[Facts], Markup]:
    """What gives the words of a card; those of the last few are remembered. ``cards`` are pages by UID."""

    @lru_cache(maxsize=_REMEMBERED)
    def spoken(card: Card, uid: str) -> Markup:
        return render_card_body(card, link_resolver(uid, cards), image_hosts)

    return lambda one: spoken(one.card, one.uid)


def _words(card: Card) -> str:
    text, start, end = card.source.text, card.body_span.start, card.body_span.end
    if not card.title or not start <= card.title_span.start < end:
        return card.body
    line = card.line_span(card.title_span)
    return text[start : max(start, line.start)] + text[line.end : end]


def link_resolver(uid: str, cards: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the page that a link in the body of ``uid`` to another card's file means; empty for any other.

    ``cards`` are pages by UID.
    """

    def follow(link: str) -> str:
        path = unquote(link.partition("#")[0].partition("?")[0])
        if not path.endswith(".md"):
            return ""
        target = posixpath.normpath(posixpath.join(Uid(uid).folder, path)).removesuffix(".md")
        page = cards.get(target, "")
        return to_root(cards[uid]) + encode_path(page) if page else ""

    return follow
