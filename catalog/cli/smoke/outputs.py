"""What a smoke run writes: files of results, tables, lines of progress and the exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, FOUND, wants_colour

if TYPE_CHECKING:
    from catalog.model import Settings, Severity, SmokeResult


def read_result_file(path: Path, settings: Settings) -> tuple[SmokeResult, ...]:
    """The results in the file at ``path``. Raises CatalogError where it holds none."""
    from catalog.hub.open import read_smoke_results

    return tuple(read_smoke_results(path, settings).values())


def write_results(
    results: Sequence[SmokeResult],
    with_history: Sequence[SmokeResult],
    others: Iterable[SmokeResult],
    options: argparse.Namespace,
) -> None:
    """Prints the table of results and writes the files that are asked for.

    ``with_history`` are the ``results`` with what earlier runs say of the same cards; ``others``
    stay in the file of results, too.
    """
    from catalog.hub.atomic_files import replace_file
    from catalog.proof.smoke_json import results_to_json
    from catalog.report import smoke_junit, smoke_table

    if options.results:
        replace_file(options.results, results_to_json([*with_history, *others]).encode())
    if options.junit:
        replace_file(options.junit, smoke_junit(results).encode())
    sys.stdout.write(smoke_table(with_history, wants_colour()))


def exit_status(results: Iterable[SmokeResult], fail_on: Severity) -> int:
    """The exit status: whether a check is as grave as ``fail_on``."""
    from catalog.model import SEVERITIES

    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    checks = (check for result in results for check in result.checks)
    return FOUND if any(check.verdict.severity in grave for check in checks) else CLEAN


class ProgressLines:
    """Prints a line for each card that is done, where stderr is a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._is_on = sys.__stderr__ is not None and sys.__stderr__.isatty()

    def __call__(self, result: SmokeResult) -> None:
        from catalog.report import smoke_line

        self._done += 1
        if self._is_on:
            line = smoke_line(result, self._done, self._total, wants_colour())
            print(line, file=sys.__stderr__, flush=True)


def print_warning(words: str) -> None:
    """Prints a warning to stderr."""
    print(f"catalog: warning: {words}", file=sys.stderr)
