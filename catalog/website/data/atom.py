"""``feed.xml``: the cards that changed last, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from catalog.claims.facts import Facts
from catalog.model import Page, Settings
from catalog.website.data.xml_text import xml_attribute, xml_text
from catalog.website.urls import FEED_XML, encode_path

MOST_ENTRIES = 50
_EPOCH = "1970-01-01"


def feed_page(settings: Settings, cards: Sequence[Facts], pages: Mapping[str, str]) -> Page:
    """The feed, newest first; its times are the days that the cards state. ``pages`` are by UID."""
    dated = [facts for facts in cards if _is_day(facts.day)]
    newest = sorted(dated, key=lambda facts: (facts.day, facts.uid), reverse=True)[:MOST_ENTRIES]
    base = f"{settings.url.rstrip('/')}/" if settings.url else ""
    language = xml_attribute(settings.language)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={language}>',
        f"<title>{xml_text(settings.title)}</title>",
        f"<id>{_urn(settings.url or settings.title)}</id>",
        f"<updated>{newest[0].day if newest else _EPOCH}T00:00:00Z</updated>",
        f"<link href={xml_attribute(base or 'index.html')}/>",
    ]
    if base:
        head.append(f'<link rel="self" href={xml_attribute(base + FEED_XML)}/>')
    entries = (_entry(facts, base + encode_path(pages[facts.uid]), settings) for facts in newest)
    return Page(FEED_XML, "\n".join([*head, *entries, "</feed>\n"]).encode(errors="replace"))


def _entry(facts: Facts, link: str, settings: Settings) -> str:
    author = facts.author or facts.publisher or settings.title
    return (
        f"<entry><title>{xml_text(facts.title)}</title>"
        f"<id>{_urn(f'{settings.url} {facts.uid}')}</id>"
        f"<updated>{facts.day}T00:00:00Z</updated><link href={xml_attribute(link)}/>"
        f"<author><name>{xml_text(author)}</name></author>"
        f"<summary>{xml_text(facts.summary)}</summary></entry>"
    )


def _is_day(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def _urn(name: str) -> str:
    """The same identifier at every build: a UUID of version 5 (RFC 9562)."""
    return uuid5(NAMESPACE_URL, name.encode(errors="replace").decode()).urn
