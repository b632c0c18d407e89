"""A site, from cards to pages: what stands is left alone, what is made is remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from catalog import __version__
from catalog.build.read_hub import HubRequest, read_hub
from catalog.build.store import RecordStore, written_pages
from catalog.build.stored_pages import StoredPages
from catalog.executors import Workers
from catalog.hub import digests
from catalog.hub.digests import value_digest
from catalog.lint.engine import choose_rules
from catalog.model import Finding, Page, Settings, SmokeResult
from catalog.rules import RULES
from catalog.website.guide import GUIDE_FOLDER, guide_inputs, guide_pages
from catalog.website.pages import SiteContent
from catalog.website.site import site_pages


class SiteRequest(NamedTuple):
    """Which site: of the cards in ``cards``, written to ``folder``, with smoke results by UID.

    ``guide`` gives pages of the guide that somebody else has made. ``progress`` is called with the
    number of cards that were read.
    """

    settings: Settings
    cards: Path
    folder: Path
    results: Mapping[str, SmokeResult]
    guide: tuple[Page, ...] | None = None
    progress: Callable[[int], None] = lambda _count: None


class SitePlan(NamedTuple):
    """A site in the making: its pages, the number of its cards, and the paths of unreadable cards.

    ``beside`` are the paths that cards name, with whether each is there. ``remember`` is to be
    called when all pages are published.
    """

    pages: Iterable[Page]
    cards: int
    unread: tuple[str, ...]
    beside: Mapping[str, bool]
    remember: Callable[[], None]


def plan_site(request: SiteRequest, store: RecordStore, workers: Workers) -> SitePlan:
    """The site that ``request`` describes.

    Raises:
        CatalogError: there is no card, a template fails, or MkDocs refuses the guide.
    """
    settings = request.settings
    rules = choose_rules(RULES, settings)
    read = read_hub(
        HubRequest([request.cards], settings, rules, request.results, request.progress),
        store,
        workers,
    )
    stored = StoredPages(read, store, workers, request.folder)
    guide = _guide(request, store)
    content = SiteContent(read.facts, _by_code(read.findings), stored, guide.pages)

    def remember() -> None:
        keys = {**stored.keys, **guide.keys}
        store.save_pages(dict(written_pages(request.folder, keys)))

    pages = site_pages(read.hub, content)
    return SitePlan(pages, len(read.facts), tuple(read.unread), read.beside, remember)


def _by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each rule that has any, by its code."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return by_code


class _Guide(NamedTuple):
    """The pages of the guide, and their key by path where they may be left alone next time."""

    pages: tuple[Page, ...]
    keys: Mapping[str, str]


def _guide(request: SiteRequest, store: RecordStore) -> _Guide:
    """The guide; where nothing of it has changed, pages that stand."""
    paths = guide_inputs(request.settings)
    if request.guide is not None or paths is None:
        pages = request.guide if request.guide is not None else guide_pages(request.settings)
        return _Guide(pages, {})
    total = digests.new_digest(value_digest(__version__, sys.version, request.settings).encode())
    digests.add_stamps(total, [*digests.package_folders(), *digests.own_files()])
    digests.add_contents(total, paths)
    inputs = total.hexdigest()
    before = {
        path: page for path, page in store.pages().items() if path.startswith(f"{GUIDE_FOLDER}/")
    }
    folder = request.folder
    # With the list of all pages, so that none is missed where the store has lost one.
    key = value_digest(inputs, sorted(before))
    if before and all(
        page.key == key and page.is_untouched(f"{folder}/{path}") for path, page in before.items()
    ):
        pages = tuple(Page(path, b"", stands=True) for path in sorted(before))
    else:
        pages = guide_pages(request.settings)
        key = value_digest(inputs, sorted(page.path for page in pages))
    return _Guide(pages, {page.path: key for page in pages})
