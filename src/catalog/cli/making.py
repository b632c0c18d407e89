"""What a build has to make, the pages of cards with new words or every page, and what the next one may know of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog.cli import earlier
from catalog.cli.earlier import Earlier, Remembered, Spot
from catalog.cli.standing import Inputs, Standing, plan, stamps
from catalog.model import Settings

if TYPE_CHECKING:
    from catalog.cli.reading import Reading
    from catalog.model import Page, Severity


class Making(NamedTuple):
    """Pages to make, paths of those that are right as they stand, and cards: how many, and which cannot be read.

    ``keep`` is to be called when the site is as it should be.
    """

    pages: Iterable[Page]
    kept: Collection[str]
    cards: int
    unread: Sequence[str]
    keep: Callable[[], None]


class _Known(NamedTuple):
    """What this build reads, and what is known of the one before in the same world."""

    standing: Standing
    plan: Mapping[str, Any]
    read: Inputs
    path: Path
    before: Earlier


def makings(
    options: argparse.Namespace, settings: Settings, cards: Path, site: Path, standing: Standing | None
) -> Making:
    """What makes ``site`` the site of the hub whose cards lie in ``cards``."""
    known = _known(options, settings, cards, site, standing) if standing else None
    words = _words(options, settings, cards, site, known) if known and known.before.digests else None
    return words or _everything(options, settings, cards, known)


def _known(options: argparse.Namespace, settings: Settings, cards: Path, site: Path, standing: Standing) -> _Known:
    planned = plan(options, settings, cards, site)
    read = standing.inputs(planned)
    path = Path(standing.path).with_suffix(".sqlite")
    return _Known(standing, planned, read, path, earlier.load(path, read.world))


def _words(options: argparse.Namespace, settings: Settings, cards: Path, site: Path, known: _Known) -> Making | None:
    """The pages of the cards with new words; None where something else has changed, in the hub or in its site."""
    from catalog.cli.again import again, open_site

    if not known.before.site or known.before.site != stamps(str(site)):
        return None
    place = open_site(site, cards, settings, _results(options, settings))
    found = again(place, known.before, known.read.cards)
    if found is None:
        return None

    def keep() -> None:
        after = stamps(str(site))
        known.standing.keep(known.plan, known.read, after, count)
        earlier.keep(known.path, known.read.world, after, found.cards.items(), all_of_them=False)

    count = len(known.before.digests)
    return Making(found.pages, place.paths, count, (), keep)


def _everything(options: argparse.Namespace, settings: Settings, cards: Path, known: _Known | None) -> Making:
    """Every page of the site; findings of cards whose bytes are as they were are taken from the build before."""
    from catalog.build import site_pages
    from catalog.cli.reading import read
    from catalog.lint import choose
    from catalog.rules import RULES

    results = _results(options, settings)
    found = read(cards, settings, choose(RULES, settings), results, _unchanged(known) if known else {})
    spots: dict[str, list[Spot]] = {}
    pages = _noting(spots, site_pages(found.hub, found.cards, found.findings, _guide(settings)))

    def keep() -> None:
        if known:
            site = stamps(known.plan["site"])
            known.standing.keep(known.plan, known.read, site, len(found.cards))
            earlier.keep(known.path, known.read.world, site, _remembered(found, spots, known.read))

    unread = [one.source.path for one in found.hub.cards.values() if not one.header]
    return Making(pages, (), len(found.cards), unread, keep)


def _unchanged(known: _Known) -> dict[str, Remembered]:
    """What is known of cards whose bytes are as they were, by file."""
    before, now = known.before.digests, known.read.cards
    return known.before.cards(file for file, digest in now.items() if before.get(file) == digest)


def _noting(spots: dict[str, list[Spot]], pages: Iterable[Page]) -> Iterator[Page]:
    """``pages``; where they have the words of a card is put into ``spots``, by its file."""
    for page in pages:
        if page.words:
            spots.setdefault(page.words.file, []).append(Spot(page.path, page.words.start, page.words.end))
        yield page


def _remembered(found: Reading, spots: Mapping[str, Sequence[Spot]], read: Inputs) -> Iterator[tuple[str, Remembered]]:
    """What the next build may know of each card whose file was read, by file."""
    from catalog.rules.allow import allowances

    published: dict[str, list[tuple[str, Severity]]] = {}
    for finding in found.findings:
        published.setdefault(finding.path, []).append((finding.code, finding.severity))
    for one in found.cards:
        source = one.card.source
        if source.file in read.cards:
            outline = "" if allowances(one.card) else earlier.outline(one)
            fits = one.card.memo.get(earlier.SCHEMA_ERRORS) == ()
            codes = published.get(source.path, [])
            own = found.own[source.path]
            # The main language's page comes first: those of others stand in a folder more.
            at = sorted(spots.get(source.file, ()), key=lambda spot: len(spot.page))
            yield source.file, Remembered(read.cards[source.file], one.uid, own, codes, outline, at, fits)


def _results(options: argparse.Namespace, settings: Settings) -> Mapping[str, Any]:
    if not options.smoke:
        return {}
    from catalog.build import read_results

    return read_results(options.smoke, settings)


def _guide(settings: Settings) -> tuple[Page, ...]:
    """What MkDocs makes of the hub's docs; MkDocs is loaded only where there are any."""
    if not Path(settings.root, "docs", "index.md").is_file():
        return ()
    from catalog.mkdocs_plugin import guide_pages

    return guide_pages(settings)
