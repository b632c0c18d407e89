"""What a smoke run works with: the hub, the environments, and the cache of results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import open_cards
from catalog.cli.smoke.outputs import print_warning

if TYPE_CHECKING:
    from catalog.hub.git_changes import Changes
    from catalog.model import Hub, Settings
    from catalog.smoke.environments import Environment


def check_folders(options: argparse.Namespace) -> None:
    """Raises CatalogError, before any work, where a folder to read or to write in is missing."""
    from catalog.model import CatalogError

    if options.assets and not options.assets.is_dir():
        raise CatalogError(
            f"there is no folder {options.assets}: --assets names one with weights and test files"
        )
    for file in (options.results, options.junit):
        if file and not file.parent.is_dir():
            raise CatalogError(
                f"there is no folder {file.parent} to write {file.name} in: make it first"
            )


def open_smoke_hub(options: argparse.Namespace) -> tuple[Hub, Changes | None]:
    """The hub, and what has changed in it since the revision that is asked for.

    Sources that the command line trusts are trusted besides those of the settings. Where the change
    touches the settings themselves, only those of the command line are.
    """
    from catalog.hub.git_changes import find_changes
    from catalog.hub.settings import SETTINGS_FILE

    hub = open_cards([options.cards] if options.cards else [])
    since = None
    if options.changed_since:
        since = find_changes(options.changed_since, Path(hub.settings.root))
    trusted = (*hub.settings.smoke_trust, *options.trust)
    if since and Path(hub.settings.root, SETTINGS_FILE) in since.changed:
        print_warning(
            f"{SETTINGS_FILE} has changed since {options.changed_since}: "
            "what it trusts is not trusted, only --trust is"
        )
        trusted = options.trust
    return replace(hub, settings=replace(hub.settings, smoke_trust=trusted)), since


def open_environments(words: Sequence[str]) -> list[Environment]:
    """The environments that ``words`` name, made where they are missing; else that of this Python.

    Raises:
        CatalogError: a word is neither a version nor a Python that has MindSpore.
    """
    from platformdirs import user_cache_path

    from catalog.smoke.environments import check_version, make_environment, own_environment

    def tell(text: str) -> None:
        print(f"catalog: {text}", file=sys.stderr, flush=True)

    folder = user_cache_path("catalog-hub") / "environments"
    for word in words:
        check_version(word)
    return [make_environment(word, folder, tell) for word in words] or [own_environment()]


def open_cache(options: argparse.Namespace, settings: Settings) -> MutableMapping[str, str]:
    """Where results are cached from run to run; with ``--no-cache`` for this run only."""
    if options.no_cache:
        return {}
    from catalog.hub.digests import cache_folder
    from catalog.smoke.result_cache import CacheFolder

    return CacheFolder((options.cache or cache_folder(Path(settings.root))) / "smoke")
