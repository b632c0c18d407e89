"""What a build has to make, the pages of cards with new words or every page, and what the next one may know of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog.cli import earlier
from catalog.cli.common import Progress
from catalog.cli.earlier import Earlier, Remembered, Spot
from catalog.cli.standing import Inputs, Standing, plan, stamps
from catalog.model import Settings

if TYPE_CHECKING:
    from catalog.facts import Facts
    from catalog.model import Finding, Hub, Page, Severity


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
        earlier.keep(known.path, known.read.world, after, found.cards, all_of_them=False)

    count = len(known.before.digests)
    return Making(found.pages, place.paths, count, (), keep)


def _everything(options: argparse.Namespace, settings: Settings, cards: Path, known: _Known | None) -> Making:
    """Every page of the site; findings of cards whose bytes are as they were are taken from the build before."""
    from catalog.build import site_pages
    from catalog.facts import facts
    from catalog.hub import open_hub
    from catalog.lint import choose, lint
    from catalog.rules import RULES

    hub = open_hub([cards], settings)
    found = _findings(hub, known)
    findings = lint(hub, choose(RULES, settings), Progress("linted", len(hub.cards) - len(found)), found)
    every = facts(hub, _results(options, settings), findings)
    spots: dict[str, list[Spot]] = {}
    pages = _noting(spots, site_pages(hub, every, findings, _guide(settings)))

    def keep() -> None:
        if known:
            site = stamps(known.plan["site"])
            known.standing.keep(known.plan, known.read, site, len(every))
            earlier.keep(known.path, known.read.world, site, _remembered(every, findings, found, spots, known.read))

    unread = [card.source.path for card in hub.cards.values() if not card.header]
    return Making(pages, (), len(hub.cards), unread, keep)


def _findings(hub: Hub, known: _Known | None) -> dict[str, list[Finding]]:
    """What is known of cards whose bytes are as they were: the findings of rules that look at one card, by path."""
    if not known or not known.before.digests:
        return {}
    before, now = known.before.digests, known.read.cards
    cards = {card.source.file: card for card in hub.cards.values()}
    found = known.before.cards(file for file in cards if file in now and before.get(file) == now[file])
    for file, one in found.items():
        earlier.recall(cards[file], one)
    return {cards[file].source.path: list(one.findings) for file, one in found.items()}


def _noting(spots: dict[str, list[Spot]], pages: Iterable[Page]) -> Iterator[Page]:
    """``pages``; where they have the words of a card is put into ``spots``, by its file."""
    for page in pages:
        if page.words:
            spots.setdefault(page.words.file, []).append(Spot(page.path, page.words.start, page.words.end))
        yield page


def _remembered(
    cards: Iterable[Facts],
    findings: Iterable[Finding],
    own: Mapping[str, Sequence[Finding]],
    spots: Mapping[str, Sequence[Spot]],
    read: Inputs,
) -> dict[str, Remembered]:
    """What the next build may know of each card whose file was read."""
    from catalog.rules.allow import allowances

    published: dict[str, list[tuple[str, Severity]]] = {}
    for finding in findings:
        published.setdefault(finding.path, []).append((finding.code, finding.severity))
    found = {}
    for one in cards:
        source = one.card.source
        if source.file in read.cards:
            outline = "" if allowances(one.card) else earlier.outline(one)
            codes = published.get(source.path, [])
            digest = read.cards[source.file]
            fits = one.card.memo.get(earlier.SCHEMA_ERRORS) == ()
            found[source.file] = Remembered(
                digest, one.uid, own[source.path], codes, outline, spots.get(source.file, []), fits
            )
    return found


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
