"""Results of a card from several runs, and the versions of MindSpore that its network works on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from catalog.model import SmokeResult, Verdict


class VersionVerdict(NamedTuple):
    """The verdict of a card on a version of MindSpore."""

    version: str
    verdict: Verdict


def merge_results(results: Iterable[SmokeResult]) -> list[SmokeResult]:
    """One result for each card, sorted by UID: that of the newest MindSpore, with all others in it.

    Of two results for one card and environment the first is kept.
    """
    by_card: dict[str, dict[tuple[str, ...], SmokeResult]] = {}
    for result in results:
        for run in _runs(result):
            by_card.setdefault(run.uid, {}).setdefault(environment_key(run), run)
    return [_newest_first(list(runs.values())) for _, runs in sorted(by_card.items())]


def add_earlier_runs(
    results: Iterable[SmokeResult], earlier: Mapping[str, SmokeResult]
) -> list[SmokeResult]:
    """``results``, each with the runs of its card on other versions from ``earlier`` (by UID).

    Runs of a card that stated something else are dropped. Where MindSpore is missing now, earlier
    runs stay as they are.
    """
    return [_with_history(result, earlier.get(result.uid)) for result in results]


def _with_history(result: SmokeResult, before: SmokeResult | None) -> SmokeResult:
    tried = {mindspore_version(run) for run in _runs(result)} | {""}
    runs = _runs(before) if before else ()
    of_same_claims = [run for run in runs if run.stated == result.stated]
    others = [run for run in of_same_claims if mindspore_version(run) not in tried]
    if mindspore_version(result):
        return merge_results([result, *others])[0]
    if others and result.failure == "no-mindspore":
        return merge_results(others)[0]
    return replace(result, runs=(*result.runs, *others))


def _runs(result: SmokeResult) -> Iterator[SmokeResult]:
    """The result itself and its runs elsewhere, each without runs of its own."""
    return (replace(run, runs=()) for run in (result, *result.runs))


def _newest_first(runs: list[SmokeResult]) -> SmokeResult:
    """The run that was tested on the newest version, with the others in it."""
    newest, *others = sorted(
        runs,
        key=lambda run: (run.verdict != Verdict.UNTESTABLE, version_key(mindspore_version(run))),
        reverse=True,
    )
    return replace(newest, runs=tuple(others))


def environment_key(result: SmokeResult) -> tuple[str, ...]:
    """What makes two runs the same: MindSpore, NumPy, Python and the kind of machine."""
    return tuple(
        result.environment.get(name, "") for name in ("mindspore", "numpy", "python", "machine")
    )


def mindspore_version(result: SmokeResult) -> str:
    """The version of MindSpore that the result is of; empty where nothing ran."""
    return result.environment.get("mindspore", "")


def version_key(text: str) -> tuple[int, ...]:
    """A key that sorts versions by their numbers: 2.9 before 2.10."""
    return tuple(map(int, re.findall(r"\d+", text)))


def version_history(result: SmokeResult) -> tuple[VersionVerdict, ...]:
    """The verdict on each version that the card was tried on, the oldest first.

    Of several runs on one version the first counts.
    """
    verdicts: dict[str, Verdict] = {}
    for run in (result, *result.runs):
        if mindspore_version(run):
            verdicts.setdefault(mindspore_version(run), run.verdict)
    tried = (VersionVerdict(*item) for item in verdicts.items())
    return tuple(sorted(tried, key=lambda run: version_key(run.version)))


def last_working_version(result: SmokeResult) -> str:
    """The newest version that the network works on; empty where there is none."""
    return next((run.version for run in reversed(version_history(result)) if run.verdict.works), "")
