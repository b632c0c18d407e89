"""``catalog build``: the website and the index."""

from __future__ import annotations

import argparse
import os
import sys

from catalog.cli.console import (
    CLEAN,
    FOUND,
    Progress,
    add_command,
    add_work_options,
    cards_folder,
    collect_seldom,
    hub_settings,
    jobs,
)

# typing and pathlib cost more than they are worth where nothing has changed.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from catalog.build.site import SitePlan
    from catalog.build.unchanged import BuildState
    from catalog.cli.console import Commands


def add_build(commands: Commands) -> None:
    """Add the command ``build``."""
    example = (
        "examples:\n  catalog build\n  catalog build --cards cards --site site --smoke smoke.json"
    )
    parser = add_command(commands, "build", _build, f"{example}\n  catalog build --check")
    parser.add_argument("--cards", metavar="DIR", help="the folder of cards (default: cards)")
    parser.add_argument("--site", metavar="DIR", help="where to write the site (default: site)")
    parser.add_argument("--smoke", metavar="FILE", help="what `catalog smoke --results` wrote")
    parser.add_argument(
        "--strict", action="store_true", help="write nothing where a card cannot be read (exit 1)"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; list what is not current in the site (exit 1)",
    )
    add_work_options(parser)


def _build(options: argparse.Namespace) -> int:
    from catalog.build.unchanged import BuildState

    state = BuildState(options)
    count = None if options.no_cache else state.unchanged_cards()
    if count is None:
        return _make(options, state)
    print(f"{_cards(count)}: nothing has changed; open {_home(state.site)}")
    return CLEAN


def _make(options: argparse.Namespace, state: BuildState) -> int:
    """Make what has changed, and publish it."""
    from contextlib import closing
    from pathlib import Path

    from catalog.build.site import SiteRequest, plan_site
    from catalog.build.store import RecordStore, store_path
    from catalog.build.unchanged import build_sources
    from catalog.executors import Workers
    from catalog.hub.open import read_smoke_results

    collect_seldom()
    settings = hub_settings(Path(options.cards) if options.cards else None)
    cards = Path(options.cards) if options.cards else cards_folder(settings)
    site = Path(options.site) if options.site else Path(settings.root) / settings.site
    smoke = Path(options.smoke) if options.smoke else None
    state.begin(build_sources(settings, cards, site, smoke))
    results = read_smoke_results(smoke, settings) if smoke else {}
    store = RecordStore(None if options.no_cache else store_path(state.folder, [cards]))
    progress = Progress("read", 0)
    with closing(store), Workers(jobs(options), options.on) as workers:
        request = SiteRequest(settings, cards, site, results, progress=progress)
        plan = plan_site(request, store, workers)
        if options.strict and plan.unread:
            number = _cards(len(plan.unread))
            print(f"{_lines(plan.unread)}cannot be read: {number}; nothing is written")
            return FOUND
        return _check(plan, site) if options.check else _publish(plan, site, options, state)


def _publish(plan: SitePlan, site: Path, options: argparse.Namespace, state: BuildState) -> int:
    from catalog.publish.publish import publish

    done = publish(plan.pages, site, Progress("written", 0))
    if not options.no_cache:
        plan.remember()
        state.save(plan.cards, plan.beside)
    if not done.at_once:
        print(
            "catalog: this system cannot replace a folder at once: pages were replaced one by one",
            file=sys.stderr,
        )
    counts = (
        f"{len(done.written):,} files written, {len(done.unchanged):,} unchanged,"
        f" {len(done.removed):,} removed"
    )
    print(f"{_cards(plan.cards)}: {counts}; open {_home(site)}")
    return CLEAN


def _home(site: Path | str) -> str:
    return os.path.relpath(f"{site}/index.html")


def _check(plan: SitePlan, site: Path) -> int:
    """The status of a comparison of the site with its plan, after a list of differences."""
    from catalog.publish.publish import compare_pages

    compared = compare_pages(plan.pages, site)
    if not compared.written and not compared.removed:
        print(f"{site} is current: {len(compared.unchanged):,} files")
        return CLEAN
    removed = (f"{path} (to be removed)" for path in compared.removed)
    print(_lines([*compared.written, *removed]), end="")
    counts = f"{len(compared.written):,} files to write, {len(compared.removed):,} to remove"
    print(f"{site} is not current: {counts}")
    return FOUND


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in paths)


def _cards(count: int) -> str:
    return f"{count:,} {'card' if count == 1 else 'cards'}"
