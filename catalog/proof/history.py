"""Results of one card from several runs: which to keep, and on which versions of MindSpore the card's network works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from catalog.model import SmokeResult, Verdict


class State(NamedTuple):
    """What became of a card on one version of MindSpore."""

    version: str
    verdict: Verdict


def merged(results: Iterable[SmokeResult]) -> list[SmokeResult]:
    """One result for each card, sorted by UID: of the newest MindSpore that it was tested on, all others in it.

    Of two results for one card and environment the one that comes first is kept: give the oldest first.
    """
    by_card: dict[str, dict[tuple[str, ...], SmokeResult]] = {}
    for result in results:
        for one in (replace(result, runs=()), *result.runs):
            by_card.setdefault(one.uid, {}).setdefault(environment(one), one)
    return [_one(list(found.values())) for _, found in sorted(by_card.items())]


def remembered(
    found: Iterable[SmokeResult], earlier: Mapping[str, SmokeResult]
) -> list[SmokeResult]:
    """``found``, each with what ``earlier`` (by UID) has of its card on other versions of MindSpore.

    What a card was proved on while it stated something else is forgotten. Where MindSpore is missing now, what was
    proved with it stands.
    """
    return [_with_history(result, earlier.get(result.uid)) for result in found]


def _with_history(result: SmokeResult, before: SmokeResult | None) -> SmokeResult:
    tried = {version(one) for one in (result, *result.runs)} | {""}
    runs = [replace(one, runs=()) for one in (before, *before.runs)] if before else []
    kept = [one for one in runs if version(one) not in tried and one.stated == result.stated]
    if version(result):
        return merged([result, *kept])[0]
    if kept and result.failure == "no-mindspore":
        return merged(kept)[0]
    return replace(result, runs=(*result.runs, *kept))


def _one(found: list[SmokeResult]) -> SmokeResult:
    ordered = sorted(
        found,
        key=lambda one: (one.verdict != Verdict.UNTESTABLE, order(version(one))),
        reverse=True,
    )
    return replace(ordered[0], runs=tuple(ordered[1:]))


def environment(result: SmokeResult) -> tuple[str, ...]:
    """What makes two runs the same: MindSpore, NumPy, Python and the kind of machine."""
    return tuple(
        result.environment.get(name, "") for name in ("mindspore", "numpy", "python", "machine")
    )


def version(result: SmokeResult) -> str:
    """The version of MindSpore that the result is of; empty where nothing ran."""
    return result.environment.get("mindspore", "")


def order(text: str) -> tuple[int, ...]:
    """A key that sorts versions by their numbers: 2.9 before 2.10."""
    return tuple(map(int, re.findall(r"\d+", text)))


def strip(result: SmokeResult) -> tuple[State, ...]:
    """The state of the card on each version that it was tried on, the oldest first; the first word on each counts."""
    found: dict[str, State] = {}
    for one in (result, *result.runs):
        if version(one):
            found.setdefault(version(one), State(version(one), one.verdict))
    return tuple(sorted(found.values(), key=lambda state: order(state.version)))


def last_good(result: SmokeResult) -> str:
    """The newest version that the network works on; empty where there is none."""
    return next((state.version for state in reversed(strip(result)) if state.verdict.works), "")
