"""Geometry: every mark within its frame, round ticks, areas that stand for numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.website.charts import (
    HEIGHT,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    WIDTH,
    ChartPoint,
    bar_length,
    circle_radius,
    scatter_chart,
    sparkline,
)
from tests.cards import steady

FIGURES = st.floats(-1e12, 1e12, allow_nan=False)
SIZES = st.floats(1, 1e13)


@steady
@given(st.lists(st.tuples(SIZES, FIGURES), min_size=1, max_size=30))
def test_everything_stands_within_the_frame(figures: list[tuple[float, float]]) -> None:
    chart = scatter_chart([ChartPoint(x, y, "name", "words", "page") for x, y in figures])
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in chart.marks)
    assert all(0 <= tick.at <= WIDTH for tick in chart.x_ticks)
    assert all(0 <= tick.at <= HEIGHT for tick in chart.y_ticks)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([70, 80], ["70", "75", "80"]),
        ([0.1, 0.9], ["0.2", "0.4", "0.6", "0.8"]),
        ([1000, 9000], ["2,000", "4,000", "6,000", "8,000"]),
    ],
)
def test_ticks_are_round(values: list[float], texts: list[str]) -> None:
    chart = scatter_chart([ChartPoint(1, value, "", "", "") for value in values])
    assert [tick.text for tick in chart.y_ticks] == texts


def test_larger_is_to_the_right_and_higher_is_up() -> None:
    chart = scatter_chart([ChartPoint(10**6, 70, "a", "", ""), ChartPoint(10**8, 80, "b", "", "")])
    (small, large) = chart.marks
    assert small.x < large.x
    assert small.y > large.y
    assert [tick.text for tick in chart.x_ticks] == ["1\u202fM", "10\u202fM", "100\u202fM"]


def test_categories_stand_in_their_order() -> None:
    chart = scatter_chart(
        [ChartPoint(1, 70, "a", "", ""), ChartPoint(0, 80, "b", "", "")], ["1.9", "1.10"]
    )
    assert [tick.text for tick in chart.x_ticks] == ["1.9", "1.10"]
    assert chart.marks[0].x == chart.x_ticks[1].at


def test_names_do_not_cover_each_other() -> None:
    chart = scatter_chart(
        [ChartPoint(10**7, 80 + number / 100, "a long name", "", "") for number in range(5)]
    )
    assert sum(mark.named for mark in chart.marks) <= 1


@pytest.mark.parametrize("values", [[1, 2, 3], [5, 5], [-1, 1e9]])
def test_spark_stays_in_its_box(values: list[float]) -> None:
    line = sparkline(values)
    places = [tuple(map(float, point.split(","))) for point in line.points.split()]
    assert len(places) == len(values)
    assert all(0 <= x <= SPARK_WIDTH and 0 <= y <= SPARK_HEIGHT for x, y in places)
    assert places[-1] == (line.x, line.y)


def test_areas_and_lengths_stand_for_numbers() -> None:
    assert (
        circle_radius(100, 100, 12),
        circle_radius(25, 100, 12),
        circle_radius(1, 10**6, 12),
    ) == (12, 6, 1.5)
    assert (bar_length(50, 100), bar_length(1, 10**6)) == (50, 0.8)
