"""Leaderboards: models in the order of one figure, of one split of one data set, in one unit.

What cannot be told apart so is not ranked; each figure that is left out is counted with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from catalog.claims.facts import Facts, Label
from catalog.model import Metric, Vocabulary
from catalog.website.lists.models import Model, group_families
from catalog.website.numbers import format_metric

Reason = Literal["no_dataset", "no_metric", "no_unit", "alone"]
REASONS: tuple[Reason, ...] = ("no_dataset", "no_metric", "no_unit", "alone")
_LOWER_IS_BETTER = ("error", "loss")


class BoardEntry(NamedTuple):
    """A model's figure, from the newest card of the family that states it. Equal figures share a rank.

    A model stands twice where two of its families state different figures, and once where they state the same.
    """

    rank: int
    model: Model
    card: Facts
    value: Decimal
    figure: str


class Board(NamedTuple):
    """One ranking. ``id`` is unique among the boards of a data set; ``lower`` where a lower figure is better."""

    id: str
    metric: str
    split: str
    unit: str
    lower: bool
    entries: tuple[BoardEntry, ...]


class DatasetBoards(NamedTuple):
    """All rankings on one data set, the longest first, and how many of its figures are not ranked, by reason."""

    dataset: Label
    boards: tuple[Board, ...]
    refused: Mapping[Reason, int]


_Key = tuple[str, str, str, str]


def rank_models(
    models: Iterable[Model], words: Mapping[str, Vocabulary]
) -> tuple[tuple[DatasetBoards, ...], Counter[Reason]]:
    """The rankings of every data set that has one, the fullest first, and all figures that are not ranked."""
    candidates: dict[_Key, list[tuple[Model, Facts, Metric]]] = {}
    refused: dict[str, Counter[Reason]] = {}
    for model in models:
        for one, metric in _newest_figures(model):
            reason = _refusal(metric, words)
            if reason:
                refused.setdefault(metric.dataset, Counter())[reason] += 1
            else:
                key = (metric.dataset, metric.split, metric.name, metric.unit)
                known = candidates.setdefault(key, [])
                if not any(
                    other is model and figure.value == metric.value for other, _, figure in known
                ):
                    known.append((model, one, metric))
    by_dataset: dict[str, list[Board]] = {}
    for key, found in sorted(candidates.items()):
        if len(found) > 1:
            by_dataset.setdefault(key[0], []).append(_board(key, found, words))
        else:
            refused.setdefault(key[0], Counter())["alone"] += 1
    made = [
        DatasetBoards(
            Label(dataset, term.label if (term := words["datasets"].find(dataset)) else dataset),
            tuple(sorted(boards, key=lambda board: (-len(board.entries), board.id))),
            refused.get(dataset, Counter()),
        )
        for dataset, boards in by_dataset.items()
    ]
    total: Counter[Reason] = sum(refused.values(), Counter())
    return tuple(
        sorted(
            made, key=lambda one: (-sum(len(board.entries) for board in one.boards), one.dataset)
        )
    ), total


def _newest_figures(model: Model) -> Iterable[tuple[Facts, Metric]]:
    """For each family of a model, each of its figures as the newest card that states it has it."""
    for family in group_families(model.cards).values():
        seen: set[_Key] = set()
        for one in family:
            for metric in one.metrics:
                key = (metric.dataset, metric.split, metric.name, metric.unit)
                if key not in seen:
                    seen.add(key)
                    yield one, metric


def _refusal(metric: Metric, words: Mapping[str, Vocabulary]) -> Reason | None:
    if not metric.dataset:
        return "no_dataset"
    if words["metrics"].find(metric.name) is None:
        return "no_metric"
    return None if metric.unit else "no_unit"


def metric_direction(metric: Metric, metrics: Vocabulary) -> int:
    """1 where a higher figure is better, -1 where a lower one is, 0 where the metric is not known."""
    term = metrics.find(metric.name)
    return 0 if term is None else -1 if term.data.get("kind") in _LOWER_IS_BETTER else 1


def _board(
    key: _Key, found: Sequence[tuple[Model, Facts, Metric]], words: Mapping[str, Vocabulary]
) -> Board:
    _, split, name, unit = key
    term = words["metrics"].terms[name]
    unit_term = words["units"].find(unit)
    lower = metric_direction(found[0][2], words["metrics"]) < 0
    ordered = sorted(
        found, key=lambda one: (one[2].value if lower else -one[2].value, one[0].title, one[1].uid)
    )
    entries: list[BoardEntry] = []
    for place, (model, card, metric) in enumerate(ordered, 1):
        tied = bool(entries) and entries[-1].value == metric.value
        rank = entries[-1].rank if tied else place
        entries.append(
            BoardEntry(rank, model, card, metric.value, format_metric(metric, words["units"]))
        )
    return Board(
        "-".join("-".join(part.split()) for part in (name, split, unit) if part),
        term.label,
        split,
        unit_term.label if unit_term else unit,
        lower,
        tuple(entries),
    )
