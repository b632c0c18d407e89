"""The picture of a whole catalog: how many models there are by task and version of MindSpore."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from catalog.website.charts import AxisTick, MatrixDot, circle_radius, upright_tick
from catalog.website.lists.facets import NONE, FacetChoice, facet_values
from catalog.website.lists.models import Model

MOST_TASKS = 9
_LEFT, _TOP, _ROW, _RIGHT = 190, 10, 30, 20
_WIDTH, _FOOT = 640, 30


class TaskMatrix(NamedTuple):
    """Circles over versions (x) and tasks (y), and the numbers that they stand for by task."""

    width: int
    height: int
    left: int
    right: int
    beside: int
    below: int
    dots: tuple[MatrixDot, ...]
    columns: tuple[AxisTick, ...]
    rows: tuple[AxisTick, ...]
    pages: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]


def task_matrix(
    models: Sequence[Model], tasks: Sequence[FacetChoice], versions: Sequence[FacetChoice]
) -> TaskMatrix | None:
    """The tasks with most models over all versions, old to new; None below two versions."""
    columns = [choice for choice in reversed(versions) if choice.id != NONE and "." in choice.id]
    rows = [choice for choice in tasks if choice.id != NONE][:MOST_TASKS]
    if len(columns) < 2 or not rows:
        return None
    counts = _counts(models)
    numbers = tuple(tuple(counts.get((row.id, column.id), 0) for column in columns) for row in rows)
    largest = max(max(row) for row in numbers) or 1
    step = (_WIDTH - _LEFT - _RIGHT) / len(columns)
    xs = [round(_LEFT + step * (place + 0.5), 1) for place in range(len(columns))]
    ys = [round(_TOP + _ROW * (place + 0.5), 1) for place in range(len(rows))]
    dots = tuple(
        MatrixDot(
            xs[x],
            ys[y],
            circle_radius(number, largest, min(_ROW, step) / 2 - 1),
            number,
            f"{row.text}, {columns[x].text}",
        )
        for y, row in enumerate(rows)
        for x, number in enumerate(numbers[y])
        if number
    )
    return TaskMatrix(
        _WIDTH,
        _TOP + _ROW * len(rows) + _FOOT,
        _LEFT,
        _WIDTH - _RIGHT,
        _LEFT - 10,
        _TOP + _ROW * len(rows) + _FOOT // 2 + 5,
        dots,
        tuple(AxisTick(x, column.text) for x, column in zip(xs, columns, strict=True)),
        tuple(upright_tick(y, row.text) for y, row in zip(ys, rows, strict=True)),
        tuple(row.page for row in rows),
        numbers,
    )


def _counts(models: Sequence[Model]) -> dict[tuple[str, str], int]:
    """How many models have a card with a task and a version."""
    counts: dict[tuple[str, str], int] = {}
    for model in models:
        values = [facet_values(facts) for facts in model.cards]
        for pair in {(value["task"][0].id, value["version"][0].id) for value in values}:
            counts[pair] = counts.get(pair, 0) + 1
    return counts
