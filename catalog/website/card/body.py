"""The author's words as HTML; links to other cards wait until the pages of all are known."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import unquote

from markupsafe import Markup

from catalog.model import Asset, Card, CardBody, Input, Uid
from catalog.website.card.usage import usage_snippet
from catalog.website.markdown.highlight import highlight
from catalog.website.markdown.render import render_body
from catalog.website.urls import encode_path

_CARD = "catalog-card:"
"""Stands before the UID of a linked card: the sanitiser lets no author write such an address."""
_CARD_LINK = re.compile(rf'<a\b[^>]* href="{_CARD}([^"]*)"[^>]*>')
_HREF = re.compile(r' href="[^"]*"')
_HREF_AND_REL = re.compile(r' (?:href|rel)="[^"]*"')


def card_body(
    card: Card, inputs: Sequence[Input], assets: Sequence[Asset], image_hosts: Collection[str]
) -> CardBody:
    """The body of ``card``; pictures are shown of ``image_hosts`` only."""
    words = render_body(
        _words(card), lambda link: _card_of(link, card.uid), image_hosts=image_hosts
    )
    links = _CARD_LINK.findall(words) if _CARD in words else []
    code = usage_snippet(card, inputs, assets) if card.readable else ""
    return CardBody(
        str(words),
        str(highlight(code, "python")) if code else "",
        tuple(dict.fromkeys(html.unescape(uid) for uid in links)),
    )


def with_links(words: str, pages: Mapping[str, str], root: str) -> Markup:
    """``words`` with links to the ``pages`` of cards, by UID; a link to no card loses its address.

    ``root`` is the way from the page of the words to the site's folder.
    """

    def resolved(link: re.Match[str]) -> str:
        page = pages.get(html.unescape(link[1]))
        if not page:
            return _HREF_AND_REL.sub("", link[0])
        return _HREF.sub(f' href="{html.escape(root + encode_path(page))}"', link[0])

    return Markup(_CARD_LINK.sub(resolved, words) if _CARD in words else words)  # noqa: S704  # sanitised


def _words(card: Card) -> str:
    """The body without the heading that is the card's title, where that stands in it."""
    text, start, end = card.source.text, card.body_span.start, card.body_span.end
    if not card.title or not start <= card.title_span.start < end:
        return card.body
    line = card.line_span(card.title_span)
    return text[start : max(start, line.start)] + text[line.end : end]


def _card_of(link: str, uid: str) -> str:
    """What a relative link from ``uid`` to another card's file becomes; empty for any other."""
    path = unquote(link.partition("#")[0].partition("?")[0])
    if not path.endswith(".md"):
        return ""
    target = posixpath.normpath(posixpath.join(Uid(uid).folder, path))
    return _CARD + target.removesuffix(".md")
