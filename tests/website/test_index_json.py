"""The JSON index: valid for every hub, and what stands in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalog.claims.facts import hub_facts
from catalog.hub.card_schema import load_schema
from catalog.hub.open import open_hub
from catalog.model import Hub, Settings
from catalog.website.data.index_json import index_pages
from catalog.website.urls import pages_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub" / "cards"

PSNR = {"name": "PSNR", "label": "Peak signal-to-noise ratio", "unit": "decibel", "dataset": ""}


def document(hub: Hub) -> dict[str, Any]:
    cards = hub_facts(hub, {}, [])
    *_, index = index_pages(hub, cards, pages_of(cards))
    document: dict[str, Any] = json.loads(index.whole)
    return document


def errors(index: object) -> list[str]:
    return [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(load_schema("index", ".")).iter_errors(index)
    ]


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(load_schema("index", "."))


def test_golden_hub_is_valid() -> None:
    index = document(open_hub([GOLDEN], Settings()))
    assert [card["uid"] for card in index["cards"]] == sorted(
        card["uid"] for card in index["cards"]
    )
    assert (index["version"], errors(index)) == (1, [])


def test_corpus_is_valid(corpus: Path) -> None:
    index = document(open_hub([corpus / "hub"], Settings()))
    assert len(index["cards"]) == 2031
    assert errors(index) == []


@pytest.mark.parametrize(
    ("header", "field", "expected"),
    [
        (
            "module-type: cv-classification",
            "task",
            {"id": "classification", "label": "Image classification"},
        ),
        ("license: Apache2.0", "licence", "Apache-2.0"),
        ("parameters: 5.2M", "parameters", [5_200_000]),
        (f"parameters: {'9' * 400}", "parameters", []),
        ("PSNR: 41.98", "metrics", [{**PSNR, "value": 41.98}]),
        ("PSNR: 42", "metrics", [{**PSNR, "value": 42}]),
        ("mAP: 1e999", "metrics", []),
        (
            "input-shape: [3, 8]",
            "inputs",
            [{"name": "input", "shape": [3, 8], "layout": "", "dtype": ""}],
        ),
        ("repo-link: javascript:alert(1)", "source", ""),
        ("x: y", "smoke", None),
        ("x: y", "findings", {"info": 0, "warning": 0, "error": 0}),
        ("x: y", "page", "cards/a/1.0/n%20%23.html"),
    ],
)
def test_fields_of_a_card(tmp_path: Path, header: str, field: str, expected: object) -> None:
    path = tmp_path / "a" / "1.0" / "n #.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"# N\n\n---\n\n{header}\n\n---\n")
    index = document(open_hub([tmp_path], Settings()))
    assert errors(index) == []
    assert index["cards"][0][field] == expected


@pytest.mark.parametrize("change", [{"version": 2}, {"cards": [{}]}, {"title": 1}])
def test_schema_refuses(change: dict[str, object]) -> None:
    assert errors(document(open_hub([GOLDEN], Settings())) | change)
