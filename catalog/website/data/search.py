"""Data for the site's own search and comparison, as scripts, so that ``file://`` works too."""

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
    """Models in columns (title, page, words, …), and the facets of their cards.

    A card's values in a facet are numbers: places in that facet's choices. ``texts`` are the words
    of choices, by facet and id.
    """
    places = {
        facet.name: {choice.id: place for place, choice in enumerate(facet.choices)}
        for facet in facets
    }
    columns: dict[str, list[int | list[int]]] = {facet.name: [] for facet in facets}
    for model in models:
        for facts in model.cards:
            for name, labels in facet_values(facts).items():
                numbers = [places[name][label.id] for label in labels]
                columns[name].append(numbers if len(numbers) > 1 else numbers[0])
    document = {
        "version": VERSION,
        "values": {
            facet.name: [[choice.id, texts[facet.name][choice.id]] for choice in facet.choices]
            for facet in facets
        },
        "title": [model.title for model in models],
        "page": [model.page.removeprefix("models/").removesuffix(".html") for model in models],
        "words": [" ".join(_words(model)) for model in models],
        "day": [int(_last_day(model).replace("-", "") or 0) for model in models],
        "size": [_newest_size(model) for model in models],
        "cards": [len(model.cards) for model in models],
        "facets": columns,
    }
    return _script(SEARCH_DATA, "catalogSearch", document)


def _last_day(model: Model) -> str:
    return max(facts.day for facts in model.cards)


def _newest_size(model: Model) -> int:
    return next((facts.size for facts in model.cards if facts.size), 0)


def _script(path: str, name: str, document: Mapping[str, Any]) -> Page:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Page(path, f"self.{name}={text}\n".encode(errors="replace"))


def _words(model: Model) -> Iterable[str]:
    """Words of cards (titles, data sets, backbones, summaries) that the model's own name lacks."""
    name_words = set(_WORD.findall(f"{model.title} {model.id}".casefold()))
    words: dict[str, None] = {}
    for facts in model.cards:
        datasets = (label.text for label in facts.datasets)
        texts = (facts.title, facts.model, facts.backbone, *datasets, facts.summary)
        for word in _WORD.findall(" ".join(texts).casefold()):
            if len(word) > 1 or word > "\x7f":
                words[word] = None
    return [word for word in words if word not in name_words][:_MOST_WORDS]


def compare_page(
    lines: Sequence[ModelLine], models: Sequence[Model], vocabularies: Mapping[str, Vocabulary]
) -> Page:
    """What the comparison shows: for each model by id its facts as texts, and its figures.

    Two figures share a row only where metric, data set, split and unit are the same.
    """
    metrics: dict[tuple[str, str], list[Any]] = {}
    compared = {}
    for line, model in zip(lines, models, strict=True):
        figures = {}
        for key, name, text, value, better in _figures(model, vocabularies):
            metrics.setdefault(key, [name, better, len(metrics)])
            figures[str(metrics[key][2])] = [text, value]
        compared[line.id] = [line.title, _facts(line, model), figures]
    document = {
        "version": VERSION,
        "metrics": [[name, better] for name, better, _ in metrics.values()],
        "models": compared,
    }
    return _script(COMPARE_DATA, "catalogCompare", document)


def _facts(line: ModelLine, model: Model) -> dict[str, str]:
    newest = model.newest
    facts = {
        "state": newest.state,
        "task": line.task,
        "publisher": model.publisher,
        "dataset": _joined(label.text for card in model.cards for label in card.datasets),
        "version": _joined(card.version for card in model.cards if card.version),
        "backends": _joined(label.text for card in model.cards for label in card.backends),
        "licence": newest.licence.text,
        "parameters": line.size,
        "multiply_adds": next(
            (format_count(count) for card in model.cards for count in card.multiply_adds), ""
        ),
        "inputs": ", ".join(
            f"{format_shape(tensor.shape)} {tensor.layout}".strip() for tensor in newest.inputs
        ),
        "updated": _last_day(model),
        "cards": str(len(model.cards)),
    }
    return {name: text for name, text in facts.items() if text}


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _figures(
    model: Model, vocabularies: Mapping[str, Vocabulary]
) -> Iterable[tuple[tuple[str, str], str, str, float, int]]:
    """Key, name, text, value and direction of each figure, from the newest card that states it."""
    seen: set[tuple[str, str]] = set()
    for facts in model.cards:
        for metric in facts.metrics:
            key = (f"{metric.name}\n{metric.split}\n{metric.unit}", metric.dataset)
            if key in seen or not metric.dataset or _too_large(metric.value):
                continue
            seen.add(key)
            better = metric_direction(metric, vocabularies["metrics"]) if metric.unit else 0
            yield (
                key,
                metric_name(metric, vocabularies["datasets"]),
                format_metric(metric, vocabularies["units"]),
                float(metric.value),
                better,
            )


def _too_large(value: Decimal) -> bool:
    return abs(value.adjusted()) > 15
