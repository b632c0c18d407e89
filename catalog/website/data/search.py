"""What the site's script searches and compares: small files of columns, read as scripts so that ``file://`` works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.model import Page, Vocabulary
from catalog.website.lists.facets import Facet, facet_values
from catalog.website.lists.leaderboards import metric_direction
from catalog.website.lists.models import Model, ModelLine
from catalog.website.model.changes import metric_name
from catalog.website.numbers import format_count, format_metric, format_shape
from catalog.website.urls import COMPARE_DATA, SEARCH_DATA

VERSION = 1
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 60


def search_page(
    models: Sequence[Model], facets: Sequence[Facet], texts: Mapping[str, Mapping[str, str]]
) -> Page:
    """Every model and card in columns: titles, pages, words, and the places of a card's values in each facet.

    ``texts`` are the words of choices by facet and id.
    """
    places = {
        facet.name: {choice.id: place for place, choice in enumerate(facet.choices)}
        for facet in facets
    }
    columns: dict[str, list[int | list[int]]] = {facet.name: [] for facet in facets}
    for model in models:
        for one in model.cards:
            for name, labels in facet_values(one).items():
                found = [places[name][label.id] for label in labels]
                columns[name].append(found if len(found) > 1 else found[0])
    document = {
        "version": VERSION,
        "values": {
            facet.name: [[choice.id, texts[facet.name][choice.id]] for choice in facet.choices]
            for facet in facets
        },
        "title": [model.title for model in models],
        "page": [model.page.removeprefix("models/").removesuffix(".html") for model in models],
        "words": [" ".join(_words(model)) for model in models],
        "day": [int(max(one.day for one in model.cards).replace("-", "") or 0) for model in models],
        "size": [next((one.size for one in model.cards if one.size), 0) for model in models],
        "cards": [len(model.cards) for model in models],
        "facets": columns,
    }
    return _script(SEARCH_DATA, "catalogSearch", document)


def _script(path: str, name: str, document: Mapping[str, Any]) -> Page:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Page(path, f"self.{name}={text}\n".encode(errors="replace"))


def _words(model: Model) -> Iterable[str]:
    """Words that the title and the page's name lack: of other titles, data sets, backbones and summaries."""
    known = set(_WORD.findall(f"{model.title} {model.id}".casefold()))
    found: dict[str, None] = {}
    for one in model.cards:
        spoken = f"{one.title} {one.model} {one.backbone} {' '.join(label.text for label in one.datasets)} {one.summary}"
        found |= dict.fromkeys(
            word for word in _WORD.findall(spoken.casefold()) if len(word) > 1 or word > "\x7f"
        )
    return [word for word in found if word not in known][:_MOST_WORDS]


def compare_page(
    lines: Sequence[ModelLine], models: Sequence[Model], words: Mapping[str, Vocabulary]
) -> Page:
    """What can be put side by side: for each model by id its facts as texts, and its figures by what they measure.

    A figure is in one row with another only where metric, data set, split and unit are the same.
    """
    metrics: dict[tuple[str, str], list[Any]] = {}
    found = {}
    for line, model in zip(lines, models, strict=True):
        figures = {}
        for key, name, text, value, better in _figures(model, words):
            metrics.setdefault(key, [name, better, len(metrics)])
            figures[str(metrics[key][2])] = [text, value]
        found[line.id] = [line.title, _facts(line, model), figures]
    document = {
        "version": VERSION,
        "metrics": [[name, better] for name, better, _ in metrics.values()],
        "models": found,
    }
    return _script(COMPARE_DATA, "catalogCompare", document)


def _facts(line: ModelLine, model: Model) -> dict[str, str]:
    newest = model.newest
    facts = {
        "state": newest.state,
        "task": line.task,
        "publisher": model.publisher,
        "dataset": _joined(label.text for one in model.cards for label in one.datasets),
        "version": _joined(one.version for one in model.cards if one.version),
        "backends": _joined(label.text for one in model.cards for label in one.backends),
        "licence": newest.licence.text,
        "parameters": line.size,
        "multiply_adds": next(
            (format_count(count) for one in model.cards for count in one.multiply_adds), ""
        ),
        "inputs": ", ".join(
            f"{format_shape(each.shape)} {each.layout}".strip() for each in newest.inputs
        ),
        "updated": max(one.day for one in model.cards),
        "cards": str(len(model.cards)),
    }
    return {name: text for name, text in facts.items() if text}


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _figures(
    model: Model, words: Mapping[str, Vocabulary]
) -> Iterable[tuple[tuple[str, str], str, str, float, int]]:
    """Key, name, text, value and direction of each figure, as the newest card that states it has it."""
    seen: set[tuple[str, str]] = set()
    for one in model.cards:
        for metric in one.metrics:
            key = (f"{metric.name}\n{metric.split}\n{metric.unit}", metric.dataset)
            if key in seen or not metric.dataset or _too_large(metric.value):
                continue
            seen.add(key)
            better = metric_direction(metric, words["metrics"]) if metric.unit else 0
            yield (
                key,
                metric_name(metric, words["datasets"]),
                format_metric(metric, words["units"]),
                float(metric.value),
                better,
            )


def _too_large(value: Decimal) -> bool:
    return abs(value.adjusted()) > 15
