"""``catalog build``: the website and the index."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalog.cli.common import CLEAN, FOUND, Progress, cards_folder, command, hub_settings

if TYPE_CHECKING:
    from catalog.cli.common import Commands
    from catalog.cli.earlier import Earlier
    from catalog.cli.standing import Standing
    from catalog.model import Hub, Page, Settings
    from catalog.write import Published


def add_build(commands: Commands) -> None:
    """Add the command ``build``."""
    example = "examples:\n  catalog build\n  catalog build --cards cards --site site --smoke smoke.json"
    parser = command(commands, "build", _build, f"{example}\n  catalog build --check")
    parser.add_argument("--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where to write the site (default: site)")
    parser.add_argument("--smoke", type=Path, metavar="FILE", help="what `catalog smoke --results` wrote")
    parser.add_argument("--strict", action="store_true", help="write nothing where a card cannot be read (exit 1)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; list what is not current in the site (exit 1)"
    )
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where to remember earlier builds")
    parser.add_argument("--no-cache", action="store_true", help="make every page again")


def _build(options: argparse.Namespace) -> int:
    from catalog.cli.earlier import keep
    from catalog.cli.standing import stamps, standing
    from catalog.write import compare, publish

    settings = hub_settings(options.cards)
    cards = options.cards or cards_folder(settings)
    site = options.site or Path(settings.root) / settings.site
    known = standing(options, settings, cards, site) if cards.is_dir() and not options.no_cache else None
    count = known.cards() if known else None
    if count is not None:
        print(f"{_cards(count)}: nothing has changed; open {os.path.relpath(site / 'index.html')}")
        return CLEAN
    hub, earlier, plan = _prepare(options, cards, settings, known)
    unread = [card.source.path for card in hub.cards.values() if not card.header]
    if options.strict and unread:
        print(f"{_lines(unread)}cannot be read: {_cards(len(unread))}; nothing is written")
        return FOUND
    if options.check:
        return _check(compare(plan.pages, site, plan.kept), site)
    done = publish(plan.pages, site, Progress("written", 0), plan.kept)
    if known:
        known.keep(len(hub.cards))
        keep(known.path.with_suffix(".pickle"), earlier._replace(site=stamps(site)))
    if not done.at_once:
        print("catalog: this system cannot replace a folder at once: pages were replaced one by one", file=sys.stderr)
    counts = f"{len(done.written):,} files written, {len(done.unchanged):,} unchanged, {len(done.removed):,} removed"
    print(f"{_cards(len(hub.cards))}: {counts}; open {os.path.relpath(site / 'index.html')}")
    sys.stdout.flush()
    return CLEAN


class _Plan(NamedTuple):
    """Pages to make, and the paths of those that are right as they stand in the site."""

    pages: Iterator[Page]
    kept: frozenset[str]


def _prepare(
    options: argparse.Namespace, folder: Path, settings: Settings, known: Standing | None
) -> tuple[Hub, Earlier, _Plan]:
    """The hub, what the next build may remember of this one, and what is to be made."""
    from catalog import address
    from catalog.build import read_results, site_pages
    from catalog.cli import earlier
    from catalog.cli.standing import stamps
    from catalog.facts import facts
    from catalog.hub import open_hub
    from catalog.lint import choose, lint
    from catalog.model import Page
    from catalog.rules import RULES
    from catalog.write import manifest_paths

    # The hub lives until the build ends: looking for cycles in it, over and over, is a sixth of the time.
    gc.disable()
    hub = open_hub([folder], settings)
    before = earlier.load(known.path.with_suffix(".pickle"), known.world) if known else earlier.Earlier()
    digests = earlier.digests(hub.cards.values())
    found = earlier.unchanged(before, digests)
    same = frozenset(found)
    findings = lint(hub, choose(RULES, settings), Progress("linted", len(hub.cards) - len(same)), found)
    results = read_results(options.smoke, settings) if options.smoke else {}
    cards = facts(hub, results, findings)
    told = earlier.told(findings)
    shown = earlier.shown(cards, before.facts, same if told == before.told else ())
    gc.freeze()
    gc.enable()
    now = earlier.Earlier(known.world if known else "", digests, found, told, shown)
    if known and (told, shown) == (before.told, before.facts) and before.site == stamps(known.site):
        # Nothing that other pages show has changed: what a card's body says stands on its own page only.
        only = frozenset(one.uid for one in cards if one.card.source.path not in same)
        guide = (Page(address.GUIDE, b""),) if _has_guide(settings) else ()
        return hub, now, _Plan(site_pages(hub, cards, findings, guide, only), frozenset(manifest_paths(known.site)))
    return hub, now, _Plan(site_pages(hub, cards, findings, _guide(settings)), frozenset())


def _has_guide(settings: Settings) -> bool:
    return Path(settings.root, "docs", "index.md").is_file()


def _guide(settings: Settings) -> tuple[Page, ...]:
    """What MkDocs makes of the hub's docs; MkDocs is loaded only where there are any."""
    if not _has_guide(settings):
        return ()
    from catalog.mkdocs_plugin import guide_pages

    return guide_pages(settings)


def _check(found: Published, site: Path) -> int:
    """The status of a comparison of the site with what it should be, after a list of what is not."""
    if not found.written and not found.removed:
        print(f"{site} is current: {len(found.unchanged):,} files")
        return CLEAN
    print(_lines([*found.written, *(f"{path} (to be removed)" for path in found.removed)]), end="")
    print(f"{site} is not current: {len(found.written):,} files to write, {len(found.removed):,} to remove")
    return FOUND


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in paths)


def _cards(count: int) -> str:
    return f"{count:,} {'card' if count == 1 else 'cards'}"
