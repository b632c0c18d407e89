"""MET103 and MET206: figures in the names of files, against those of the card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Hit, Hub, Metric, once
from catalog.rules.define import rule
from catalog.rules.figures import same_figure

_FILE_FIGURE = re.compile(r"([a-zA-Z][a-zA-Z0-9]*?)(\d+(?:\.\d+)?)")
_MORE_FIGURES = re.compile(r"()(\d+\.\d+)")


@once
def _figures_of_files(card: Card, hub: Hub) -> tuple[tuple[str, Decimal, str], ...]:
    """Name, number and text of every figure in the names of the card's files."""
    return tuple(_iterate_figures(card, hub))


def _iterate_figures(card: Card, hub: Hub) -> Iterator[tuple[str, Decimal, str]]:
    for asset in claims_of(card, hub.vocabularies).assets:
        stem = re.sub(r"\.(ckpt|mindir|air|ms|onnx)$", "", unquote(asset.link).rpartition("/")[2])
        name = ""
        for part in re.split(r"[_-]", stem):
            # In `acc0.82_0.90_0.98` the name stands for all three.
            match = _FILE_FIGURE.fullmatch(part) or (
                _MORE_FIGURES.fullmatch(part) if name else None
            )
            name = (match[1] or name) if match else ""
            if match:
                yield name, Decimal(match[2]), part


@rule("MET103", "metric-against-file-name", "error")
def metric_against_file_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """A figure of the card is another one than the name of its weights says.

    The training writes the name of the file; the card is written by hand later, often from another run.

    bad:
        accuracy: 88
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ssd_coco2017_acc31.ckpt>}]

    bad:
        metrics: [{name: top-1 accuracy, value: 0.7381, unit: percent, dataset: imagenet-1k, source: training log}]
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_top1acc73.81.ckpt>}]

    bad:
        evaluation: mAP46.1
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/yolov4_320e_map454-64b8506f.ckpt>}]

    good:
        accuracy: 31
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ssd_coco2017_acc31.ckpt>}]

    good:
        evaluation: mAP37.6
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/yolov5s_300e_mAP376-df4a45b6.ckpt>}]
    """
    if len(claims_of(card, hub.vocabularies).assets) != 1:
        return
    figures = [
        (name, _with_point(name, figure, hub), part)
        for name, figure, part in _figures_of_files(card, hub)
        if _is_merit(name, hub)
    ]
    for metric in claims_of(card, hub.vocabularies).metrics:
        # `accuracy` is the old key for any figure of merit, so any such figure may be meant.
        own = [
            figure
            for figure in figures
            if metric.source == "accuracy" or _means(figure[0], metric, hub)
        ]
        if own and not any(_same_claim(card, metric, figure) for _, figure, _ in own):
            parts = " and ".join(repr(part) for _, _, part in own)
            message = f"{metric.name} is {metric.value}, the name of the weights says {parts}"
            yield Hit(
                card,
                metric.where,
                message,
                "look the figure up in the training log and mend the card or the file",
            )


def _is_merit(name: str, hub: Hub) -> bool:
    return name.lower().endswith("acc") or hub.vocabularies["metrics"].find(name) is not None


def _same_claim(card: Card, metric: Metric, figure: Decimal) -> bool:
    """Whether ``figure``, of a file name, is the one claimed.

    Where `metrics` declares percent, the claim is not read as a fraction.
    """
    is_percent = isinstance(card.value("metrics"), list) and metric.unit == "percent"
    return same_figure(metric.value, figure) and not (is_percent and metric.value <= 1 < figure)


def _with_point(name: str, figure: Decimal, hub: Hub) -> Decimal:
    """``figure`` in percent where its point was left out, as in ``mAP376`` for 37.6."""
    term = hub.vocabularies["metrics"].find(name)
    share = name.lower().endswith("acc") or (term is not None and term.data.get("kind") == "share")
    whole = figure == figure.to_integral_value()
    return (
        figure.scaleb(2 - len(str(figure))) if share and whole and 100 < figure < 10_000 else figure
    )


def _means(name: str, metric: Metric, hub: Hub) -> bool:
    term = hub.vocabularies["metrics"].find(name)
    return term is not None and term.id == metric.name


@rule("MET206", "metric-by-other-name", "warning")
def metric_by_other_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of the weights gives the same number to another metric.

    `acc` in a file name may be any figure of merit; `map`, `miou`, `bleu` or `top1acc` is that one.

    bad:
        evaluation: mAP73.81
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_top1acc73.81.ckpt>}]

    good:
        evaluation: top1acc73.81
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_top1acc73.81.ckpt>}]
    """
    vocabulary = hub.vocabularies["metrics"]
    parts = {
        term.id: part
        for name, _, part in _figures_of_files(card, hub)
        if (term := vocabulary.find(name))
    }
    values = {
        value: term.id
        for name, value, _ in _figures_of_files(card, hub)
        if (term := vocabulary.find(name))
    }
    for metric in claims_of(card, hub.vocabularies).metrics:
        other = values.get(metric.value, "")
        named = (
            vocabulary.find(metric.name)
            and metric.name not in parts
            and metric.source != "accuracy"
        )
        if named and other and "accuracy" not in (metric.name, other):
            message = (
                f"{metric.value} is called {metric.name}, "
                f"the name of the weights says {parts[other]!r}"
            )
            yield Hit(card, metric.where, message, "look up which of the two was measured")
