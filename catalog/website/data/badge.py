"""Badges for READMEs: a picture beside each card's page that says how its smoke run came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from catalog.claims.facts import Facts
from catalog.model import Page, Settings
from catalog.proof.history import last_working_version, mindspore_version
from catalog.website.data.xml_text import xml_attribute, xml_text
from catalog.website.urls import beside

_UNCHECKED_COLOUR = "#57606a"
# Widths of letters in pixels at the badge's size: nobody measures text while a site is built.
_WIDE = 11.5
_NARROW = 6.6
_LONGEST_TITLE = 40


def badge_pages(
    settings: Settings,
    cards: Sequence[Facts],
    pages: Mapping[str, str],
    words: Mapping[str, str],
    stands: Callable[[str, object], bool] = lambda _path, _shown: False,
) -> Iterator[Page]:
    """One badge per card; ``pages`` are by UID, ``words`` names each state.

    ``stands`` says whether the site has a file at a path, made from the same values.
    """
    for facts in cards:
        path = beside(pages[facts.uid], "svg")
        if stands(path, facts.result):
            yield Page(path, b"", stands=True)
        else:
            yield Page(path, _card_badge(settings.title, words, facts))


def _card_badge(title: str, words: Mapping[str, str], facts: Facts) -> bytes:
    """The card's state and the MindSpore of the run; if that failed, the last that works, too."""
    parts = [words[facts.state]]
    if facts.result and mindspore_version(facts.result):
        parts.append(f"MindSpore {mindspore_version(facts.result)}")
        good = last_working_version(facts.result)
        parts += [f"✓ {good}"] if good and good != mindspore_version(facts.result) else []
    colour = facts.status.colour if facts.status else _UNCHECKED_COLOUR
    return draw_badge(title, " · ".join(parts), colour)


def draw_badge(title: str, word: str, colour: str) -> bytes:
    """An SVG with ``title`` on grey and ``word`` on ``colour``."""
    title = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    left, right = _width(title), _width(word)
    label = f"{title}: {word}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f"aria-label={xml_attribute(label)}><title>{xml_text(label)}</title>"
        f'<rect width="{left + right}" height="20" rx="3" fill="#24292f"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1 -3 3h-{right - 3}z"'
        f' fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"'
        ' text-anchor="middle">'
        f'<text x="{left / 2}" y="14">{xml_text(title)}</text>'
        f'<text x="{left + right / 2}" y="14">{xml_text(word)}</text>'
        "</g></svg>\n"
    ).encode(errors="replace")


def _width(text: str) -> int:
    return round(12 + sum(_WIDE if char > "\u2e80" else _NARROW for char in text))
