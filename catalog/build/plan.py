"""What a build has to make, the pages of cards with new words or every page, and what the next one may know of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog.build import records as earlier
from catalog.build.records import Earlier, Remembered, Spot
from catalog.build.unchanged import BROKEN, Inputs, Standing, plan, seal, stamped, stamps
from catalog.model import Settings

if TYPE_CHECKING:
    from catalog.build.read_cards import Reading, Recall
    from catalog.hub.aside import Aside
    from catalog.model import Page


class Making(NamedTuple):
    """Pages to make, paths of those that are right as they stand, and cards: how many, and which cannot be read.

    ``keep`` is to be called with all paths of the site, sorted, when it is as it should be.
    """

    pages: Iterable[Page]
    kept: Collection[str]
    cards: int
    unread: Sequence[str]
    keep: Callable[[Iterable[str]], None]


class _Known(NamedTuple):
    """What this build reads, and what is known of the one before in the same world."""

    standing: Standing
    plan: Mapping[str, Any]
    read: Inputs
    path: Path
    before: Earlier


def makings(
    options: argparse.Namespace,
    settings: Settings,
    cards: Path,
    site: Path,
    standing: Standing | None,
) -> Making:
    """What makes ``site`` the site of the hub whose cards lie in ``cards``."""
    known = _known(options, settings, cards, site, standing) if standing else None
    words = (
        _words(options, settings, cards, site, known) if known and known.before.digests else None
    )
    return words or _everything(options, settings, cards, known)


def _known(
    options: argparse.Namespace, settings: Settings, cards: Path, site: Path, standing: Standing
) -> _Known:
    planned = plan(options, settings, cards, site)
    read = standing.inputs(planned)
    path = Path(standing.path).with_suffix(".sqlite")
    return _Known(standing, planned, read, path, earlier.load(path, read.world))


def _words(
    options: argparse.Namespace, settings: Settings, cards: Path, site: Path, known: _Known
) -> Making | None:
    """The pages of the cards with new words; None where something else has changed, in the hub or in its site."""
    from catalog.build.again import again, open_site

    before = _stood(site, known.before.site)
    if not before:
        return None
    place = open_site(site, before.keys(), cards, settings, _results(options, settings))
    found = again(place, known.before, known.read.cards)
    if found is None:
        return None

    def keep(_paths: Iterable[str]) -> None:
        after = _seal(_renewed(str(site), before, [page.path for page in found.pages]))
        known.standing.keep(known.plan, known.read, after, count)
        earlier.keep(known.path, known.read.world, after, found.cards.items(), all_of_them=False)

    count = len(known.before.digests)
    return Making(found.pages, place.paths, count, (), keep)


def _stood(site: Path, sealed: str) -> dict[str, bytes]:
    """The stamps of the site, where it is as the last build left it; else none."""
    try:
        found = dict(stamps(str(site)))
    except BROKEN:
        return {}
    return found if sealed and seal(found.items()) == sealed else {}


def _renewed(
    site: str, before: Mapping[str, bytes], pages: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """The stamps of ``before``; of ``pages`` those that they have now."""
    yield from {**before, **dict(stamped(site, pages))}.items()


def _seal(stamps: Iterable[tuple[str, bytes]]) -> str:
    """The seal of a site that was just written; empty where somebody has taken a page away since."""
    try:
        return seal(stamps)
    except OSError:
        return ""


def _everything(
    options: argparse.Namespace, settings: Settings, cards: Path, known: _Known | None
) -> Making:
    """Every page of the site; findings of cards whose bytes are as they were are taken from the build before."""
    from catalog.build.read_cards import read
    from catalog.hub.aside import Aside
    from catalog.lint.engine import choose_rules
    from catalog.rules import RULES
    from catalog.website.guide import guide_pages
    from catalog.website.site import site_pages

    results = _results(options, settings)
    found = read(cards, settings, choose_rules(RULES, settings), results, _unchanged(known))
    spots: Aside[tuple[str, Spot]] = Aside()
    pages = _noting(
        spots, site_pages(found.hub, found.cards, found.findings, guide_pages(settings))
    )

    def keep(paths: Iterable[str]) -> None:
        if known:
            site = _seal(stamped(known.plan["site"], paths))
            known.standing.keep(known.plan, known.read, site, len(found.cards))
            earlier.keep(known.path, known.read.world, site, _remembered(found, spots, known.read))

    return Making(pages, (), len(found.cards), found.unread, keep)


def _unchanged(known: _Known | None) -> Recall:
    """What gives what is known of cards whose bytes are as they were, by file."""
    before, now = (known.before.digests, known.read.cards) if known else ({}, {})

    def recall(files: Iterable[str]) -> Mapping[str, Remembered]:
        same = [file for file in files if file in before and before[file] == now.get(file)]
        return known.before.cards(same) if known and same else {}

    return recall


def _noting(spots: Aside[tuple[str, Spot]], pages: Iterable[Page]) -> Iterator[Page]:
    """``pages``; where they have the words of a card is put into ``spots``, by its path."""
    for page in pages:
        if page.words:
            spots.put((page.words.path, Spot(page.path, page.words.start, page.words.end)))
        yield page


def _remembered(
    found: Reading, spots: Iterable[tuple[str, Spot]], read: Inputs
) -> Iterator[tuple[str, Remembered]]:
    """What the next build may know of each card whose file was read, by file. ``spots`` are in the order of cards."""
    places = groupby(spots, key=itemgetter(0))
    path, group = next(places, ("", ()))
    for one in found.cards:
        own, at = found.lean[one.uid].own, []
        if one.card.path == path:
            # The main language's page comes first: those of others stand in a folder more.
            at = sorted((spot for _, spot in group), key=lambda spot: len(spot.page))
            path, group = next(places, ("", ()))
        if own.file in read.cards:
            outline, counts = earlier.outline(one, own.sight), (one.findings, one.codes)
            yield (
                own.file,
                Remembered(
                    read.cards[own.file], one.uid, own.findings, counts, outline, at, own.fits
                ),
            )


def _results(options: argparse.Namespace, settings: Settings) -> Mapping[str, Any]:
    if not options.smoke:
        return {}
    from catalog.website.site import read_results

    return read_results(options.smoke, settings)
