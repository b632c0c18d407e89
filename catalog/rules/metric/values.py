"""MET1: the names, units and ranges of figures of merit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.claims.card_claims import claims_of
from catalog.claims.header import is_metric_key, read_evaluation
from catalog.model import Card, Edit, Fix, Hit, Hub, Metric, fold
from catalog.rules.define import rule

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?\s*%?")
_DETECTION = frozenset({"detection", "segmentation"})


@rule("MET101", "unreadable-metric", "warning", "fixable")
def unreadable_metric(card: Card, hub: Hub) -> Iterator[Hit]:
    """A figure cannot be told from its text.

    `evaluation` is a name followed by a number, several of them divided by `|`; anything else is lost to programs.

    bad:
        evaluation: very good

    bad:
        accuracy: about 80

    bad:
        evaluation: top1acc73.81, top5acc91.77

    good:
        evaluation: top1acc73.81 | top5acc91.77
    """
    hint = "write metrics: with name, value, unit, dataset and source"
    bare = {fault.span for fault in card.faults if fault.kind == "bare-dash"}
    for item, name, value, _, where in read_evaluation(card):
        if re.search(r"\d\s*[,;，\uff1b、]", name):
            right = re.sub(r"\s*[,;，\uff1b、]\s*", " | ", item)
            fix = Fix("divide the figures by |", (Edit(where, right),), safe=False)
            yield Hit(card, where, f"{item!r} is read as one figure", f"write '{right}'", fix)
        elif value is None and card.span("evaluation") not in bare:
            yield Hit(card, where, f"evaluation {item!r} is not a name and a number", hint)
    text = card.text("accuracy")
    if text and not _NUMBER.fullmatch(text) and card.span("accuracy") not in bare:
        yield Hit(card, ("accuracy",), f"accuracy {text!r} is not a number", hint)


@rule("MET102", "undeclared-scale", "warning")
def undeclared_scale(card: Card, hub: Hub) -> Iterator[Hit]:
    """A figure does not say whether it is a fraction or a percentage.

    The hub writes percent. `0.824` may be 82.4 % or less than one percent, and `1` may be all or one in a hundred.

    bad:
        accuracy: 0.824

    good:
        metrics: [{name: accuracy, value: 82.4, unit: percent, dataset: oxford-iiit-pet, source: training log}]
    """
    if isinstance(card.value("metrics"), list):
        return
    for metric in claims_of(card, hub.vocabularies).metrics:
        term = hub.vocabularies["metrics"].find(metric.name)
        if (
            term
            and term.data.get("kind") == "share"
            and 0 < metric.value <= 1
            and metric.unit != "percent"
        ):
            percent = (metric.value * 100).normalize()
            hint = f"write metrics: with value {percent:f} and unit percent, or unit fraction"
            yield Hit(
                card,
                metric.where,
                f"{metric.name} {metric.value} does not say whether it is a fraction or percent",
                hint,
            )


@rule("MET104", "metric-as-key", "info")
def metric_as_key(card: Card, hub: Hub) -> Iterator[Hit]:
    """A figure has a key of its own.

    Every such key needs a program of its own to read it; `metrics` holds all figures with unit, data set and source.

    bad:
        mAP: 0.241

    good:
        metrics: [{name: mAP, value: 0.241, unit: fraction, dataset: coco-2017, source: evaluation log}]
    """
    for key in card.header:
        if is_metric_key(key, card, hub.vocabularies):
            message = f"the figure {key!r} has a key of its own"
            yield Hit(
                card,
                card.key_span(key),
                message,
                "write it as an entry of metrics, with unit and dataset",
            )


@rule("MET105", "metric-as-text", "info")
def metric_as_text(card: Card, hub: Hub) -> Iterator[Hit]:
    """Figures are written as text, without unit, data set and source.

    A leaderboard cannot rank what does not say on which data it was measured.

    bad:
        evaluation: top1acc73.81

    good:
        metrics: [{name: top-1 accuracy, value: 73.81, unit: percent, dataset: imagenet-1k, source: training log}]
    """
    if card.value("metrics") is None:
        for key in ("evaluation", "accuracy"):
            if card.text(key) and any(
                metric.source == key for metric in claims_of(card, hub.vocabularies).metrics
            ):
                yield Hit(
                    card,
                    (key,),
                    f"{key} holds figures as text",
                    "write metrics: with name, value, unit, dataset and source",
                )


@rule("MET106", "metric-out-of-range", "error")
def metric_out_of_range(card: Card, hub: Hub) -> Iterator[Hit]:
    """A share is more than all, or less than nothing.

    bad:
        evaluation: top1acc173.81

    bad:
        metrics: [{name: accuracy, value: 82.4, unit: fraction, dataset: oxford-iiit-pet, source: training log}]

    good:
        metrics: [{name: accuracy, value: 82.4, unit: percent, dataset: oxford-iiit-pet, source: training log}]
    """
    for metric in claims_of(card, hub.vocabularies).metrics:
        term = hub.vocabularies["metrics"].find(metric.name)
        most = 1 if metric.unit == "fraction" and isinstance(card.value("metrics"), list) else 100
        if term and term.data.get("kind") == "share" and not 0 <= metric.value <= most:
            yield Hit(
                card,
                metric.where,
                f"{metric.name} {metric.value} is not between 0 and {most}",
                "look the figure up and mend it",
            )


@rule("MET107", "metric-of-other-task", "warning")
def metric_of_other_task(card: Card, hub: Hub) -> Iterator[Hit]:
    """An accuracy is given for a data set of detection or segmentation.

    Detectors are measured by mean average precision, segmentation by intersection over union. A bare accuracy is
    either another figure under a wrong name, or measured on other data.

    bad:
        train-dataset: coco2017
        accuracy: 88

    good:
        train-dataset: coco2017
        metrics: [{name: mAP, value: 31.2, unit: percent, dataset: coco-2017, source: evaluation log}]
    """
    for metric in claims_of(card, hub.vocabularies).metrics:
        dataset = hub.vocabularies["datasets"].find(metric.dataset) if metric.dataset else None
        if metric.name == "accuracy" and dataset and dataset.data.get("task") in _DETECTION:
            message = f"accuracy on {dataset.label}, a data set of {dataset.data['task']}"
            usual = "mAP" if dataset.data["task"] == "detection" else "mIoU"
            yield Hit(card, metric.where, message, f"name what was measured, such as {usual}")


@rule("MET108", "metric-twice", "warning")
def metric_twice(card: Card, hub: Hub) -> Iterator[Hit]:
    """One figure is given twice with different values.

    bad:
        evaluation: top1acc73.81 | top1acc74.2

    good:
        evaluation: top1acc73.81 | top5acc91.77
    """
    seen: dict[tuple[str, str], Metric] = {}
    for metric in claims_of(card, hub.vocabularies).metrics:
        first = seen.setdefault((fold(metric.name), metric.dataset), metric)
        if first.value != metric.value and first.source == metric.source:
            yield Hit(
                card,
                metric.where,
                f"{metric.name} is {first.value} before and {metric.value} here",
                "keep the right one",
            )


@rule("MET109", "no-metric", "info")
def no_metric(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card offers weights and states no figure of merit.

    Whoever chooses between two models has nothing to choose by.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]

    good:
        metrics: [{name: top-1 accuracy, value: 73.81, unit: percent, dataset: imagenet-1k, source: training log}]
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    written = any(card.text(key) not in ("", "-") for key in ("evaluation", "accuracy"))
    if (
        card.value("asset")
        and card.value("metrics") is None
        and not written
        and not claims_of(card, hub.vocabularies).metrics
    ):
        yield Hit(
            card,
            card.title_span,
            "the card states no figure of merit",
            "write metrics: with name, value, unit, dataset",
        )
