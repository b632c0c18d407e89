"""The body of a card as HTML, and where its links to other cards lead."""

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

_CACHED_BODIES = 8


class SharedPages(NamedTuple):
    """What the pages in all languages share: the page of each card by UID, and its body as HTML."""

    pages: Mapping[str, str]
    prose: Callable[[Facts], Markup]


def render_card_body(
    card: Card, follow: Callable[[str], str], image_hosts: Collection[str]
) -> Markup:
    """The card's body, without the heading that is the card's title."""
    return render_body(_without_title(card), follow, image_hosts=image_hosts)


def share_pages(cards: Iterable[Facts], image_hosts: Collection[str]) -> SharedPages:
    """What the pages of ``cards`` share; pictures are shown only from ``image_hosts``."""
    pages = pages_of(cards)
    return SharedPages(pages, body_renderer(pages, image_hosts))


def body_renderer(
    pages: Mapping[str, str], image_hosts: Collection[str]
) -> Callable[[Facts], Markup]:
    """A function that gives the body of a card as HTML; ``pages`` are those of cards, by UID.

    The last few bodies are cached: each is asked for once a language.
    """

    @lru_cache(maxsize=_CACHED_BODIES)
    def render(card: Card, uid: str) -> Markup:
        return render_card_body(card, link_resolver(uid, pages), image_hosts)

    return lambda facts: render(facts.card, facts.uid)


def _without_title(card: Card) -> str:
    text, start, end = card.source.text, card.body_span.start, card.body_span.end
    if not card.title or not start <= card.title_span.start < end:
        return card.body
    line = card.line_span(card.title_span)
    return text[start : max(start, line.start)] + text[line.end : end]


def link_resolver(uid: str, pages: Mapping[str, str]) -> Callable[[str], str]:
    """A function that gives the page which a link from ``uid`` to another card's file means.

    It gives an empty text for any other link. ``pages`` are those of cards, by UID.
    """

    def follow(link: str) -> str:
        path = unquote(link.partition("#")[0].partition("?")[0])
        if not path.endswith(".md"):
            return ""
        target = posixpath.normpath(posixpath.join(Uid(uid).folder, path))
        page = pages.get(target.removesuffix(".md"), "")
        return to_root(pages[uid]) + encode_path(page) if page else ""

    return follow
