"""What commands share: their parsers, settings, the hub, colours and progress."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

from catalog.cli.parser import as_it_stands

# Without typing and pathlib, whose imports take longer than all of --help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from catalog.cli.parser import Parser
    from catalog.model import Hub, Settings

    Commands = argparse._SubParsersAction[Parser]  # noqa: SLF001 - argparse gives it no other name

CLEAN, FOUND, MISUSED, NO_CARDS = 0, 1, 2, 3

SUMMARIES = {
    "lint": "find what is wrong in cards, at which line, and how to mend it",
    "baseline": "write down the findings that `catalog lint` may skip",
    "build": "make the website and the JSON index of the cards",
    "serve": "show the website while you write, made again when something changes",
    "smoke": "build and run the network of each card and compare it with the card",
    "new": "write the first draft of a card, with empty places for what only you know",
    "explain": "tell what a rule finds, why, and what is right",
    "rules": "list all rules",
    "schema": "print a JSON Schema, for editors and other programs",
    "help": "show the help of all commands",
}
"""All commands, in the order in which they are shown, and what each does."""


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], example: str
) -> argparse.ArgumentParser:
    """The parser of the command ``name``, which calls ``run``; ``example`` ends its help."""
    summary = SUMMARIES[name]
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=example,
        formatter_class=as_it_stands,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def hub_settings(cards: Path | None) -> Settings:
    """The settings of the current folder or above; else of the folders around ``cards``."""
    from pathlib import Path

    from catalog.hub.settings import SETTINGS_FILE, find_root, load_settings

    here = find_root(Path.cwd())
    if not (here / SETTINGS_FILE).is_file() and cards is not None:
        around = find_root(cards if cards.is_dir() else cards.parent)
        here = around if (around / SETTINGS_FILE).is_file() else here
    return load_settings(here)


def wants_colour() -> bool:
    """Whether stdout is a terminal with colours and NO_COLOR is unset (https://no-color.org)."""
    return (
        _is_terminal(sys.__stdout__)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


class Progress:
    """A line on the terminal that counts, for work of more than a second."""

    def __init__(self, verb: str, total: int) -> None:
        self._verb, self._total = verb, total
        self._begun = self._last = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        last = done == self._total
        if (
            now - self._begun > 1
            and (now - self._last > 0.1 or last)
            and _is_terminal(sys.__stderr__)
        ):
            self._last = now
            of = f" of {self._total:,}" if self._total else ""
            line = "" if last else f"{self._verb} {done:,}{of}"
            print(f"\x1b[K{line}", end="\r", file=sys.__stderr__, flush=True)


def cards_folder(settings: Settings) -> Path:
    """The folder of cards that ``settings`` name. Raises CatalogError where there is none."""
    from pathlib import Path

    from catalog.model import CatalogError

    folder = Path(settings.root) / settings.cards
    if not folder.is_dir():
        raise CatalogError(
            f"there is no folder {settings.cards!r}: "
            "name your cards, as in `catalog lint path/to/cards`"
        )
    return folder


def open_cards(paths: list[Path]) -> Hub:
    """The hub of the cards below ``paths``, or below the folder that the settings name."""
    from catalog.hub.open import open_hub

    settings = hub_settings(paths[0] if paths else None)
    return open_hub(paths or [cards_folder(settings)], settings)


def collect_seldom() -> None:
    """Look for cycles seldom: cards by the thousand live to the end, and the look costs 15 %.

    Measured with benchmarks/build.py on 1,991 cards, one of them edited: 1.27 s of CPU in place of
    1.53 s, the same as with the collector off.
    """
    import gc

    gc.set_threshold(50_000, 20, 100)


def add_work_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for who does the work, and where it is remembered."""
    work = parser.add_argument_group("work")
    work.add_argument(
        "-j", "--jobs", type=int, metavar="N", help="processes to use (default: the cores at hand)"
    )
    work.add_argument(
        "--on", metavar="ADDRESS", help="the Dask cluster that does the work, tcp://host:8786"
    )
    work.add_argument(
        "--cache", metavar="DIR", help="where to remember runs (default: the user's cache)"
    )
    work.add_argument("--no-cache", action="store_true", help="remember nothing, make all anew")


def jobs(options: argparse.Namespace) -> int:
    """The number of processes to use: as asked for, else one for each core at hand."""
    if options.jobs is not None:
        return int(options.jobs)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
