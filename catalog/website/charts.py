"""Geometry of the pictures, which templates draw as SVG: where points, ticks and lines stand.

Coordinates are in units of the picture's view box, y downwards, rounded so that builds agree byte
for byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 20, 44
SPARK_WIDTH, SPARK_HEIGHT = 96, 24
_TICKS = 5
_NAMED = 6
_LABEL_HEIGHT = 14
_LABEL_CHARACTER = 7
_HALF_LINE, _CLEAR = 4, 9


class AxisTick(NamedTuple):
    """A place on an axis and its label; ``text_at`` is the label's base line on an upright axis."""

    at: float
    text: str
    text_at: float = 0


class ChartPoint(NamedTuple):
    """A point of a picture: its figures, its name, both in words, and the page it leads to."""

    x: float
    y: float
    name: str
    words: str
    page: str


class PlacedPoint(NamedTuple):
    """A point where it is drawn; ``named`` where there is room for its name.

    The name begins at ``name_x``, or ends there where it stands ``before`` the point.
    """

    x: float
    y: float
    point: ChartPoint
    named: bool
    before: bool
    name_x: float
    name_y: float


class ChartFrame(NamedTuple):
    """Edges of the plane of a picture with two axes, and where text stands below and beside it."""

    width: int
    height: int
    left: int
    right: int
    floor: int
    tick_end: int
    beside: int
    below: int
    foot: int


class ScatterChart(NamedTuple):
    """A picture of points with both axes."""

    frame: ChartFrame
    marks: tuple[PlacedPoint, ...]
    x_ticks: tuple[AxisTick, ...]
    y_ticks: tuple[AxisTick, ...]


_FRAME = ChartFrame(
    WIDTH,
    HEIGHT,
    LEFT,
    WIDTH - RIGHT,
    HEIGHT - BOTTOM,
    HEIGHT - 38,
    LEFT - 8,
    HEIGHT - 24,
    HEIGHT - 6,
)


class Sparkline(NamedTuple):
    """A small line over versions, old to new: points of an SVG polyline, and the last one."""

    width: int
    height: int
    points: str
    x: float
    y: float


class MatrixDot(NamedTuple):
    """A circle of a matrix; its area stands for ``number``."""

    x: float
    y: float
    radius: float
    number: int
    words: str


def scatter_chart(points: Sequence[ChartPoint], categories: Sequence[str] = ()) -> ScatterChart:
    """``points``, best first, over two axes; the best are named where there is room.

    x is a positive number, on a logarithmic axis; with ``categories`` it is a place among these.
    """
    xs = [point.x if categories else math.log10(point.x) for point in points]
    ys = [point.y for point in points]
    x_low, x_high = (-0.5, len(categories) - 0.5) if categories else _padded(min(xs), max(xs), 0.3)
    y_low, y_high = _padded(min(ys), max(ys), 0.0)
    across = _Scale(x_low, x_high, LEFT, WIDTH - RIGHT)
    up = _Scale(y_low, y_high, HEIGHT - BOTTOM, TOP)
    placed = [(across(x), up(y)) for x, y in zip(xs, ys, strict=True)]
    if categories:
        x_ticks = [AxisTick(across(place), text) for place, text in enumerate(categories)]
    else:
        x_ticks = [
            AxisTick(across(power), _power(power))
            for power in range(math.ceil(x_low), math.floor(x_high) + 1)
        ]
    y_ticks = [upright_tick(up(value), text) for value, text in _round_values(y_low, y_high)]
    return ScatterChart(_FRAME, tuple(_marks(points, placed)), tuple(x_ticks), tuple(y_ticks))


def upright_tick(at: float, text: str) -> AxisTick:
    """A tick of an upright axis, its text half a line lower so that it stands beside it."""
    return AxisTick(at, text, round(at + _HALF_LINE, 1))


def _padded(low: float, high: float, least: float) -> tuple[float, float]:
    """The range with a margin of a tenth on both sides, never empty."""
    margin = max((high - low) / 10, least, abs(high) / 100, 1e-9)
    return low - margin, high + margin


class _Scale(NamedTuple):
    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return round(
            self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1
        )


def _round_values(low: float, high: float) -> Iterable[tuple[float, str]]:
    """About five round values in the range, with their texts; steps are 1, 2 or 5 times 10^n."""
    rough = (high - low) / _TICKS
    power = math.floor(math.log10(rough))
    step = next(factor * 10.0**power for factor in (1, 2, 5, 10) if factor * 10.0**power >= rough)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step), math.floor(high / step)
    return [(count * step, f"{count * step:,.{decimals}f}") for count in range(first, last + 1)]


def _power(power: int) -> str:
    scale, letter = next(((3 * n, "kMGT"[n - 1]) for n in (4, 3, 2, 1) if power >= 3 * n), (0, ""))
    return f"{10 ** (power - scale)}\u202f{letter}" if letter else f"{10.0**power:g}"


def _marks(
    points: Sequence[ChartPoint], placed: Sequence[tuple[float, float]]
) -> Iterable[PlacedPoint]:
    """The points as drawn; the first few whose names touch no other name or point are named."""
    boxes: list[tuple[float, float, float]] = []
    for point, (x, y) in zip(points, placed, strict=True):
        before = x > WIDTH / 2
        length = len(point.name) * _LABEL_CHARACTER
        left = x - length if before else x
        free = all(
            abs(y - other_y) > _LABEL_HEIGHT or left > end or left + length < begin
            for begin, end, other_y in boxes
        )
        clear = all(
            abs(y - other_y) > _HALF_LINE * 2 or not left < other_x < left + length
            for other_x, other_y in placed
            if (other_x, other_y) != (x, y)
        )
        fits = left > LEFT and left + length < WIDTH
        named = len(boxes) < _NAMED and free and clear and fits
        if named:
            boxes.append((left, left + length, y))
        name_x = round(x - _CLEAR if before else x + _CLEAR, 1)
        yield PlacedPoint(x, y, point, named, before, name_x, round(y + _HALF_LINE, 1))


def sparkline(values: Sequence[float]) -> Sparkline:
    """A line through ``values``, which are two or more; a flat one where they are equal."""
    low, high = min(values), max(values)
    across = _Scale(0, len(values) - 1, 3, SPARK_WIDTH - 3)
    up = _Scale(low, high, SPARK_HEIGHT - 4, 4) if high > low else None
    places = [
        (across(place), up(value) if up else SPARK_HEIGHT / 2) for place, value in enumerate(values)
    ]
    return Sparkline(
        SPARK_WIDTH, SPARK_HEIGHT, " ".join(f"{x:g},{y:g}" for x, y in places), *places[-1]
    )


def bar_length(value: float, largest: float) -> float:
    """The length of the bar of ``value`` where that of ``largest`` is 100; at least 0.8."""
    return round(max(0.8, 100 * value / largest), 1)


def circle_radius(number: int, largest: int, limit: float) -> float:
    """The radius of a circle whose area stands for ``number``; at least 1.5.

    That of ``largest`` is ``limit``.
    """
    return round(max(1.5, limit * math.sqrt(number / largest)), 1)
