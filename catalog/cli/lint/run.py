"""A lint run: cards and findings, from earlier runs where nothing changed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import Progress, jobs

if TYPE_CHECKING:
    from catalog.build.read_hub import HubRead
    from catalog.model import Rule, Settings


def read_cards_and_findings(
    paths: Sequence[Path], settings: Settings, rules: Sequence[Rule], options: argparse.Namespace
) -> HubRead:
    """The cards below ``paths`` and the findings of ``rules``.

    Runs over folders are remembered; a run over single cards is too short for that.

    Raises:
        CatalogError: a path does not exist, or a file of the hub's schema folder cannot be read.
    """
    from contextlib import closing

    from catalog.build.read_hub import HubRequest, read_hub
    from catalog.build.store import RecordStore, store_path
    from catalog.executors import Workers
    from catalog.hub.digests import cache_folder

    is_remembered = not options.no_cache and all(path.is_dir() for path in paths)
    folder = options.cache or str(cache_folder(settings.root))
    store = RecordStore(store_path(folder, paths) if is_remembered else None)
    with closing(store), Workers(jobs(options), options.on) as workers:
        request = HubRequest(paths, settings, rules, None, Progress("linted", 0))
        return read_hub(request, store, workers)
