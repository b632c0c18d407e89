"""``catalog smoke merge`` and ``catalog smoke bisect``: what several runs together say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, FOUND, hub_settings
from catalog.cli.smoke import run as prove
from catalog.model import CatalogError

if TYPE_CHECKING:
    from catalog.model import SmokeResult


def merge(files: Sequence[Path], options: argparse.Namespace) -> int:
    """Joins the results in ``files``, the oldest first, and writes them. Returns the exit status."""
    from catalog.proof.history import merged

    if not files:
        raise CatalogError(
            "nothing to merge: name the files, as in `catalog smoke merge a.json b.json --results all.json`"
        )
    prove.check_places(options)
    settings = hub_settings(options.cards)
    found = merged(result for file in files for result in prove.read_results(file, settings))
    prove.write(found, found, (), options)
    return prove.status(found, options.fail_on)


def bisect(uids: Sequence[str], options: argparse.Namespace) -> int:
    """Prints the last version of MindSpore that a card's network works on, and the first that it does not."""
    from catalog import executors as work
    from catalog.proof.history import order
    from catalog.smoke import batch, bisect, run

    prove.check_places(options)
    hub, _ = prove.open_hub(options)
    words = options.mindspore or hub.settings.smoke_mindspore
    if len(uids) != 1 or uids[0] not in hub.cards or len(words) < 2:
        raise CatalogError(
            "name one card and two versions or more, as in `catalog smoke bisect acme/1.0/net --mindspore 2.8.0,2.10.0`"
        )
    todo = batch.jobs(
        [hub.cards[uids[0]]], hub.settings, hub.vocabularies, run.Options(options.assets)
    )
    # A path names the Python; its version decides where it stands.
    places = {place.version: place for place in prove.environments(words)}
    kept = prove.kept(options, hub.settings)

    def tried(version: str) -> SmokeResult:
        with work.executor(1) as executor:
            (result,) = batch.prove(todo, [places[version]], executor, kept, lambda _: None).results
        print(f"{version}: {result.verdict}, {result.checks[0].evidence}", flush=True)
        return result

    found = bisect.bisect(sorted(places, key=order), tried)
    print(f"last known good: {found.last_good or 'none'}; first bad: {found.first_bad or 'none'}")
    return FOUND if found.first_bad else CLEAN
