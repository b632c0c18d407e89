"""Counts and sizes of a card's network: in its header, and in tables that speak of its model."""

from decimal import Decimal

import pytest

from catalog.claims.counts import parse_count, read_multiply_adds, read_parameters, read_resolution
from catalog.model import Card, Span
from tests.cards import HEADER, card_text, read_card

NOWHERE = Span(0, 0)
SIDEWAYS = """\
| Parameters | | |
| --- | --- | --- |
| Model Version | GhostNet | GhostNet-600 |
| Dataset | ImageNet-1k | ImageNet-1k |
| Parameters (M) | 5.2 | 11.9 |
| FLOPs (M) | 142 | 591 |
"""
UPRIGHT = """\
| Model | Params | FLOPs (G) |
| --- | --- | --- |
| MobileNet | 4.2M | 0.57 |
| ghostnet | 5.2M | 0.142 |
"""


def card(change: dict[str, str] | None = None, body: str = "## A\n") -> Card:
    return read_card(card_text(HEADER | (change or {}), body))


@pytest.mark.parametrize(
    ("text", "scale", "value", "resolution"),
    [
        ("5,204,476", "", "5204476", "1"),
        ("5.2M", "", "5200000", "1E+5"),
        ("5.2", "M", "5200000", "1E+5"),
        ("141 M", "", "141000000", "1000000"),
        ("1.5 million", "", "1500000", "1E+5"),
        ("7B", "M", "7000000000", "1000000000"),
        ("12k", "", "12000", "1000"),
    ],
)
def test_counts(text: str, scale: str, value: str, resolution: str) -> None:
    count = parse_count(text, scale, NOWHERE)
    assert count
    assert (count.value, count.resolution) == (Decimal(value), Decimal(resolution))


@pytest.mark.parametrize("text", ["", "about 5M", "-5M", "5.2X", "M", "5.2.1M", "1e6"])
def test_what_is_no_count(text: str) -> None:
    assert parse_count(text, "", NOWHERE) is None


@pytest.mark.parametrize(
    ("change", "body", "parameter_texts", "multiply_add_texts"),
    [
        ({}, "", [], []),
        ({"parameters": "5.2M", "multiply-adds": "142M"}, "", ["5.2M"], ["142M"]),
        ({}, SIDEWAYS, ["5.2 M"], ["142 M"]),
        ({}, UPRIGHT, ["5.2M"], ["0.142 G"]),
        ({"parameters": "5,200,000"}, SIDEWAYS, ["5.2 M"], ["142 M"]),
        ({"parameters": "5.3M"}, SIDEWAYS, ["5.3M", "5.2 M"], ["142 M"]),
        ({"train-dataset": "coco"}, SIDEWAYS, [], []),
        ({}, UPRIGHT.replace("ghostnet", "ShuffleNet"), [], []),
        ({}, UPRIGHT.replace("5.2M", "5.2"), [], ["0.142 G"]),
    ],
)
def test_parameters_and_multiply_adds(
    change: dict[str, str], body: str, parameter_texts: list[str], multiply_add_texts: list[str]
) -> None:
    stating = card(change, body)
    assert [count.text for count in read_parameters(stating)] == parameter_texts
    assert [count.text for count in read_multiply_adds(stating)] == multiply_add_texts
    for count in (*read_parameters(stating), *read_multiply_adds(stating)):
        assert stating.source.text[slice(*count.where)] == count.text.removesuffix(
            " M"
        ).removesuffix(" G")


SHORT = """## Performance

| model name | params(M) | resolution | acc@top1 |
| --- | --- | --- | --- |
| {name} | 88.22 | {size} | 77.39 |
"""
OTHER = "| resnet50 | 25.61 | 300x300 | 80.00 |\n"


@pytest.mark.parametrize(
    ("model", "name", "rest", "texts"),
    [
        ("vit_b32_224", "vit_b32_224", OTHER, ["88.22 M"]),
        ("vit_b32_224", "vit_b32", "", ["88.22 M"]),
        ("vit_b32_224", "ViT_B32", "", ["88.22 M"]),
        ("vit_b32-224", "vit_b32", "", ["88.22 M"]),
        # Among other rows, cut within a word, or too short, it may be another model.
        ("vit_b32_224", "vit_b32", OTHER, []),
        ("vit_b32_224", "vit_b3", "", []),
        ("vit_b32_224", "vit", "", []),
        ("vit_b32", "vit_b32_224", "", []),
    ],
)
def test_the_only_row_may_name_the_model_in_short(
    model: str, name: str, rest: str, texts: list[str]
) -> None:
    stating = card({"model-name": model}, SHORT.format(name=name, size="224x224") + rest)
    assert [count.text for count in read_parameters(stating)] == texts
    assert (read_resolution(stating) is not None) == bool(texts)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("224x224", (224, 224)),
        ("224 × 320", (224, 320)),
        ("256*192", (256, 192)),
        ("300", (300, 300)),
        ("384 px", (384, 384)),
        ("224x224x3", None),
        ("16x512x512", None),
        ("8", None),
        ("99999x2", None),
        ("any", None),
        ("", None),
    ],
)
def test_the_resolution_of_a_table(size: str, expected: tuple[int, int] | None) -> None:
    stating = card({"model-name": "net_a"}, SHORT.format(name="net_a", size=size))
    size_stated = read_resolution(stating)
    assert (size_stated and size_stated[:2]) == expected
    assert size_stated is None or stating.source.text[slice(*size_stated.where)] == size_stated.text


def test_tables_that_disagree_state_no_resolution() -> None:
    body = SHORT.format(name="net_a", size="224x224") + "| net_a | 88.22 | 384x384 | 79.00 |\n"
    assert read_resolution(card({"model-name": "net_a"}, body)) is None
