"""Makes the whole site of a hub: findings and smoke results beside the cards, the index, the guide, all published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from catalog.claims.facts import STATES, Facts, hub_facts, relabel_facts
from catalog.hub.card_schema import load_schema
from catalog.hub.resources import resource_folders
from catalog.hub.vocabularies import translate_vocabularies
from catalog.model import Finding, Hub, Page, Settings, SmokeResult
from catalog.proof.smoke_json import read_smoke_json
from catalog.publish.publish import Published, publish
from catalog.website.card.body import SharedPages, share_pages
from catalog.website.data.atom import feed_page
from catalog.website.data.badge import badge_pages
from catalog.website.data.index_json import index_pages
from catalog.website.data.models_csv import csv_page
from catalog.website.pages import Site, Translation, pages, site
from catalog.website.templating import interface_words
from catalog.website.urls import MISSING_PAGE

_ONCE = ("robots.txt", MISSING_PAGE)
"""Pages that a site has in its own language only."""


def build(
    hub: Hub,
    folder: Path,
    results: Mapping[str, SmokeResult],
    findings: Sequence[Finding],
    guide: Sequence[Page] = (),
    progress: Callable[[int], None] = lambda _made: None,
) -> Published:
    """What was done to ``folder`` so that it is the site of ``hub``.

    ``results`` are by UID; ``guide`` is what MkDocs made of the hub's docs; ``progress`` is called with the number of
    pages made.

    Raises:
        CatalogError: a template fails or a file cannot be written. The old site is then whole.
    """
    return publish(
        site_pages(hub, hub_facts(hub, results, findings), by_code(findings), guide),
        folder,
        progress,
    )


def by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each rule that has any, by its code."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.code, []).append(finding)
    return found


def site_pages(
    hub: Hub,
    cards: Sequence[Facts],
    findings: Mapping[str, Iterable[Finding]],
    guide: Sequence[Page] = (),
) -> Iterator[Page]:
    """Every file of the site of ``hub``, made as it is asked for.

    ``cards`` are the facts of the hub's cards, ``findings`` those of each rule that has any, by its code.

    Raises:
        CatalogError: a template is missing or fails.
    """
    folders = resource_folders("templates", hub.settings.root)
    main = hub.settings.language
    common = share_pages(cards, hub.settings.image_hosts)
    languages = dict.fromkeys((main, *hub.settings.languages))
    made = [_pages_in(language, hub, cards, findings, guide, common) for language in languages]
    # In turn, so that the words of a card are made once for all languages and need not be kept.
    for pages_of_all in zip_longest(*made):
        yield from (page for page in pages_of_all if page)
    states = vars(interface_words(folders, main).state)
    yield from badge_pages(
        hub.settings, cards, common.pages, {state: states[state].word for state in STATES}
    )
    yield csv_page(cards, common.pages)
    yield feed_page(hub.settings, cards, common.pages)
    yield from index_pages(hub, cards, common.pages)


def _pages_in(
    language: str,
    hub: Hub,
    cards: Sequence[Facts],
    findings: Mapping[str, Iterable[Finding]],
    guide: Sequence[Page],
    common: SharedPages,
) -> Iterator[Page]:
    """The pages in one language; those of the main one stand at the root, those of others in a folder of its name."""
    main = hub.settings.language
    folders = resource_folders("templates", hub.settings.root)
    local = replace(hub.settings, language=language, url=_url(hub.settings, language))
    around = _site(hub.settings, local, folders, bool(guide))
    words_here = translate_vocabularies(hub.vocabularies, language)
    told = cards if words_here is hub.vocabularies else relabel_facts(cards, words_here)
    here = replace(hub, settings=local, vocabularies=words_here)
    for page in pages(
        here, told, folders, guide if language == main else (), findings, around, common
    ):
        if language == main:
            yield _with_all_site_maps(page, hub.settings)
        elif page.path not in _ONCE:
            yield replace(page, path=f"{language}/{page.path}")


def _url(settings: Settings, language: str) -> str:
    """Where the site stands in ``language``: the settings' own at the root, others in a folder of their name."""
    folder = "" if language == settings.language else f"{language}/"
    return f"{settings.url.rstrip('/')}/{folder}" if settings.url else ""


def _site(settings: Settings, local: Settings, folders: Sequence[Path], guide: bool) -> Site:
    """What pages in the language of ``local`` are told of the site and of its other languages."""
    shared = "" if local.language == settings.language else "../"
    others = [
        Translation(
            other,
            str(interface_words(folders, other).tongue),
            shared if other == settings.language else f"{shared}{other}/",
            _url(settings, other),
        )
        for other in dict.fromkeys((settings.language, *settings.languages))
        if other != local.language
    ]
    return site(local, guide, others, shared)


def _with_all_site_maps(page: Page, settings: Settings) -> Page:
    """``robots.txt`` with the site maps of the other languages; any other page as it is."""
    if page.path != "robots.txt" or not settings.url:
        return page
    maps = "".join(
        f"Sitemap: {_url(settings, language)}sitemap.xml\n" for language in settings.languages
    )
    return Page(page.path, page.data + maps.encode())


def read_results(path: Path, settings: Settings) -> dict[str, SmokeResult]:
    """The smoke results in the file at ``path``, by UID. Raises CatalogError where it holds none."""
    results = read_smoke_json(path, load_schema("smoke", settings.root))
    return {result.uid: result for result in results}
