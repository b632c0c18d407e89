"""The run of ``catalog smoke``: which cards, where, with what that is kept; and what is written of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, FOUND, open_cards, wants_colour

if TYPE_CHECKING:
    from catalog.hub.git_changes import Changes
    from catalog.model import Card, Hub, Settings, Severity, SmokeResult
    from catalog.smoke.environments import Environment


def prove(options: argparse.Namespace) -> int:
    """Proves the cards that ``options`` ask for and writes what was found. Returns the exit status."""
    from catalog import executors as work
    from catalog.proof import failures as reasons
    from catalog.proof.history import remembered
    from catalog.smoke import batch, probe, run

    check_places(options)
    hub, since = open_hub(options)
    earlier = _earlier(options, hub.settings)
    cards = _chosen(hub, options, earlier, since)
    wanted = run.Options(options.assets, options.export)
    todo = batch.jobs(cards, hub.settings, hub.vocabularies, wanted, since.changed if since else ())
    places = environments(options.mindspore or hub.settings.smoke_mindspore)
    with work.executor(options.jobs, options.on) as executor:
        found = batch.prove(
            todo, places, executor, kept(options, hub.settings), Teller(len(todo) * len(places))
        )
    if found.recalled:
        print(f"catalog: {found.recalled:,} of {found.proofs:,} from the cache", file=sys.stderr)
    proved = {result.uid for result in found.results}
    others = [one for uid, one in earlier.items() if uid in hub.cards and uid not in proved]
    write(found.results, remembered(found.results, earlier), others, options)
    if not probe.is_installed() and not options.mindspore:
        _warn(f"{run.NO_MINDSPORE}: {reasons.KINDS['no-mindspore'].advice}")
    for words in sorted({one.environment.get("isolation", "") for one in found.results}):
        if words.startswith("none"):
            _warn(f"networks ran without isolation: {words.removeprefix('none: ')}")
    return status(found.results, options.fail_on)


def open_hub(options: argparse.Namespace) -> tuple[Hub, Changes | None]:
    """The hub that is asked for, and what has changed in it since the revision that is asked for.

    Sources that the command line trusts are trusted besides those of the settings; where a change is looked at that
    writes the settings itself, the settings' word counts for nothing.
    """
    from catalog.hub.git_changes import changes
    from catalog.hub.settings import SETTINGS_FILE

    hub = open_cards([options.cards] if options.cards else [])
    since = (
        changes(options.changed_since, Path(hub.settings.root)) if options.changed_since else None
    )
    trusted = (*hub.settings.smoke_trust, *options.trust)
    if since and Path(hub.settings.root, SETTINGS_FILE) in since.changed:
        _warn(
            f"{SETTINGS_FILE} has changed since {options.changed_since}: what it trusts is not trusted, only --trust is"
        )
        trusted = options.trust
    return replace(hub, settings=replace(hub.settings, smoke_trust=trusted)), since


def check_places(options: argparse.Namespace) -> None:
    """Raises CatalogError where files are to be read or written in folders that are not there: before the work."""
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


def _warn(words: str) -> None:
    print(f"catalog: warning: {words}", file=sys.stderr)


def environments(words: Sequence[str]) -> list[Environment]:
    """The environments that ``words`` name, made where they are not there yet; else that of this Python.

    Raises:
        CatalogError: a word is neither a version nor a Python that has MindSpore.
    """
    from platformdirs import user_cache_path

    from catalog.smoke import environments

    def tell(text: str) -> None:
        print(f"catalog: {text}", file=sys.stderr, flush=True)

    folder = user_cache_path("catalog-hub") / "environments"
    for word in words:
        environments.check(word)
    return [environments.named(word, folder, tell) for word in words] or [environments.own()]


def kept(options: argparse.Namespace, settings: Settings) -> MutableMapping[str, str]:
    """Where results are kept from run to run; with ``--no-cache`` for this run only."""
    if options.no_cache:
        return {}
    from catalog.hub.digests import cache_folder
    from catalog.smoke.result_cache import Files

    return Files((options.cache or cache_folder(Path(settings.root))) / "smoke")


def read_results(path: Path, settings: Settings) -> tuple[SmokeResult, ...]:
    """The results in the file at ``path``. Raises CatalogError where it holds none."""
    from catalog.website.site import read_results

    return tuple(read_results(path, settings).values())


def write(
    found: Sequence[SmokeResult],
    whole: Sequence[SmokeResult],
    others: Iterable[SmokeResult],
    options: argparse.Namespace,
) -> None:
    """Prints the table of what was found and writes the files.

    ``whole`` is ``found`` with what is known from earlier runs; ``others`` are kept in the file of results, too.
    """
    from catalog.hub.atomic_files import replace_file
    from catalog.proof import smoke_json as results
    from catalog.report import smoke_junit, smoke_table

    if options.results:
        replace_file(options.results, results.to_json([*whole, *others]).encode())
    if options.junit:
        replace_file(options.junit, smoke_junit(found).encode())
    sys.stdout.write(smoke_table(whole, wants_colour()))


def status(found: Iterable[SmokeResult], fail_on: Severity) -> int:
    """The exit status: whether a check is as grave as ``fail_on``."""
    from catalog.model import SEVERITIES

    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    checks = (check for result in found for check in result.checks)
    return FOUND if any(check.verdict.severity in grave for check in checks) else CLEAN


class Teller:
    """Prints a line for each card that is done, where stderr is a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._is_on = sys.__stderr__ is not None and sys.__stderr__.isatty()

    def __call__(self, result: SmokeResult) -> None:
        from catalog.report import smoke_line

        self._done += 1
        if self._is_on:
            print(
                smoke_line(result, self._done, self._total, wants_colour()),
                file=sys.__stderr__,
                flush=True,
            )


def _earlier(options: argparse.Namespace, settings: Settings) -> dict[str, SmokeResult]:
    """The results of earlier runs by UID, which this one goes on from; none where it begins anew."""
    from catalog.model import CatalogError

    there = options.results and options.results.is_file()
    if options.only_failed and not there:
        raise CatalogError(
            "--only-failed needs what an earlier run wrote: name it with --results SETTINGS_FILE"
        )
    return (
        {result.uid: result for result in read_results(options.results, settings)} if there else {}
    )


def _chosen(
    hub: Hub, options: argparse.Namespace, earlier: dict[str, SmokeResult], since: Changes | None
) -> list[Card]:
    """The cards that are asked for; none where a change or a part has none."""
    from catalog.model import CatalogError
    from catalog.smoke import selection

    named = _is_wanted(options.which)
    cards = [card for card in hub.cards.values() if card.header and named(card)]
    if not cards:
        raise CatalogError(
            f"no card is called {', '.join(options.which)}: name UIDs, or files below the cards folder"
        )
    if options.shard:
        part = selection.shard_of(options.shard)
        cards = [card for card in cards if selection.in_shard(card.uid, part)]
    if since:
        cards = selection.changed(cards, since, hub.settings)
    if options.only_failed:
        return selection.failed(cards, earlier, hub.vocabularies)
    return cards


def _is_wanted(which: Sequence[str]) -> Callable[[Card], bool]:
    places = [Path(name).resolve() for name in which if Path(name).exists()]

    def is_wanted(card: Card) -> bool:
        file = Path(card.source.file).resolve()
        return not which or card.uid in which or any(file.is_relative_to(place) for place in places)

    return is_wanted
