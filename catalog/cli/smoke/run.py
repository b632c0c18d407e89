"""The run of ``catalog smoke``: cards are selected, run or recalled, and their results written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.smoke.inputs import check_folders, open_cache, open_environments, open_smoke_hub
from catalog.cli.smoke.outputs import (
    ProgressLines,
    exit_status,
    print_warning,
    read_result_file,
    write_results,
)

if TYPE_CHECKING:
    from catalog.hub.git_changes import Changes
    from catalog.model import Card, Hub, Settings, SmokeResult


def smoke_run(options: argparse.Namespace) -> int:
    """Runs the cards that ``options`` ask for and writes the results. Returns the exit status."""
    from catalog.executors import open_executor
    from catalog.proof.failures import FAILURE_KINDS
    from catalog.proof.history import add_earlier_runs
    from catalog.smoke.batch import make_jobs, run_batch
    from catalog.smoke.job import Options
    from catalog.smoke.probe import is_installed
    from catalog.smoke.run import NO_MINDSPORE

    check_folders(options)
    hub, since = open_smoke_hub(options)
    earlier = _earlier(options, hub.settings)
    cards = _select_cards(hub, options, earlier, since)
    wanted = Options(options.assets, options.export)
    changed = since.changed if since else ()
    jobs = make_jobs(cards, hub.settings, hub.vocabularies, wanted, changed)
    environments = open_environments(options.mindspore or hub.settings.smoke_mindspore)
    cache = open_cache(options, hub.settings)
    progress = ProgressLines(len(jobs) * len(environments))
    with open_executor(options.jobs, options.on) as executor:
        batch = run_batch(jobs, environments, executor, cache, progress)
    results = batch.results
    if batch.recalled:
        print(f"catalog: {batch.recalled:,} of {batch.total:,} from the cache", file=sys.stderr)
    uids = {result.uid for result in results}
    others = [result for uid, result in earlier.items() if uid in hub.cards and uid not in uids]
    write_results(results, add_earlier_runs(results, earlier), others, options)
    if not is_installed() and not options.mindspore:
        print_warning(f"{NO_MINDSPORE}: {FAILURE_KINDS['no-mindspore'].advice}")
    for isolation in sorted({result.environment.get("isolation", "") for result in results}):
        if isolation.startswith("none"):
            print_warning(f"networks ran without isolation: {isolation.removeprefix('none: ')}")
    return exit_status(results, options.fail_on)


def _earlier(options: argparse.Namespace, settings: Settings) -> dict[str, SmokeResult]:
    """The results of earlier runs by UID, where the file of results has some."""
    from catalog.model import CatalogError

    if options.results and options.results.is_file():
        return {result.uid: result for result in read_result_file(options.results, settings)}
    if options.only_failed:
        raise CatalogError(
            "--only-failed needs what an earlier run wrote: name it with --results FILE"
        )
    return {}


def _select_cards(
    hub: Hub, options: argparse.Namespace, earlier: dict[str, SmokeResult], since: Changes | None
) -> list[Card]:
    """The cards that are asked for; none where the change or the shard has none.

    Raises:
        CatalogError: no card has a name that is asked for.
    """
    from catalog.model import CatalogError
    from catalog.smoke.selection import cards_to_repeat, changed_cards, in_shard, shard_of

    is_named = _name_filter(options.which)
    cards = [card for card in hub.cards.values() if card.header and is_named(card)]
    if not cards:
        raise CatalogError(
            f"no card is called {', '.join(options.which)}: "
            "name UIDs, or files below the cards folder"
        )
    if options.shard:
        shard = shard_of(options.shard)
        cards = [card for card in cards if in_shard(card.uid, shard)]
    if since:
        cards = changed_cards(cards, since, hub.settings)
    return cards_to_repeat(cards, earlier, hub.vocabularies) if options.only_failed else cards


def _name_filter(which: Sequence[str]) -> Callable[[Card], bool]:
    """Whether a card has one of the UIDs ``which``, or lies below one of the paths."""
    places = [Path(name).resolve() for name in which if Path(name).exists()]

    def is_named(card: Card) -> bool:
        file = Path(card.source.file).resolve()
        return not which or card.uid in which or any(file.is_relative_to(place) for place in places)

    return is_named
