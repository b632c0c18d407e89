"""What the commands share: their parsers, the settings and the hub they work on, colours and progress."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.model import CatalogError, Hub, Settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse gives it no other name

CLEAN, FOUND, MISUSED, NO_CARDS = 0, 1, 2, 3


def command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], summary: str, example: str
) -> argparse.ArgumentParser:
    """A parser for the command ``name`` that calls ``run``; ``summary`` begins in lower case, ``example`` is last."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=example,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def hub_settings(cards: Path | None) -> Settings:
    """The settings that hold for ``cards``: those of the current folder or above, else those around the cards."""
    from catalog import settings

    here = settings.find_root(Path.cwd())
    if not (here / settings.FILE).is_file() and cards is not None:
        around = settings.find_root(cards if cards.is_dir() else cards.parent)
        here = around if (around / settings.FILE).is_file() else here
    return settings.load(here)


def wants_colour() -> bool:
    """Whether stdout is a terminal that shows colours and nobody asked for none (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Progress:
    """A line on the terminal that counts, for work of more than a second; nothing where stderr is no terminal."""

    def __init__(self, verb: str, total: int) -> None:
        self._verb, self._total = verb, total
        self._begun = self._last = time.monotonic()

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._begun > 1 and (now - self._last > 0.1 or done == self._total):
            self._last = now
            of = f" of {self._total:,}" if self._total else ""
            print(f"\x1b[K{self._verb} {done:,}{of}", end="\r", file=sys.stderr, flush=True)


def open_cards(paths: list[Path]) -> Hub:
    """The hub of the cards below ``paths``; of the folder that the settings name where no path is given."""
    from catalog.hub import open_hub

    settings = hub_settings(paths[0] if paths else None)
    if not paths:
        paths = [Path(settings.root) / settings.cards]
        if not paths[0].is_dir():
            raise CatalogError(
                f"there is no folder {settings.cards!r}: name your cards, as in `catalog lint path/to/cards`"
            )
    return open_hub(paths, settings)
