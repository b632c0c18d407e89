"""``catalog smoke``: the networks of the cards, built and compared."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.common import CLEAN, FOUND, Progress, command, open_cards, wants_colour

if TYPE_CHECKING:
    from catalog.cli.common import Commands


def add_smoke(commands: Commands) -> None:
    """Add the command ``smoke``."""
    example = (
        "examples:\n  catalog smoke\n  catalog smoke mindspore/1.5/ghostnet_imagenet2012 --results smoke.json -j 2"
    )
    parser = command(commands, "smoke", _smoke, example)
    parser.add_argument("which", nargs="*", metavar="UID|PATH", help="cards to prove (default: all)")
    parser.add_argument("--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write smoke.json")
    parser.add_argument(
        "-j", "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at once (default: cores)"
    )
    parser.add_argument("--on", metavar="WHERE", help="a Dask scheduler to work on, as tcp://host:8786")


def _smoke(options: argparse.Namespace) -> int:
    from catalog import work
    from catalog.model import CatalogError
    from catalog.report import smoke_table
    from catalog.smoke import probe, results, run
    from catalog.write import replace_file

    hub = open_cards([options.cards] if options.cards else [])
    cards = [
        card for card in hub.cards.values() if card.header and _is_wanted(card.uid, card.source.file, options.which)
    ]
    if not cards:
        raise CatalogError(f"no card is called {', '.join(options.which)}: name UIDs, or files below the cards folder")
    progress = Progress("proved", len(cards))
    done: list[object] = []

    def tell(result: object) -> None:
        done.append(result)
        progress(len(done))

    with work.executor(options.jobs, options.on) as executor:
        found = run.smoke(cards, hub.settings, hub.vocabularies, executor, tell)
    if options.results:
        replace_file(options.results, results.to_json(found).encode())
    sys.stdout.write(smoke_table(found, wants_colour()))
    if not probe.is_installed():
        print(f"catalog: warning: {run.NO_MINDSPORE}", file=sys.stderr)
    return FOUND if any(result.verdict in ("contradicted", "failed") for result in found) else CLEAN


def _is_wanted(uid: str, file: str, which: list[str]) -> bool:
    places = [Path(name).resolve() for name in which if Path(name).exists()]
    return not which or uid in which or any(Path(file).resolve().is_relative_to(place) for place in places)
