"""Leaderboards: models ranked by one metric, of one split of one data set, in one unit.

A figure that cannot be compared so is not ranked, but counted with the reason. Each leaderboard has
a picture: the figure against the number of parameters, or against the version of MindSpore.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from catalog.claims.facts import Facts, Label
from catalog.model import Metric, Vocabulary
from catalog.website.charts import ChartPoint, ScatterChart, scatter_chart
from catalog.website.lists.models import Model, group_families, version_numbers
from catalog.website.numbers import format_brief, format_metric

Reason = Literal["no_dataset", "no_metric", "no_unit", "alone"]
REASONS: tuple[Reason, ...] = ("no_dataset", "no_metric", "no_unit", "alone")
_LOWER_IS_BETTER = ("error", "loss")
_FEWEST_POINTS = 3


class BoardEntry(NamedTuple):
    """A model's figure, from the newest card of the family that states it. Ties share a rank.

    A model stands twice where two of its families state different figures.
    """

    rank: int
    model: Model
    card: Facts
    value: Decimal
    figure: str


class Board(NamedTuple):
    """A ranking; ``id`` is unique in its data set, ``lower`` says that a lower figure is better."""

    id: str
    metric: str
    split: str
    unit: str
    lower: bool
    entries: tuple[BoardEntry, ...]


class DatasetBoards(NamedTuple):
    """The rankings on one data set, longest first, and its figures not ranked, by reason."""

    dataset: Label
    boards: tuple[Board, ...]
    refused: Mapping[Reason, int]


class BoardPlot(NamedTuple):
    """A leaderboard, its picture (None with too few points), and what the x axis stands for."""

    board: Board
    scatter: ScatterChart | None
    against: Literal["parameters", "version"]
    shown: int


_Key = tuple[str, str, str, str]
_Candidate = tuple[Model, Facts, Metric]


def rank_models(
    models: Iterable[Model], vocabularies: Mapping[str, Vocabulary]
) -> tuple[tuple[DatasetBoards, ...], Counter[Reason]]:
    """The rankings of every data set that has one, the fullest first; all figures not ranked."""
    candidates, refused = _candidates(models, vocabularies)
    by_dataset: dict[str, list[Board]] = {}
    for key, rivals in sorted(candidates.items()):
        if len(rivals) > 1:
            by_dataset.setdefault(key[0], []).append(_board(key, rivals, vocabularies))
        else:
            refused.setdefault(key[0], Counter())["alone"] += 1
    datasets = [
        DatasetBoards(
            Label(
                dataset, term.label if (term := vocabularies["datasets"].find(dataset)) else dataset
            ),
            tuple(sorted(boards, key=lambda board: (-len(board.entries), board.id))),
            refused.get(dataset, Counter()),
        )
        for dataset, boards in by_dataset.items()
    ]
    total: Counter[Reason] = sum(refused.values(), Counter())
    return tuple(sorted(datasets, key=_fullest_first)), total


def _fullest_first(ranked: DatasetBoards) -> tuple[int, Label]:
    return -sum(len(board.entries) for board in ranked.boards), ranked.dataset


def _candidates(
    models: Iterable[Model], vocabularies: Mapping[str, Vocabulary]
) -> tuple[dict[_Key, list[_Candidate]], dict[str, Counter[Reason]]]:
    """Figures that may be compared, by what they measure; reasons for the others, by data set."""
    candidates: dict[_Key, list[_Candidate]] = {}
    refused: dict[str, Counter[Reason]] = {}
    for model in models:
        for facts, metric in _newest_figures(model):
            reason = _refusal(metric, vocabularies)
            if reason:
                refused.setdefault(metric.dataset, Counter())[reason] += 1
                continue
            rivals = candidates.setdefault(_key(metric), [])
            if not any(
                other is model and figure.value == metric.value for other, _, figure in rivals
            ):
                rivals.append((model, facts, metric))
    return candidates, refused


def _newest_figures(model: Model) -> Iterable[tuple[Facts, Metric]]:
    """Each figure of each family of a model, from the newest card that states it."""
    for family in group_families(model.cards).values():
        seen: set[_Key] = set()
        for facts in family:
            for metric in facts.metrics:
                if _key(metric) not in seen:
                    seen.add(_key(metric))
                    yield facts, metric


def _key(metric: Metric) -> _Key:
    return metric.dataset, metric.split, metric.name, metric.unit


def _refusal(metric: Metric, vocabularies: Mapping[str, Vocabulary]) -> Reason | None:
    if not metric.dataset:
        return "no_dataset"
    if vocabularies["metrics"].find(metric.name) is None:
        return "no_metric"
    return None if metric.unit else "no_unit"


def metric_direction(metric: Metric, metrics: Vocabulary) -> int:
    """1 where a higher figure is better, -1 where a lower one is, 0 for an unknown metric."""
    term = metrics.find(metric.name)
    return 0 if term is None else -1 if term.data.get("kind") in _LOWER_IS_BETTER else 1


def _board(
    key: _Key, rivals: Sequence[_Candidate], vocabularies: Mapping[str, Vocabulary]
) -> Board:
    _, split, name, unit = key
    term = vocabularies["metrics"].terms[name]
    unit_term = vocabularies["units"].find(unit)
    lower = metric_direction(rivals[0][2], vocabularies["metrics"]) < 0

    def best_first(rival: _Candidate) -> tuple[Decimal, str, str]:
        model, facts, metric = rival
        return metric.value if lower else -metric.value, model.title, facts.uid

    entries: list[BoardEntry] = []
    for place, (model, facts, metric) in enumerate(sorted(rivals, key=best_first), 1):
        tied = bool(entries) and entries[-1].value == metric.value
        rank = entries[-1].rank if tied else place
        figure = format_metric(metric, vocabularies["units"])
        entries.append(BoardEntry(rank, model, facts, metric.value, figure))
    return Board(
        "-".join("-".join(part.split()) for part in (name, split, unit) if part),
        term.label,
        split,
        unit_term.label if unit_term else unit,
        lower,
        tuple(entries),
    )


def board_plots(ranked: DatasetBoards, pages: Mapping[str, str]) -> tuple[BoardPlot, ...]:
    """The leaderboards of a data set with their pictures; ``pages`` are of cards, by UID."""
    return tuple(_plot(board, pages) for board in ranked.boards)


def _plot(board: Board, pages: Mapping[str, str]) -> BoardPlot:
    sized = [entry for entry in board.entries if entry.card.size]
    if len(sized) >= _FEWEST_POINTS:
        points = [
            _point(entry, float(entry.card.size or 1), format_brief(entry.card.size or 1), pages)
            for entry in sized
        ]
        return BoardPlot(board, scatter_chart(points), "parameters", len(points))
    dated = [entry for entry in board.entries if version_numbers(entry.card.version)]
    versions = sorted({entry.card.version for entry in dated}, key=version_numbers)
    if len(dated) < _FEWEST_POINTS or len(versions) < 2:
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
