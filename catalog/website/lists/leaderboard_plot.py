"""Leaderboards with a picture each: the figure against the number of parameters, or against the version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from catalog.proof.rows import brief
from catalog.website.charts import Point, Scatter, scatter
from catalog.website.lists.leaderboards import Board, DatasetBoards, Entry
from catalog.website.lists.models import version_order

_FEWEST = 3


class Plot(NamedTuple):
    """A leaderboard, its picture (None where too few points have a place), and what its x axis is."""

    board: Board
    scatter: Scatter | None
    against: Literal["parameters", "version"]
    shown: int


def plots(found: DatasetBoards, pages: Mapping[str, str]) -> tuple[Plot, ...]:
    """The leaderboards of a data set with their pictures; ``pages`` are of cards, by UID."""
    return tuple(_plot(board, pages) for board in found.boards)


def _plot(board: Board, pages: Mapping[str, str]) -> Plot:
    sized = [entry for entry in board.entries if entry.card.size]
    if len(sized) >= _FEWEST:
        points = [
            _point(entry, float(entry.card.size or 1), brief(entry.card.size or 1), pages)
            for entry in sized
        ]
        return Plot(board, scatter(points), "parameters", len(points))
    dated = [entry for entry in board.entries if version_order(entry.card.version)]
    versions = sorted({entry.card.version for entry in dated}, key=version_order)
    if len(dated) < _FEWEST or len(versions) < 2:
        return Plot(board, None, "version", 0)
    points = [
        _point(entry, versions.index(entry.card.version), entry.card.version, pages)
        for entry in dated
    ]
    return Plot(board, scatter(points, versions), "version", len(points))


def _point(entry: Entry, x: float, words: str, pages: Mapping[str, str]) -> Point:
    name = entry.model.title
    return Point(
        x, float(entry.value), name, f"{name}: {entry.figure}, {words}", pages[entry.card.uid]
    )
