"""What the page of a model shows: its table of versions, sizes, ranks and changes."""

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
    """A card in the table of versions: its page, its figure (empty without one) and its state."""

    page: str
    text: str
    state: str


class VersionRow(NamedTuple):
    """A family in the table of versions: the cards of each version, and its figure as a line."""

    name: str
    anchor: str
    metric: str
    cells: tuple[tuple[VersionCell, ...], ...]
    spark: Sparkline | None


class SizeBar(NamedTuple):
    """A number of parameters, and the length of its bar; the task's largest network has 100."""

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
    """The steps of a family, newest first, its cards, oldest first, and each fact's history."""

    name: str
    anchor: str
    steps: tuple[VersionStep, ...]
    cards: tuple[Facts, ...]
    histories: tuple[FactHistory, ...]


class LargestModel(NamedTuple):
    """The model with the largest network of a task, and the number of its parameters."""

    model: Model
    size: int


def model_context(
    model: Model,
    pages: Mapping[str, str],
    largest: Mapping[str, LargestModel],
    vocabularies: Mapping[str, Vocabulary],
) -> dict[str, Any]:
    """The table of versions, the bars and the changes of ``model``.

    ``pages`` are of cards, by UID; ``largest`` are the largest models, by the id of the task.
    """
    groups = list(group_families(model.cards).values())
    names = _family_names(groups)
    versions = sorted(
        {facts.version for facts in model.cards},
        key=lambda version: (version_numbers(version), version),
    )
    rows = [
        _version_row(group, name, versions, pages, vocabularies)
        for group, name in zip(groups, names, strict=True)
    ]
    changes = [
        _family_changes(row, version_steps(group, vocabularies["units"], vocabularies["datasets"]))
        for group, row in zip(groups, rows, strict=True)
    ]
    largest_of_task = largest.get(model.newest.task.id)
    return {
        "versions": versions,
        "version_rows": rows,
        "bars": tuple(_size_bars(groups, names, largest_of_task)),
        "largest": largest_of_task,
        "family_changes": [family for family in changes if family.steps],
    }


def _family_changes(row: VersionRow, steps: tuple[VersionStep, ...]) -> FamilyChanges:
    cards = (steps[-1].before, *(step.after for step in reversed(steps))) if steps else ()
    return FamilyChanges(row.name, row.anchor, steps, cards, fact_histories(steps))


def _family_names(groups: Sequence[Sequence[Facts]]) -> list[str]:
    """The data sets of each family; its own name where these are not stated or not unique."""
    texts = [", ".join(label.text for label in group[0].datasets) for group in groups]
    repeated = Counter(texts)
    return [
        text if text and repeated[text] == 1 else Uid(group[0].uid).file_name
        for text, group in zip(texts, groups, strict=True)
    ]


def _version_row(
    group: Sequence[Facts],
    name: str,
    versions: Sequence[str],
    pages: Mapping[str, str],
    vocabularies: Mapping[str, Vocabulary],
) -> VersionRow:
    metric = next((facts.metrics[0] for facts in group if facts.metrics), None)
    cells: dict[str, list[VersionCell]] = {version: [] for version in versions}
    values: list[float] = []
    for facts in reversed(group):
        same = _same_metric(facts, metric)
        text = format_metric(same, vocabularies["units"]) if same else ""
        chinese = CHINESE if facts.card.language == "zh" else ""
        cells[facts.version].append(
            VersionCell(pages[facts.uid], f"{text}{chinese}".strip(), facts.state)
        )
        if same and not chinese:
            values.append(float(same.value))
    return VersionRow(
        name,
        f"of-{group[0].family}",
        metric_name(metric, vocabularies["datasets"]) if metric else "",
        tuple(tuple(cells[version]) for version in versions),
        sparkline(values) if len(values) > 1 else None,
    )


def _same_metric(facts: Facts, metric: Metric | None) -> Metric | None:
    """The card's figure of the same name, data set, split and unit as ``metric``."""
    if metric is None:
        return None
    key = (metric.name, metric.dataset, metric.split, metric.unit)
    for other in facts.metrics:
        if (other.name, other.dataset, other.split, other.unit) == key:
            return other
    return None


def largest_models(models: Iterable[Model]) -> dict[str, LargestModel]:
    """The model with the largest network of each task of which a size is known, by task id."""
    largest: dict[str, LargestModel] = {}
    for model in models:
        task = model.newest.task.id
        size = max((facts.size or 0 for facts in model.cards), default=0)
        if size and (task not in largest or size > largest[task].size):
            largest[task] = LargestModel(model, size)
    return largest


def _size_bars(
    groups: Sequence[Sequence[Facts]], names: Sequence[str], largest: LargestModel | None
) -> Iterable[SizeBar]:
    """One bar per family that states a size, from its newest card that does."""
    sizes = [next((facts.size for facts in group if facts.size), 0) or 0 for group in groups]
    longest = max([*sizes, largest.size if largest else 0])
    for name, size in zip(names, sizes, strict=True):
        if size:
            yield SizeBar(name, format_brief(size), size, bar_length(size, longest))


def board_places(
    datasets: Iterable[DatasetBoards], pages: Mapping[str, str]
) -> dict[str, list[BoardPlace]]:
    """The best place of each model on every leaderboard, by the model's id.

    ``pages`` are of data sets, by id.
    """
    places: dict[str, list[BoardPlace]] = {}
    for ranked in datasets:
        for board in ranked.boards:
            seen: set[str] = set()
            for entry in board.entries:
                if entry.model.id in seen:
                    continue
                seen.add(entry.model.id)
                place = BoardPlace(
                    entry.rank,
                    len(board.entries),
                    board.metric,
                    ranked.dataset.text,
                    entry.figure,
                    pages[ranked.dataset.id],
                    board.id,
                )
                places.setdefault(entry.model.id, []).append(place)
    return places
