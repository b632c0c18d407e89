"""MET2: the figures of one card against each other: in its keys and in tables of the body."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from catalog.claims.card_claims import claims_of
from catalog.claims.header import read_evaluation
from catalog.model import Card, Hit, Hub, Metric, Vocabulary, fold
from catalog.parsing.tables import Cell, Table, read_tables
from catalog.rules.define import rule
from catalog.rules.figures import same_figure

_CELL = re.compile(r"(\d+(?:\.\d+)?)\s*%?")


@rule("MET201", "ambiguous-metric", "warning")
def ambiguous_metric(card: Card, hub: Hub) -> Iterator[Hit]:
    """A name that ends in a digit runs into its figure.

    `top173.81` is top-1 with 73.81, or "top" with 173.81; only its author knows.

    bad:
        evaluation: top173.81

    good:
        evaluation: top1acc73.81
    """
    vocabulary = hub.vocabularies["metrics"]
    for item, name, value, _, where in read_evaluation(card):
        glued = re.fullmatch(r"(\D+?)(\d+(?:\.\d+)?)", item)
        if value is None or not glued or vocabulary.find(name):
            continue
        longer = next(
            (glued[1] + glued[2][:n] for n in (1, 2) if vocabulary.find(glued[1] + glued[2][:n])),
            "",
        )
        if longer and item != longer:
            rest = item[len(longer) :]
            message = f"{item!r} may be {longer} with {rest}, or {name} with {value}"
            yield Hit(card, where, message, f"write '{longer}acc{rest}', or metrics:")


@lru_cache(maxsize=512)
def _nearly(name: str, vocabulary: Vocabulary) -> str:
    """The metric that ``name`` nearly spells, one letter off.

    Empty where there is none, where the name is short, and where it is a metric itself.
    """
    word = fold(name)
    if len(word) < 5 or word in vocabulary.spellings or not word.isascii():
        return ""
    for near in difflib.get_close_matches(word, vocabulary.spellings, n=3, cutoff=0.85):
        if abs(len(near) - len(word)) <= 1 and re.sub(r"\D", "", near) == re.sub(r"\D", "", word):
            return vocabulary.spellings[near].id
    return ""


@rule("MET202", "misspelt-metric", "warning")
def misspelt_metric(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of a figure is one letter off a known one.

    bad:
        evaluation: accurcay93.1

    bad:
        evaluation: tpo1acc73.81

    good:
        evaluation: accuracy93.1
    """
    for metric in claims_of(card, hub.vocabularies).metrics:
        near = _nearly(metric.name, hub.vocabularies["metrics"])
        if near:
            yield Hit(
                card, metric.where, f"no figure is called {metric.name!r}", f"is it '{near}'?"
            )


@rule("MET203", "accuracy-against-evaluation", "error")
def accuracy_against_evaluation(card: Card, hub: Hub) -> Iterator[Hit]:
    """Two keys of the header give one figure differently.

    bad:
        accuracy: 88
        evaluation: acc31.2

    bad:
        evaluation: top1acc31.2
        metrics: [{name: top-1 accuracy, value: 73.8, unit: percent, dataset: imagenet-1k, source: training log}]

    good:
        evaluation: acc31.2
    """
    first: dict[str, Metric] = {}
    declared = (
        claims_of(card, hub.vocabularies).metrics if isinstance(card.value("metrics"), list) else ()
    )
    for metric in (*declared, *claims_of(card, hub.vocabularies).written_metrics):
        other = first.setdefault(metric.name, metric)
        if other.source != metric.source and not same_figure(other.value, metric.value):
            message = (
                f"{metric.name} is {metric.value} in {metric.source!r} "
                f"and {other.value} in {other.source!r}"
            )
            yield Hit(
                card, metric.where, message, "look it up in the training log and keep the right one"
            )


_VALUES = frozenset(("value", "result", "score", "数值", "结果"))


@rule("MET204", "metric-against-table", "warning")
def metric_against_table(card: Card, hub: Hub) -> Iterator[Hit]:
    """The header gives another figure than the table of the body for this model.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet
        evaluation: top1acc73.81
        ---

        | Model | Top-1 (%) |
        | --- | --- |
        | ghostnet | 74.2 |

    bad file:
        # GhostNet

        ---
        model-name: ghostnet
        evaluation: top1acc73.81
        ---

        | Figure | Value |
        | --- | --- |
        | Top-1 accuracy, ImageNet | 74.2 % |
    """
    stated = claims_of(card, hub.vocabularies).metrics
    for table in read_tables(card) if stated else ():
        for name, figures in _figures(card, table, hub).items():
            same = [metric for metric in stated if metric.name == name]
            shown = [
                (cell, Decimal(match[1]))
                for cell in figures
                if (match := _CELL.fullmatch(cell.text))
            ]
            if (
                same
                and shown
                and not any(
                    same_figure(metric.value, value) for metric in same for _, value in shown
                )
            ):
                in_table = " and ".join(cell.text for cell, _ in shown)
                message = f"{name} is {same[0].value}, the table has {in_table}"
                yield Hit(
                    card, same[0].where, message, "look it up and mend the header or the table"
                )


@rule("MET205", "unknown-metric", "info")
def unknown_metric(card: Card, hub: Hub) -> Iterator[Hit]:
    """A figure has a name that is not in the table of metrics.

    No leaderboard ranks it, and nothing says whether more is better. It may be right; then a line in
    `schema/metrics.yaml` makes it known.

    bad:
        evaluation: goodness73.81

    good:
        evaluation: top1acc73.81
    """
    vocabulary = hub.vocabularies["metrics"]
    unknown = [
        metric
        for metric in claims_of(card, hub.vocabularies).metrics
        if not vocabulary.find(metric.name)
    ]
    unknown = [metric for metric in unknown if not _nearly(metric.name, vocabulary)]
    if unknown:
        names = ", ".join(repr(metric.name[:40]) for metric in unknown[:5]) + (
            " and more" if len(unknown) > 5 else ""
        )
        hint = "write metrics: with the name that papers use, and the data set apart from it"
        yield Hit(card, unknown[0].where, f"no figure of the table is called {names}", hint)


def _figures(card: Card, table: Table, hub: Hub) -> dict[str, list[Cell]]:
    """The cells of a table with figures of this model, by metric, from a table of a row a model."""
    if len(table.heading) > 1 and fold(table.heading[1].text) in _VALUES:
        return _figures_by_row(table, hub)
    columns = {}
    for index, cell in enumerate(table.heading):
        term = hub.vocabularies["metrics"].find(re.sub(r"\(.*?\)|[*↑↓]", "", cell.text))
        if term:
            columns[index] = term.id
    own = {fold(card.text("model-name")), fold(card.uid.file_name.rpartition("_")[0])} - {""}
    cells: dict[str, list[Cell]] = {}
    for row in table.rows:
        if row and fold(row[0].text) in own:
            for index, name in columns.items():
                if index < len(row):
                    cells.setdefault(name, []).append(row[index])
    return cells


def _figures_by_row(table: Table, hub: Hub) -> dict[str, list[Cell]]:
    """The values of a table that has one metric a row, with its name in front."""
    cells: dict[str, list[Cell]] = {}
    for row in table.rows:
        term = (
            hub.vocabularies["metrics"].find(re.split(r"[,(，]", row[0].text)[0])
            if len(row) > 1
            else None
        )
        if term:
            cells.setdefault(term.id, []).append(row[1])
    return cells
