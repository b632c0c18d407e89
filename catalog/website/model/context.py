"""What the page of one model shows: its versions and data sets, its figures over time, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.claims.facts import Facts
from catalog.model import Metric, Uid, Vocabulary
from catalog.website.charts import Sparkline, bar_length, sparkline
from catalog.website.lists.leaderboards import DatasetBoards
from catalog.website.lists.models import CHINESE, Model, group_families, version_numbers
from catalog.website.model.changes import (
    FactHistory,
    VersionStep,
    fact_histories,
    metric_name,
    version_steps,
)
from catalog.website.numbers import format_brief, format_metric


class VersionCell(NamedTuple):
    """A card in the table of versions: its page, its figure (empty where it does not state that one), its state."""

    page: str
    text: str
    state: str


class VersionRow(NamedTuple):
    """A family in that table: its name, what its figure is, the cards of each version, and the figure as a line."""

    name: str
    anchor: str
    metric: str
    cells: tuple[tuple[VersionCell, ...], ...]
    spark: Sparkline | None


class SizeBar(NamedTuple):
    """A number of parameters, and the length of its bar; the largest network of the task has 100."""

    name: str
    text: str
    exact: int
    length: float


class BoardPlace(NamedTuple):
    """A place on a leaderboard."""

    rank: int
    of: int
    metric: str
    dataset: str
    figure: str
    page: str
    anchor: str


class FamilyChanges(NamedTuple):
    """The steps of one family, newest first, its cards from old to new, and how each fact went through them."""

    name: str
    anchor: str
    steps: tuple[VersionStep, ...]
    cards: tuple[Facts, ...]
    courses: tuple[FactHistory, ...]


class LargestModel(NamedTuple):
    """The largest network of a task."""

    model: Model
    size: int


def model_context(
    model: Model,
    cards: Mapping[str, str],
    giants: Mapping[str, LargestModel],
    words: Mapping[str, Vocabulary],
) -> dict[str, Any]:
    """The table of versions, the bars and the changes of ``model``.

    ``cards`` are pages by UID, ``giants`` by the id of the task.
    """
    groups = list(group_families(model.cards).values())
    names = _names(groups)
    versions = sorted(
        {one.version for one in model.cards},
        key=lambda version: (version_numbers(version), version),
    )
    strands = [
        _strand(group, name, versions, cards, words)
        for group, name in zip(groups, names, strict=True)
    ]
    growths = [
        _growth(name, strand.anchor, version_steps(group, words["units"], words["datasets"]))
        for group, name, strand in zip(groups, names, strands, strict=True)
    ]
    return {
        "versions": versions,
        "strands": strands,
        "bars": tuple(_bars(groups, names, giants)),
        "giant": giants.get(model.newest.task.id),
        "growths": [growth for growth in growths if growth.steps],
    }


def _growth(name: str, anchor: str, found: tuple[VersionStep, ...]) -> FamilyChanges:
    cards = (found[-1].before, *(step.after for step in reversed(found))) if found else ()
    return FamilyChanges(name, anchor, found, cards, fact_histories(found))


def _names(groups: Sequence[Sequence[Facts]]) -> list[str]:
    """The data sets of each family; its name where that does not tell two apart or is not stated."""
    texts = [", ".join(label.text for label in group[0].datasets) for group in groups]
    repeated = Counter(texts)
    return [
        text if text and repeated[text] == 1 else Uid(group[0].uid).file_name
        for text, group in zip(texts, groups, strict=True)
    ]


def _strand(
    group: Sequence[Facts],
    name: str,
    versions: Sequence[str],
    cards: Mapping[str, str],
    words: Mapping[str, Vocabulary],
) -> VersionRow:
    metric = next((one.metrics[0] for one in group if one.metrics), None)
    cells: dict[str, list[VersionCell]] = {version: [] for version in versions}
    values: list[float] = []
    for one in reversed(group):
        same = _same(one, metric)
        text = format_metric(same, words["units"]) if same else ""
        chinese = CHINESE if one.card.language == "zh" else ""
        cells[one.version].append(
            VersionCell(cards[one.uid], f"{text}{chinese}".strip(), one.state)
        )
        if same and not chinese:
            values.append(float(same.value))
    return VersionRow(
        name,
        f"of-{group[0].family}",
        metric_name(metric, words["datasets"]) if metric else "",
        tuple(tuple(cells[version]) for version in versions),
        sparkline(values) if len(values) > 1 else None,
    )


def _same(one: Facts, metric: Metric | None) -> Metric | None:
    """The card's figure that may be compared with ``metric``: of the same name, data set, split and unit."""
    if metric is None:
        return None
    key = (metric.name, metric.dataset, metric.split, metric.unit)
    return next(
        (each for each in one.metrics if (each.name, each.dataset, each.split, each.unit) == key),
        None,
    )


def largest_models(models: Iterable[Model]) -> dict[str, LargestModel]:
    """The largest network of each task that has one of known size, by the task's id."""
    found: dict[str, LargestModel] = {}
    for model in models:
        task = model.newest.task.id
        size = max((one.size or 0 for one in model.cards), default=0)
        if size and (task not in found or size > found[task].size):
            found[task] = LargestModel(model, size)
    return found


def _bars(
    groups: Sequence[Sequence[Facts]], names: Sequence[str], giants: Mapping[str, LargestModel]
) -> Iterable[SizeBar]:
    giant = giants.get(groups[0][0].task.id)
    known = [
        (name, one.size)
        for group, name in zip(groups, names, strict=True)
        if (one := next((card for card in group if card.size), None)) and one.size
    ]
    largest = max([size for _, size in known] + ([giant.size] if giant else []), default=0)
    return (
        SizeBar(name, format_brief(size), size, bar_length(size, largest)) for name, size in known
    )


def board_places(
    found: Iterable[DatasetBoards], pages: Mapping[str, str]
) -> dict[str, list[BoardPlace]]:
    """The best place of each model on every leaderboard, by the model's id. ``pages`` are of data sets, by id."""
    places: dict[str, list[BoardPlace]] = {}
    for dataset in found:
        for board in dataset.boards:
            seen: set[str] = set()
            for entry in board.entries:
                if entry.model.id not in seen:
                    seen.add(entry.model.id)
                    places.setdefault(entry.model.id, []).append(
                        BoardPlace(
                            entry.rank,
                            len(board.entries),
                            board.metric,
                            dataset.dataset.text,
                            entry.figure,
                            pages[dataset.dataset.id],
                            board.id,
                        )
                    )
    return places
