"""What programs fetch beside the JSON index: a table of all cards, a feed of the newest, and a badge a card."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from itertools import chain
from uuid import NAMESPACE_URL, uuid5

from catalog.claims.facts import Facts
from catalog.model import Page, Settings
from catalog.proof.history import last_good, version
from catalog.website.urls import FEED_XML, MODELS_CSV, beside, encode_path

NEWEST = 50
_COLUMNS = "uid title model publisher task datasets mindspore_version backends licence parameters metrics updated status page"
_FORMULA = re.compile(r"[=+\-@\t\r\n|%\uff0b\uff0d\uff1d\uff20]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = "1970-01-01"
_UNCHECKED_COLOUR = "#57606a"
_WIDE = 11.5
_NARROW = 6.6
_LONGEST_TITLE = 40


def machine_pages(
    settings: Settings, cards: Sequence[Facts], pages: Mapping[str, str], words: Mapping[str, str]
) -> Iterator[Page]:
    """``models.csv``, ``feed.xml`` and a badge beside each card's page.

    ``pages`` are those of cards, by UID; ``words`` names each state.
    """
    for one in cards:
        yield Page(beside(pages[one.uid], "svg"), _badge(settings.title, words, one))
    yield table_page(cards, pages)
    yield feed_page(settings, cards, pages)


def table_page(cards: Sequence[Facts], pages: Mapping[str, str]) -> Page:
    """A row a card, sorted by UID. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    return Page(MODELS_CSV, b"", more=_Rows(cards, pages))


class _Rows:
    """The lines of the table, its head first."""

    def __init__(self, cards: Sequence[Facts], pages: Mapping[str, str]) -> None:
        self._cards, self._pages = cards, pages

    def __iter__(self) -> Iterator[bytes]:
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\r\n")
        ordered = sorted(self._cards, key=lambda one: one.uid)
        for cells in chain(
            [_COLUMNS.split()], (_cells(one, self._pages[one.uid]) for one in ordered)
        ):
            writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
            yield line.getvalue().encode(errors="replace")
            line.seek(0)
            line.truncate()


def _cells(one: Facts, page: str) -> tuple[str, ...]:
    return (
        *(one.uid, one.title, one.model, one.publisher, one.task.text),
        "; ".join(label.text for label in one.datasets),
        one.version,
        "; ".join(label.text for label in one.backends),
        one.licence.id,
        str(one.size or ""),
        "; ".join(f"{each.label} {each.value}" for each in one.metrics),
        *(one.updated, one.state, encode_path(page)),
    )


def feed_page(settings: Settings, cards: Sequence[Facts], pages: Mapping[str, str]) -> Page:
    """The cards that changed last, as an Atom feed (RFC 4287); its times are the days that the cards state."""
    dated = [one for one in cards if _is_day(one.day)]
    newest = sorted(dated, key=lambda one: (one.day, one.uid), reverse=True)[:NEWEST]
    base = f"{settings.url.rstrip('/')}/" if settings.url else ""
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(settings.language)}>',
        f"<title>{_text(settings.title)}</title>",
        f"<id>{_identity(settings.url or settings.title)}</id>",
        f"<updated>{newest[0].day if newest else _EPOCH}T00:00:00Z</updated>",
        f"<link href={_attribute(base or 'index.html')}/>",
    ]
    head += [f'<link rel="self" href={_attribute(base + FEED_XML)}/>'] if base else []
    entries = (_entry(one, base + encode_path(pages[one.uid]), settings) for one in newest)
    return Page(FEED_XML, "\n".join([*head, *entries, "</feed>\n"]).encode(errors="replace"))


def _entry(one: Facts, link: str, settings: Settings) -> str:
    return (
        f"<entry><title>{_text(one.title)}</title><id>{_identity(f'{settings.url} {one.uid}')}</id>"
        f"<updated>{one.day}T00:00:00Z</updated><link href={_attribute(link)}/>"
        f"<author><name>{_text(one.author or one.publisher or settings.title)}</name></author>"
        f"<summary>{_text(one.summary)}</summary></entry>"
    )


def _is_day(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def _identity(name: str) -> str:
    """The same name at every build: a UUID of version 5 (RFC 9562)."""
    return uuid5(NAMESPACE_URL, name.encode(errors="replace").decode()).urn


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), quote=False)


def _attribute(text: str) -> str:
    written = escape(_NOT_XML.sub("\ufffd", text))
    return f'"{written}"'


def _badge(title: str, words: Mapping[str, str], one: Facts) -> bytes:
    """A card's badge: its state, on which MindSpore, and where it does not work there, the last that it works on."""
    parts = [words[one.state]]
    if one.result and version(one.result):
        parts.append(f"MindSpore {version(one.result)}")
        good = last_good(one.result)
        parts += [f"✓ {good}"] if good and good != version(one.result) else []
    return draw_badge(
        title, " · ".join(parts), one.status.colour if one.status else _UNCHECKED_COLOUR
    )


def draw_badge(title: str, word: str, colour: str) -> bytes:
    """A picture for a README: the catalog's name and the state of a card."""
    title = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
    left, right = (
        round(12 + sum(_WIDE if char > "\u2e80" else _NARROW for char in text))
        for text in (title, word)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f"aria-label={_attribute(f'{title}: {word}')}><title>{_text(f'{title}: {word}')}</title>"
        f'<rect width="{left + right}" height="20" rx="3" fill="#24292f"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1 -3 3h-{right - 3}z" fill="{colour}"/>'
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2}" y="14">{_text(title)}</text><text x="{left + right / 2}" y="14">{_text(word)}</text>'
        "</g></svg>\n"
    ).encode(errors="replace")
