"""Bodies of real cards beside cmark-gfm, GitHub's own library: differences and costs.

Compared are the numbers of tables, rows, list items at each depth, blocks of code, headings,
links and pictures. Each library renders the same texts; beside its name stand CPU seconds without
reading. Libraries that are not installed are left out. The last line is where the site differs on
purpose. The cards are those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from cmarkgfm import cmark

from catalog.hub.open import open_hub
from catalog.model import Settings
from catalog.website.markdown.render import render_body

_COUNTED = {"table", "tr", "pre", "a", "img", "h1", "h2", "h3", "h4", "h5", "h6"}
# Headings move down below the page's own, colours are spans, and a wide table stands in a box.
_RENAMED = {"h1", "h2", "h3", "h4", "h5", "h6", "span", "div"}


class Counted(HTMLParser):
    """How many there are of what is compared; a picture that we link to counts as a picture."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self._depth = 0
        self.feed(made)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # only the tag counts
        if tag in ("ul", "ol"):
            self._depth += 1
        elif tag == "li":
            self.found[f"item at depth {self._depth}"] += 1
        elif tag in _COUNTED:
            self.found["heading" if tag[0] == "h" else tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in ("ul", "ol")

    def handle_data(self, data: str) -> None:
        if data.startswith("[picture: "):
            self.found["img"] += 1
            self.found["a"] -= self.get_starttag_text() != "<span>"


def renderers() -> Iterator[tuple[str, Callable[[str], str]]]:
    """Names, and functions from Markdown to HTML: the yardstick first."""
    options = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "autolink", "strikethrough", "tasklist"]
    yield (
        "cmark-gfm",
        lambda text: cmark.markdown_to_html_with_extensions(text, options, extensions),
    )
    yield (
        "catalog (cmark-gfm, sanitised, coloured)",
        lambda text: render_body(text, lambda _link: ""),
    )
    if find_spec("markdown"):
        import markdown

        parser = markdown.Markdown(extensions=["tables", "fenced_code", "footnotes", "sane_lists"])
        yield "Python-Markdown", lambda text: parser.reset().convert(text)
    if find_spec("markdown_it"):
        from markdown_it import MarkdownIt

        commonmark = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        yield "markdown-it-py", commonmark.render


class Elements(HTMLParser):
    """The number of elements of each name; links that lead somewhere are counted apart."""

    def __init__(self, made: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(made)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found["a without href" if tag == "a" and not dict(attrs).get("href") else tag] += 1


def meant(bodies: Mapping[str, str]) -> Iterator[str]:
    """Elements that differ from cmark-gfm's on purpose: how many, on how many cards."""
    (_, yardstick), (_, ours) = islice(renderers(), 2)
    differences: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    for text in bodies.values():
        before, after = Elements(yardstick(text)).found, Elements(ours(text)).found
        for name in (before | after).keys() - _RENAMED:
            differences[name] += after[name] - before[name]
            cards[name] += after[name] != before[name]
    for name in sorted(+cards):
        yield f"{differences[name]:+,} {name} on {cards[name]:,} ({cards[name] / len(bodies):.2%})"


def main() -> None:
    """Print the table."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("bodies: CATALOG_CORPUS names no cards to measure on")
        return
    hub = open_hub([Path(corpus, "hub")], Settings())
    bodies = {uid: card.body.encode(errors="replace").decode() for uid, card in hub.cards.items()}
    print(f"{len(bodies):,} bodies beside cmark-gfm")
    expected: dict[str, Counter[str]] = {}
    for name, render in renderers():
        begun = time.process_time()
        made = {uid: render(text) for uid, text in bodies.items()}
        seconds = time.process_time() - begun
        found = {uid: Counted(one).found for uid, one in made.items()}
        expected = expected or found
        others = [uid for uid in found if +found[uid] != +expected[uid]]
        print(
            f"  {name:42} {seconds:5.2f} s  {len(others):4} differ ({len(others) / len(found):.2%})"
        )
        kinds = Counter(
            kind
            for uid in others
            for kind in (found[uid] | expected[uid])
            if found[uid][kind] != expected[uid][kind]
        )
        if kinds:
            counts = ", ".join(f"{kind} on {cards:,}" for kind, cards in kinds.most_common())
            print(f"    {counts}; as {others[0]}")
    print(f"  meant: {', '.join(meant(bodies))}")


if __name__ == "__main__":
    main()
