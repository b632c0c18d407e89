"""LNK201, LNK202 and LNK206: how the links of the body are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span
from catalog.rules.define import rule
from catalog.rules.link.body_links import body_links

_APART = re.compile(r"\[[^\[\]\n]+\](?P<gap>[ \t]+)\((?:https?://|\.{0,2}/)[^()\s]+\)")
_TURNED = re.compile(r"(?<![\w\])])\((?P<text>[^()\n]{1,80})\)\[(?P<target>https?://[^\[\]\s]+)\]")
_OPEN = re.compile(r"\]\((?P<target>https?://[^()\s]*)(?=\s|$)(?![ \t]*\)|[ \t]+\")", re.M)
_PUNCTUATED = re.compile(r"[.,;:!?。，：）\uff1b]$")


def _matches(card: Card, sign: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of ``pattern`` in the body outside of code; every match contains ``sign``."""
    if card.mentions(sign):
        for match in pattern.finditer(card.source.text, *card.body_span):
            if not card.is_code(match.start()):
                yield match


@rule("LNK201", "broken-markdown-link", "warning", "fixable")
def broken_markdown_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link is not written as Markdown asks for, so it shows as brackets.

    bad body:
        See the [paper] (https://arxiv.org/abs/1911.11907).

    bad body:
        See the (paper)[https://arxiv.org/abs/1911.11907].

    bad body:
        See the [paper](https://arxiv.org/abs/1911.11907 for more.

    good body:
        See the [paper](https://arxiv.org/abs/1911.11907).
    """
    yield from _gaps(card)
    yield from _turned_brackets(card)
    yield from _double_brackets(card)
    yield from _open_brackets(card)


def _gaps(card: Card) -> Iterator[Hit]:
    for match in _matches(card, "] (", _APART):
        fix = Fix("close the gap", (Edit(Span(*match.span("gap")), ""),))
        message = "a gap between the two parts of a link"
        yield Hit(card, Span(*match.span()), message, "write [text](address)", fix)


def _turned_brackets(card: Card) -> Iterator[Hit]:
    for match in _matches(card, ")[http", _TURNED):
        where = Span(*match.span())
        right = f"[{match['text']}]({match['target']})"
        fix = Fix("turn the brackets", (Edit(where, right),))
        yield Hit(card, where, "the brackets of a link are turned", f"write {right}", fix)


def _double_brackets(card: Card) -> Iterator[Hit]:
    for link in body_links(card):
        if link.target.startswith("(") and link.target.endswith(")"):
            fix = Fix("drop a pair of brackets", (Edit(link.where, link.target[1:-1]),))
            message = "the address stands in two pairs of brackets"
            yield Hit(card, link.where, message, "write [text](address)", fix)


def _open_brackets(card: Card) -> Iterator[Hit]:
    for match in _matches(card, "](http", _OPEN):
        end = match.end("target")
        fix = Fix("close the bracket", (Edit(Span(end, end), ")"),), safe=False)
        where = Span(*match.span())
        yield Hit(card, where, "the link is never closed", "write ) behind the address", fix)


@rule("LNK202", "punctuation-in-link", "info", "fixable")
def punctuation_in_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """The address of a link ends in a punctuation mark.

    The mark belongs to the sentence; with it the address leads nowhere.

    bad body:
        See the [paper](https://arxiv.org/abs/1911.11907.)

    good body:
        See the [paper](https://arxiv.org/abs/1911.11907).
    """
    for link in body_links(card):
        if link.target.startswith("http") and _PUNCTUATED.search(link.target):
            last = Span(link.where.end - 1, link.where.end)
            mark = link.target[-1]
            after = card.source.text[link.whole.end : link.whole.end + 1]
            moved = "" if after == mark else mark
            edits = (Edit(last, ""), Edit(Span(link.whole.end, link.whole.end), moved))
            yield Hit(
                card,
                last,
                f"the address ends in {mark!r}",
                "put it behind the link",
                Fix("move it", edits, safe=False),
            )


@rule("LNK206", "link-without-target", "warning")
def link_without_target(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link has no address.

    bad body:
        See the [paper]().

    good body:
        See the [paper](https://arxiv.org/abs/1911.11907).
    """
    for link in body_links(card):
        if link.target in ("", "#"):
            yield Hit(
                card, link.whole, "the link has no address", "write the address, or the text alone"
            )
