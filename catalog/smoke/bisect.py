"""The two versions of MindSpore between which a network broke, with as few runs as possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalog.model import SmokeResult


class Break(NamedTuple):
    """The newest version that works and the oldest after it that does not, each may be empty.

    ``tried`` are all results with their versions, in the order of the runs.
    """

    last_good: str
    first_bad: str
    tried: tuple[tuple[str, SmokeResult], ...]


def find_break(versions: Sequence[str], run: Callable[[str], SmokeResult]) -> Break:
    """Where the network broke. ``versions`` come oldest first; untestable ones are skipped.

    A network that works on the oldest and the newest version is taken to work on all between, one
    that works on neither to work on none.
    """
    tried: dict[str, SmokeResult] = {}
    left = list(versions)

    def works(version: str) -> bool | None:
        if version not in tried:
            tried[version] = run(version)
        return tried[version].verdict.works

    while left and works(left[0]) is None:
        left.pop(0)
    while left and works(left[-1]) is None:
        left.pop()
    if left and works(left[-1]):
        left = [left[-1], ""]
    elif left and not works(left[0]):
        left = ["", left[0]]
    while len(left) > 2:
        middle = len(left) // 2
        state = works(left[middle])
        if state is None:
            del left[middle]
        else:
            left = left[middle:] if state else left[: middle + 1]
    last_good, first_bad = left or ("", "")
    return Break(last_good, first_bad, tuple(tried.items()))
