"""``catalog smoke merge`` and ``catalog smoke bisect``: what several runs together say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, FOUND, hub_settings
from catalog.cli.smoke.inputs import check_folders, open_cache, open_environments, open_smoke_hub
from catalog.cli.smoke.outputs import exit_status, read_result_file, write_results
from catalog.model import CatalogError

if TYPE_CHECKING:
    from catalog.model import SmokeResult


def merge_result_files(files: Sequence[Path], options: argparse.Namespace) -> int:
    """Joins the results in ``files``, oldest first, and writes them. Returns the exit status."""
    from catalog.proof.history import merge_results

    if not files:
        raise CatalogError(
            "nothing to merge: name the files, "
            "as in `catalog smoke merge a.json b.json --results all.json`"
        )
    check_folders(options)
    settings = hub_settings(options.cards)
    results = merge_results(result for file in files for result in read_result_file(file, settings))
    write_results(results, results, (), options)
    return exit_status(results, options.fail_on)


def bisect_versions(uids: Sequence[str], options: argparse.Namespace) -> int:
    """Prints the last version of MindSpore on which a network works and the first after it."""
    from catalog.executors import open_executor
    from catalog.proof.history import version_key
    from catalog.smoke.batch import make_jobs, run_batch
    from catalog.smoke.bisect import find_break
    from catalog.smoke.job import Options

    check_folders(options)
    hub, _ = open_smoke_hub(options)
    words = options.mindspore or hub.settings.smoke_mindspore
    if len(uids) != 1 or uids[0] not in hub.cards or len(words) < 2:
        raise CatalogError(
            "name one card and two versions or more, "
            "as in `catalog smoke bisect acme/1.0/net --mindspore 2.8.0,2.10.0`"
        )
    card = hub.cards[uids[0]]
    jobs = make_jobs([card], hub.settings, hub.vocabularies, Options(options.assets))
    # A path names the Python; its version decides where it stands.
    environments = {environment.version: environment for environment in open_environments(words)}
    cache = open_cache(options, hub.settings)

    def run(version: str) -> SmokeResult:
        with open_executor(1) as executor:
            batch = run_batch(jobs, [environments[version]], executor, cache, lambda _: None)
        (result,) = batch.results
        print(f"{version}: {result.verdict}, {result.checks[0].evidence}", flush=True)
        return result

    outcome = find_break(sorted(environments, key=version_key), run)
    print(
        f"last known good: {outcome.last_good or 'none'}; first bad: {outcome.first_bad or 'none'}"
    )
    return FOUND if outcome.first_bad else CLEAN
