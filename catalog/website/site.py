"""The whole site of a hub: its pages in every language, and the documents that programs read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from catalog.claims.facts import STATES, relabel_facts
from catalog.hub.digests import value_digest
from catalog.hub.resources import resource_folders
from catalog.hub.vocabularies import translate_vocabularies
from catalog.model import Hub, Page, Settings
from catalog.website.card.page import CardSite
from catalog.website.data.atom import feed_page
from catalog.website.data.badge import badge_pages
from catalog.website.data.index_json import index_pages
from catalog.website.data.models_csv import csv_page
from catalog.website.pages import SiteContent, pages_of_language
from catalog.website.rendering.frame import Frame, Translation, site_frame
from catalog.website.rendering.templating import files_digest, interface_words
from catalog.website.urls import MISSING_PAGE, pages_of

_ONCE = ("robots.txt", MISSING_PAGE)
"""Pages that a site has in its own language only."""


def site_pages(hub: Hub, content: SiteContent) -> Iterator[Page]:
    """Every file of the site of ``hub``, made as it is asked for.

    Raises:
        CatalogError: a template is missing or fails.
    """
    for language in dict.fromkeys((hub.settings.language, *hub.settings.languages)):
        yield from _pages_in(language, hub, content)
    yield from _data_files(hub, content)


def _data_files(hub: Hub, content: SiteContent) -> Iterator[Page]:
    """What programs read: badges, a table, a feed, documents of cards and their index."""
    folders = resource_folders("templates", hub.settings.root)
    states = vars(interface_words(folders, hub.settings.language).state)
    words = {state: states[state].word for state in STATES}
    cards, pages = content.cards, pages_of(content.cards)
    shared = value_digest(hub.settings.url, hub.settings.title, words)

    def stands(path: str, shown: object) -> bool:
        return content.made_pages.stands(path, value_digest(shared, shown))

    yield from badge_pages(hub.settings, cards, pages, words, stands)
    yield csv_page(cards, pages)
    yield feed_page(hub.settings, cards, pages)
    yield from index_pages(hub, cards, pages, stands)


def _pages_in(language: str, hub: Hub, content: SiteContent) -> Iterator[Page]:
    """The pages in one language; those of others than the main one are in a folder of its name."""
    main = hub.settings.language
    local = replace(hub.settings, language=language, url=_url(hub.settings, language))
    words = translate_vocabularies(hub.vocabularies, language)
    here = replace(hub, settings=local, vocabularies=words)
    if words is not hub.vocabularies:
        content = content._replace(cards=relabel_facts(content.cards, words))
    card_site = _card_site(hub, local, bool(content.guide))
    if language != main:
        content = content._replace(guide=())
    for page in pages_of_language(here, content, card_site):
        if language == main:
            yield _with_all_site_maps(page, hub.settings)
        elif page.path not in _ONCE:
            yield replace(page, path=f"{language}/{page.path}")


def _url(settings: Settings, language: str) -> str:
    """Where the site stands in ``language``: at the settings' own address, or below it."""
    folder = "" if language == settings.language else f"{language}/"
    return f"{settings.url.rstrip('/')}/{folder}" if settings.url else ""


def _card_site(hub: Hub, local: Settings, has_guide: bool) -> CardSite:
    """What pages of cards in the language of ``local`` have in common."""
    main = hub.settings
    folders = resource_folders("templates", main.root)
    prefix = "" if local.language == main.language else f"{local.language}/"
    return CardSite(
        root=main.root,
        folders=tuple(map(str, folders)),
        digest=files_digest([*folders, *resource_folders("schema", main.root)]),
        frame=_frame(main, local, folders, has_guide),
        edit_url=main.edit_url,
        prefix=prefix,
    )


def _frame(main: Settings, local: Settings, folders: Sequence[Path], has_guide: bool) -> Frame:
    """What pages in the language of ``local`` are told of the site and of its other languages."""
    shared = "" if local.language == main.language else "../"
    others = [
        Translation(
            other,
            str(interface_words(folders, other).tongue),
            shared if other == main.language else f"{shared}{other}/",
            _url(main, other),
        )
        for other in dict.fromkeys((main.language, *main.languages))
        if other != local.language
    ]
    return site_frame(local, has_guide, others, shared)


def _with_all_site_maps(page: Page, settings: Settings) -> Page:
    """``robots.txt`` with the site maps of the other languages; any other page as it is."""
    if page.path != "robots.txt" or not settings.url:
        return page
    maps = "".join(
        f"Sitemap: {_url(settings, language)}sitemap.xml\n" for language in settings.languages
    )
    return Page(page.path, page.data + maps.encode())
