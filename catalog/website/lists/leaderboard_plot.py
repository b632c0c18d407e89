"""Leaderboards with a picture each: the figure against the number of parameters, or against the version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from catalog.website.charts import ChartPoint, ScatterChart, scatter_chart
from catalog.website.lists.leaderboards import Board, BoardEntry, DatasetBoards
from catalog.website.lists.models import version_numbers
from catalog.website.numbers import format_brief

_FEWEST = 3


class BoardPlot(NamedTuple):
    """A leaderboard, its picture (None where too few points have a place), and what its x axis is."""

    board: Board
    scatter: ScatterChart | None
    against: Literal["parameters", "version"]
    shown: int


def board_plots(found: DatasetBoards, pages: Mapping[str, str]) -> tuple[BoardPlot, ...]:
    """The leaderboards of a data set with their pictures; ``pages`` are of cards, by UID."""
    return tuple(_plot(board, pages) for board in found.boards)


def _plot(board: Board, pages: Mapping[str, str]) -> BoardPlot:
    sized = [entry for entry in board.entries if entry.card.size]
    if len(sized) >= _FEWEST:
        points = [
            _point(entry, float(entry.card.size or 1), format_brief(entry.card.size or 1), pages)
            for entry in sized
        ]
        return BoardPlot(board, scatter_chart(points), "parameters", len(points))
    dated = [entry for entry in board.entries if version_numbers(entry.card.version)]
    versions = sorted({entry.card.version for entry in dated}, key=version_numbers)
    if len(dated) < _FEWEST or len(versions) < 2:
        return BoardPlot(board, None, "version", 0)
    points = [
        _point(entry, versions.index(entry.card.version), entry.card.version, pages)
        for entry in dated
    ]
    return BoardPlot(board, scatter_chart(points, versions), "version", len(points))


def _point(entry: BoardEntry, x: float, words: str, pages: Mapping[str, str]) -> ChartPoint:
    name = entry.model.title
    return ChartPoint(
        x, float(entry.value), name, f"{name}: {entry.figure}, {words}", pages[entry.card.uid]
    )
