"""Claims beside measurements: the rows, their states and the figures in them."""

from decimal import Decimal

import pytest

from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Check, Count, Input, Metric, SmokeResult, Span, Verdict
from catalog.website.card.rows import EvidenceRow, claimed_rows, evidence_rows
from catalog.website.numbers import (
    format_bytes,
    format_count,
    format_metric,
    format_number,
    group_digits,
)

HERE = Span(0, 0)
WORDS = load_vocabularies(".")
ACCURACY = Metric("top-1 accuracy", "Top-1 accuracy", Decimal("82.4"), "percent", "mnist", "", HERE)
CLAIMS = tuple(
    claimed_rows(
        [Input("image", (1, 3, 1024, 1024), "NCHW", "float32", HERE)],
        [Count(Decimal(3_900_000), Decimal(100_000), "3.9M", HERE)],
        [],
    )
)


def test_without_a_run_all_is_claimed() -> None:
    assert evidence_rows(None, CLAIMS, [ACCURACY], WORDS["units"], WORDS["datasets"]) == (
        EvidenceRow(
            "Image", "1\u00a0×\u00a03\u00a0×\u00a01,024\u00a0×\u00a01,024 NCHW", "", "claimed"
        ),
        EvidenceRow("Parameters", "3.9\u202fM", "", "claimed"),
        EvidenceRow("Top-1 accuracy, MNIST", "82.4\u202f%", "", "claimed"),
    )


def test_with_a_run_its_checks_come_first_and_metrics_stay_claimed() -> None:
    check = Check("input shape", "[1, 3]", "3x1", Verdict.CONTRADICTED, "runs transposed")
    measured = SmokeResult("a", "b", (check,))
    assert evidence_rows(measured, CLAIMS, [ACCURACY], WORDS["units"], WORDS["datasets"]) == (
        EvidenceRow(
            "Input shape", "1\u00a0×\u00a03", "3\u00a0×\u00a01", "contradicted", "runs transposed"
        ),
        EvidenceRow("Top-1 accuracy, MNIST", "82.4\u202f%", "", "claimed"),
    )


def test_metric_that_was_measured_is_not_claimed_too() -> None:
    check = Check("Top-1 accuracy, MNIST", "82.4", "82.4", Verdict.CONFIRMED, "")
    assert (
        len(
            evidence_rows(
                SmokeResult("a", "b", (check,)), (), [ACCURACY], WORDS["units"], WORDS["datasets"]
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("73.810", "percent", "73.810\u202f%"),
        ("0.824", "fraction", "0.824"),
        ("41.98", "decibel", "41.98\u202fdB"),
        ("7", "", "7"),
        ("-9.11", "score", "-9.11"),
        ("12", "furlongs", "12\u202ffurlongs"),
        ("1234567.5", "", "1,234,567.5"),
        ("1.72E-5", "", "0.0000172"),
        ("1E+400", "", "1E+400"),
    ],
)
def test_score(value: str, unit: str, expected: str) -> None:
    assert (
        format_metric(Metric("m", "M", Decimal(value), unit, "", "", HERE), WORDS["units"])
        == expected
    )


@pytest.mark.parametrize(
    ("value", "resolution", "expected"),
    [
        ("5204476", "1", "5,204,476"),
        ("5200000", "100000", "5.2\u202fM"),
        ("141200000", "100000", "141.2\u202fM"),
        ("140000000", "1000000", "140\u202fM"),
        ("4090000000", "10000000", "4.09\u202fG"),
        ("1500", "100", "1.5\u202fk"),
        ("0", "1000", "0"),
        ("9" * 60, "1", "9" * 60),
    ],
)
def test_amount_is_as_exact_as_the_card(value: str, resolution: str, expected: str) -> None:
    text = format_count(Count(Decimal(value), Decimal(resolution), "", HERE))
    assert text == expected or Decimal(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, ""),
        ("0", ""),
        ("-5", ""),
        ("1E+99", ""),
        ("7", "7\u202fB"),
        ("20971520", "21.0\u202fMB"),
        ("999", "999\u202fB"),
        ("1000", "1.00\u202fkB"),
        ("123456789012345", "123,457\u202fGB"),
    ],
)
def test_size_of_a_file(size: str | None, expected: str) -> None:
    assert format_bytes(Decimal(size) if size else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3948905", "3,948,905"),
        (
            "3,948,905 trainable, 3,970,873 in all",
            "3,948,905\u00a0trainable, 3,970,873\u00a0in all",
        ),
        ("37 (num_classes)", "37 (num_classes)"),
        ("1x3x224x224", "1\u00a0×\u00a03\u00a0×\u00a0224\u00a0×\u00a0224"),
        ("[1, 3]", "1\u00a0×\u00a03"),
        ("resnet50x2", "resnet50x2"),
        ("1x1917x4, 1x2", "1\u00a0×\u00a01,917\u00a0×\u00a04, 1\u00a0×\u00a02"),
        ("80 (COCO 2017), 2017", "80 (COCO 2017), 2,017"),
        ("ssd50 create_network('ssd50')", "ssd50 create_network('ssd50')"),
        ("v2020.1234", "v2020.1234"),
        ("0.12345", "0.12345"),
        ("", ""),
    ],
)
def test_figure(text: str, expected: str) -> None:
    assert group_digits(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0"), (2031, "2,031"), (Decimal("-1234.50"), "-1,234.50")]
)
def test_number(value: Decimal | int, expected: str) -> None:
    assert format_number(value) == expected
