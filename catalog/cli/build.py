"""``catalog build``: the website and the index."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from catalog.cli.console import CLEAN, FOUND, Progress, add_command, cards_folder, hub_settings

# As in common.py: typing and pathlib cost more than they are worth where nothing has changed.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from catalog.build.unchanged import Standing
    from catalog.cli.console import Commands
    from catalog.publish.publish import Published


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
    parser.add_argument("--cache", metavar="DIR", help="where to remember earlier builds")
    parser.add_argument("--no-cache", action="store_true", help="make every page again")


def _build(options: argparse.Namespace) -> int:
    from catalog.build.unchanged import Standing

    # The hub lives until the build ends: looking for cycles in it, over and over, is a sixth of the time.
    gc.disable()
    try:
        standing = None if options.no_cache else Standing(options)
        count = standing.cards() if standing else None
        if standing is None or count is None:
            return _make(options, standing)
        print(f"{_cards(count)}: nothing has changed; open {_home(standing.entry['plan']['site'])}")
        return CLEAN
    finally:
        gc.enable()


def _make(options: argparse.Namespace, standing: Standing | None) -> int:
    """Make what has changed, or all where that cannot be told, and publish it."""
    from pathlib import Path

    from catalog.build.plan import makings
    from catalog.publish.publish import compare, publish

    for name in ("cards", "site", "smoke", "cache"):
        given = getattr(options, name)
        setattr(options, name, given and Path(given))
    settings = hub_settings(options.cards)
    cards = options.cards or cards_folder(settings)
    site = options.site or Path(settings.root) / settings.site
    made = makings(options, settings, cards, site, standing if cards.is_dir() else None)
    if options.strict and made.unread:
        print(
            f"{_lines(made.unread)}cannot be read: {_cards(len(made.unread))}; nothing is written"
        )
        return FOUND
    if options.check:
        return _check(compare(made.pages, site, made.kept), site)
    done = publish(made.pages, site, Progress("written", 0), made.kept)
    made.keep(sorted((*done.written, *done.unchanged)))
    if not done.at_once:
        print(
            "catalog: this system cannot replace a folder at once: pages were replaced one by one",
            file=sys.stderr,
        )
    counts = f"{len(done.written):,} files written, {len(done.unchanged):,} unchanged, {len(done.removed):,} removed"
    print(f"{_cards(made.cards)}: {counts}; open {_home(site)}")
    sys.stdout.flush()
    return CLEAN


def _home(site: Path | str) -> str:
    return os.path.relpath(f"{site}/index.html")


def _check(found: Published, site: Path) -> int:
    """The status of a comparison of the site with what it should be, after a list of what is not."""
    if not found.written and not found.removed:
        print(f"{site} is current: {len(found.unchanged):,} files")
        return CLEAN
    print(_lines([*found.written, *(f"{path} (to be removed)" for path in found.removed)]), end="")
    print(
        f"{site} is not current: {len(found.written):,} files to write, {len(found.removed):,} to remove"
    )
    return FOUND


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in paths)


def _cards(count: int) -> str:
    return f"{count:,} {'card' if count == 1 else 'cards'}"
