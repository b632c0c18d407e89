"""The figures that a card claims, with their places; what is no figure is left out."""

import time
from decimal import Decimal

import pytest

from catalog.claims.card_claims import claims_of
from catalog.claims.header import read_evaluation, read_written_metrics
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Card
from tests.cards import HEADER, ROOT, card_text, read_card

WORDS = load_vocabularies(str(ROOT))


def card(change: dict[str, str] | None = None, body: str = "## A\n") -> Card:
    return read_card(card_text(HEADER | (change or {}), body))


def claimed(change: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Name, value, unit and what stands at the place of every metric."""
    stating = card(change)
    return [
        (metric.name, str(metric.value), metric.unit, stating.source.text[slice(*metric.where)])
        for metric in claims_of(stating, WORDS).metrics
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("top1acc73.81", [("top-1 accuracy", "73.81", "percent", "top1acc73.81")]),
        (
            "top1acc73.81 | top5acc91.77",
            [
                ("top-1 accuracy", "73.81", "percent", "top1acc73.81"),
                ("top-5 accuracy", "91.77", "percent", "top5acc91.77"),
            ],
        ),
        ("acc1.72e-05", [("accuracy", "0.0000172", "fraction", "acc1.72e-05")]),
        ("avgReward-9.11", [("average reward", "-9.11", "score", "avgReward-9.11")]),
        ("PSNR: 41.98", [("PSNR", "41.98", "decibel", "PSNR: 41.98")]),
        ("mAP = 24.3 %", [("mAP", "24.3", "percent", "mAP = 24.3 %")]),
        ("bsd200acc33.77", [("bsd200acc", "33.77", "", "bsd200acc33.77")]),
        ("2Dprojection98.9", [("2Dprojection", "98.9", "", "2Dprojection98.9")]),
        ("acc1", [("accuracy", "1", "", "acc1")]),
        ("acc0", [("accuracy", "0", "", "acc0")]),
        ("中文 | mAP24.3", [("mAP", "24.3", "percent", "mAP24.3")]),
        (
            "mAP24.3｜mIoU55.1",
            [("mAP", "24.3", "percent", "mAP24.3"), ("mIoU", "55.1", "percent", "mIoU55.1")],
        ),
        ("'mAP24.3 | mAP24.3'", [("mAP", "24.3", "percent", "mAP24.3")] * 2),
        ("very good", []),
        ("acc1e999999999", []),
        ("acc" + "1" * 200, []),
        ("[mAP24.3]", []),
        ("", []),
    ],
)
def test_evaluation(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert claimed({"evaluation": text}) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"accuracy": "0.824"}, [("accuracy", "0.824", "fraction", "0.824")]),
        ({"accuracy": "88"}, [("accuracy", "88", "percent", "88")]),
        ({"accuracy": "88%"}, [("accuracy", "88", "percent", "88%")]),
        ({"accuracy": "about 80"}, []),
        ({"accuracy": "nan"}, []),
        ({"accuracy": "Infinity"}, []),
        ({"mAP": "0.241"}, [("mAP", "0.241", "fraction", "0.241")]),
        (
            {
                "metrics": "[{name: top1, value: 73.81, unit: '%'}, {name: top5},"
                " {value: 1}, text]",
                "accuracy": "88",
            },
            [("top-1 accuracy", "73.81", "percent", "73.81")],
        ),
        ({"metrics": "[]", "accuracy": "88"}, []),
        ({"metrics": "none", "accuracy": "88"}, [("accuracy", "88", "percent", "88")]),
    ],
)
def test_metrics(change: dict[str, str], expected: list[tuple[str, str, str, str]]) -> None:
    assert claimed(change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"train-dataset": "imagenet2012", "accuracy": "88"}, "imagenet-1k"),
        ({"train-dataset": "My Own", "accuracy": "88"}, "My Own"),
        ({"train-dataset": "coco, voc", "accuracy": "88"}, ""),
        ({"metrics": "[{name: mAP, value: 1, dataset: COCO2017, source: a log}]"}, "coco-2017"),
    ],
)
def test_data_sets_of_metrics(change: dict[str, str], expected: str) -> None:
    assert [metric.dataset for metric in claims_of(card(change), WORDS).metrics] == [expected]


def test_items_that_are_no_figure_are_told_too() -> None:
    stating = card({"evaluation": "good | acc88%"})
    items = [
        (text, name, value, percent) for text, name, value, percent, _ in read_evaluation(stating)
    ]
    assert items == [("good", "", None, False), ("acc88%", "acc", Decimal(88), True)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [("image", (1, 3, 224, 224), "NCHW", "float32")]),
        (
            {"inputs": "[{shape: [1, 128], layout: NL}, {shape: [x]}]"},
            [("input 1", (1, 128), "NL", "")],
        ),
        ({"inputs": "[]", "input-shape": "[3, 300, 300]"}, []),
        ({"inputs": "none", "input-shape": "[3, 300, 300]"}, [("input", (3, 300, 300), "", "")]),
        (
            {"inputs": "none", "input-shape": "[[1, 2], [3]]"},
            [("input 1", (1, 2), "", ""), ("input 2", (3,), "", "")],
        ),
        ({"inputs": "none", "input-shape": "[224, 224, RGB]"}, []),
        ({"inputs": "none", "input-shape": "[0, 3]"}, []),
        ({"inputs": "none", "input-shape": "224x224"}, []),
    ],
)
def test_inputs(
    change: dict[str, str], expected: list[tuple[str, tuple[int, ...], str, str]]
) -> None:
    assert [
        (tensor.name, tensor.shape, tensor.layout, tensor.dtype)
        for tensor in claims_of(card(change), WORDS).inputs
    ] == expected


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        (
            "[{file-format: .ckpt, asset-link: <https://a.cn/b>, asset-sha256: 12}]",
            [("https://a.cn/b", "ckpt", "12")],
        ),
        ("[{file-format: ckpt}, text, {asset-link: c}]", [("c", "", "")]),
        ("ghostnet.ckpt", []),
    ],
)
def test_assets(asset: str, expected: list[tuple[str, str, str]]) -> None:
    assert [
        (asset.link, asset.format, asset.sha256)
        for asset in claims_of(card({"asset": asset}), WORDS).assets
    ] == expected


@pytest.mark.parametrize(
    "item", ["1" * 60_000 + "a", "a" * 60_000, ("1" * 90 + "a|") * 600, " 1" * 30_000 + "a"]
)
def test_odd_evaluations_end_fast(item: str) -> None:
    begun = time.process_time()
    read_written_metrics(card({"evaluation": item}), WORDS)
    assert time.process_time() - begun < 5
