"""The document of smoke results: valid, sorted, read back, and refused where it is another."""

import json
from pathlib import Path

import pytest

from catalog.hub.card_schema import load_schema
from catalog.model import CatalogError, Check, SmokeResult, Verdict
from catalog.proof import smoke_json as results


def example() -> list[SmokeResult]:
    check = Check("network", "networks/n", "Net", Verdict.CONFIRMED, "builds and runs")
    return [
        SmokeResult("b", "n", (check,), {"python": "3.11", "machine": "x"}, 1.5, 2**30, "ü"),
        SmokeResult("a", "", (Check("network", "", "", Verdict.UNTESTABLE, "there is none"),)),
    ]


def test_a_document_is_valid_sorted_and_read_back(root: Path) -> None:
    form = load_schema("smoke", str(root))
    text = results.results_to_json(example())
    read = results.results_from_json(text, form, "smoke.json")
    assert [result.uid for result in read] == ["a", "b"]
    assert sorted(read, key=lambda result: result.uid) == sorted(
        example(), key=lambda result: result.uid
    )
    assert results.results_to_json(reversed(read)) == text
    assert json.loads(text)["results"][1]["verdict"] == "confirmed"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("{", "["), "is not JSON"),
        (('"version": 1', '"version": 2'), r"\$.version"),
        (('"confirmed"', '"sure"'), r"\$.results\[1\].checks\[0\].verdict|\$.results\[1\].verdict"),
        (('"uid": "a"', '"id": "a"'), r"\$.results\[0\]"),
        (('"seconds": 1.5', '"seconds": -1'), r"\$.results\[1\].seconds"),
    ],
)
def test_a_document_of_another_kind_is_refused(
    root: Path, change: tuple[str, str], word: str
) -> None:
    text = results.results_to_json(example()).replace(*change)
    with pytest.raises(CatalogError, match=word):
        results.results_from_json(text, load_schema("smoke", str(root)), "smoke.json")
