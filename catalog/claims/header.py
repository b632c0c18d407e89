"""The metrics, inputs and assets that the header of a card claims, each with its place.

Nothing is guessed: a figure whose unit cannot be decided has an empty unit, and a text that is no
figure is left out (the metric rules report it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from catalog.model import Asset, Card, Input, Metric, Route, Span, Vocabulary

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_NAME_FIRST = re.compile(
    rf"(?P<name>.*?[^\s\d.:=+-]?)[\s:=]*(?P<value>{_NUMBER})\s*(?P<percent>%?)"
)
_VALUE_FIRST = re.compile(rf"(?P<value>{_NUMBER})\s*(?P<name>[A-Za-z][A-Za-z ]*)")
_ITEM = re.compile(r"[^|｜]+")
_LONGEST_ITEM = 100
_SIZE = re.compile(r"[1-9]\d{0,9}")


def read_declared_metrics(card: Card, vocabularies: Mapping[str, Vocabulary]) -> tuple[Metric, ...]:
    """The figures under ``metrics``."""
    return tuple(_declared_metrics(card, vocabularies))


def read_written_metrics(card: Card, vocabularies: Mapping[str, Vocabulary]) -> tuple[Metric, ...]:
    """The figures that stand as text in ``evaluation``, ``accuracy`` and keys named as metrics."""
    return (*_evaluation_metrics(card, vocabularies), *_keyed_metrics(card, vocabularies))


def _declared_metrics(card: Card, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Metric]:
    entries = card.value("metrics")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        value = _decimal(card.text("metrics", index, "value"))
        name = card.text("metrics", index, "name")
        if value is None or not name:
            continue
        term = vocabularies["metrics"].find(name)
        unit = vocabularies["units"].find(card.text("metrics", index, "unit"))
        yield Metric(
            name=term.id if term else name,
            label=term.label if term else name,
            value=value,
            unit=unit.id if unit else card.text("metrics", index, "unit"),
            dataset=dataset_id(card.text("metrics", index, "dataset"), vocabularies),
            source=card.text("metrics", index, "source"),
            where=card.span("metrics", index, "value"),
            split=card.text("metrics", index, "split"),
        )


def dataset_id(name: str, vocabularies: Mapping[str, Vocabulary]) -> str:
    """The vocabulary's id of a data set, or the name as it stands."""
    term = vocabularies["datasets"].find(name)
    return term.id if term else name


def _trained_on(card: Card, vocabularies: Mapping[str, Vocabulary]) -> str:
    names = card.texts("train-dataset")
    return dataset_id(names[0], vocabularies) if len(names) == 1 else ""


def read_evaluation(card: Card) -> Iterator[tuple[str, str, Decimal | None, bool, Span]]:
    """The items of ``evaluation``: text, name, value, whether ``%`` follows, place.

    The value is None where it is unclear which number it is.
    """
    text, span = card.text("evaluation"), card.span("evaluation")
    shift = card.source.text.find(text, span.start) if text else span.start
    for match in _ITEM.finditer(text):
        item = match[0].strip()
        start = shift + match.start() + len(match[0]) - len(match[0].lstrip())
        where = Span(start, start + len(item))
        parts = (
            (_NAME_FIRST.fullmatch(item) or _VALUE_FIRST.fullmatch(item))
            if len(item) <= _LONGEST_ITEM
            else None
        )
        name = parts["name"].strip(" :=") if parts else ""
        percent = bool(parts) and "%" in item[parts.end("value") :] if parts else False
        yield item, name, _decimal(parts["value"]) if parts and name else None, percent, where


def _evaluation_metrics(card: Card, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Metric]:
    for _, name, value, percent, where in read_evaluation(card):
        if value is not None:
            yield _old_metric(card, vocabularies, name, value, percent, "evaluation", where)


def _keyed_metrics(card: Card, vocabularies: Mapping[str, Vocabulary]) -> Iterator[Metric]:
    for key in card.header:
        if key != "accuracy" and not is_metric_key(key, card, vocabularies):
            continue
        text = card.text(key)
        value = _decimal(text.rstrip("% "))
        if value is not None:
            yield _old_metric(
                card, vocabularies, key, value, text.endswith("%"), key, card.span(key)
            )


def is_metric_key(key: str, card: Card, vocabularies: Mapping[str, Vocabulary]) -> bool:
    """Whether a header key is itself the name of a metric, as in ``mAP: 0.241``."""
    return (
        key != "accuracy"
        and isinstance(card.value(key), str)
        and vocabularies["metrics"].find(key) is not None
    )


def _old_metric(
    card: Card,
    vocabularies: Mapping[str, Vocabulary],
    name: str,
    value: Decimal,
    percent: bool,
    source: str,
    where: Span,
) -> Metric:
    term = vocabularies["metrics"].find(name)
    kind = str(term.data.get("kind", "")) if term else ""
    return Metric(
        name=term.id if term else name,
        label=term.label if term else name,
        value=value,
        unit="percent" if percent else unit_of(kind, value),
        dataset=_trained_on(card, vocabularies),
        source=source,
        where=where,
    )


def unit_of(kind: str, value: Decimal) -> str:
    """The unit of a figure that has none of its own; empty where it cannot be decided.

    A share is percent above 1 and a fraction below 1.
    """
    if kind == "signal":
        return "decibel"
    if kind == "share":
        return "percent" if 1 < value <= 100 else "fraction" if 0 < value < 1 else ""
    return "score" if kind else ""


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    # Beyond this no figure is meant, and arithmetic with it would overflow or fill the memory.
    return value if value.is_finite() and abs(value.adjusted()) < 100 else None


def read_inputs(card: Card) -> tuple[Input, ...]:
    """The input tensors of ``inputs``, else of ``input-shape``; what is no shape is left out."""
    entries = card.value("inputs")
    if isinstance(entries, list):
        return tuple(_declared_inputs(card, len(entries)))
    value = card.value("input-shape")
    if isinstance(value, list) and value and all(isinstance(item, list) for item in value):
        shapes: list[tuple[str, Route]] = [
            (f"input {index + 1}", ("input-shape", index)) for index in range(len(value))
        ]
    else:
        shapes = [("input", ("input-shape",))]
    return tuple(
        Input(name, shape, "", "", card.span(*route))
        for name, route in shapes
        if (shape := _shape(card.value(*route)))
    )


def _declared_inputs(card: Card, count: int) -> Iterator[Input]:
    for index in range(count):
        shape = _shape(card.value("inputs", index, "shape"))
        if shape:
            name = card.text("inputs", index, "name") or f"input {index + 1}"
            layout, dtype = (card.text("inputs", index, key) for key in ("layout", "dtype"))
            yield Input(name, shape, layout, dtype, card.span("inputs", index, "shape"))


def _shape(value: object) -> tuple[int, ...]:
    sizes = value if isinstance(value, list) else []
    if not all(isinstance(size, str) and _SIZE.fullmatch(size) for size in sizes):
        return ()
    return tuple(int(size) for size in sizes)


def read_assets(card: Card) -> tuple[Asset, ...]:
    """Every file that the card offers and has a link for."""
    entries = card.value("asset")
    return tuple(
        Asset(
            link,
            card.text("asset", index, "file-format").lstrip("."),
            card.text("asset", index, "asset-sha256"),
            card.span("asset", index, "asset-link"),
            _decimal(card.text("asset", index, "asset-size")),
        )
        for index in range(len(entries) if isinstance(entries, list) else 0)
        if (link := card.text("asset", index, "asset-link"))
    )
