"""What the script searches and compares: columns that fit together, and small enough."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.claims.facts import Facts, hub_facts
from catalog.hub.open import open_hub
from catalog.model import Page, Settings
from catalog.website.data.search import compare_page, search_page
from catalog.website.lists.facets import count_facets
from catalog.website.lists.models import group_models, model_lines
from tests.card_facts import WORDS, make_facts, metric


def search_of(*cards: Facts) -> Page:
    models = group_models(cards)
    every = count_facets(models)
    return search_page(
        models,
        every,
        {facet.name: {choice.id: choice.text for choice in facet.choices} for facet in every},
    )


def read(page: Page) -> dict[str, Any]:
    """The document in a page that sets a name of the window to it."""
    document: dict[str, Any] = json.loads(page.data.decode().partition("=")[2])
    return document


def assert_whole(document: Mapping[str, Any]) -> None:
    """Columns of models are as long as models are many, those of cards as cards; values exist."""
    columns = [document[name] for name in ("title", "page", "words", "day", "size", "cards")]
    assert {len(column) for column in columns} == {len(document["title"])}
    for name, column in document["facets"].items():
        assert len(column) == sum(document["cards"])
        places = [
            place for entry in column for place in (entry if isinstance(entry, list) else [entry])
        ]
        assert set(places) == set(range(len(document["values"][name])))


def test_columns_of_two_models() -> None:
    header = (
        "backbone-name: ghost\nsummary: 快速 and small\n"
        "train-dataset: [mnist, coco]\nupdate-time: 2021-9-8"
    )
    document = read(
        search_of(
            make_facts("a/1.0/n"), make_facts("a/1.1/n"), make_facts("b/1.0/m", header, title="M")
        )
    )
    assert_whole(document)
    assert document["title"] == ["M", "Net"]
    assert document["page"] == ["b/m", "a/net"]
    assert document["cards"] == [1, 2]
    assert document["words"][0].split() == [
        "ghost",
        "mnist",
        "coco",
        "2017",
        "快速",
        "and",
        "small",
    ]
    assert (document["day"], document["size"]) == ([20210908, 0], [0, 0])
    assert document["facets"]["dataset"][0] == [1, 0]


def test_hostile_words_stay_inside_their_text() -> None:
    hostile = "</script>\u2028\"'\\ud800<b>"
    document = read(search_of(make_facts("a/1.0/n", "x: y", title=hostile)))
    assert document["title"] == [" ".join(hostile.split())]


def test_figures_share_a_row_only_where_all_is_the_same() -> None:
    headers = [
        metric("98"),
        metric("99"),
        metric("99", rest=", split: test"),
        metric("0.99", unit="fraction"),
    ]
    headers += [metric("99", dataset="coco"), metric("99", name="wonder"), "accuracy: 99"]
    cards = [
        make_facts(f"a/1.0/n{number}", f"model-name: n{number}\n{text}")
        for number, text in enumerate(headers)
    ]
    models = group_models(cards)
    document = read(compare_page(model_lines(models, WORDS["units"]), models, WORDS))
    rows = [sorted(figures) for _, _, figures in document["models"].values()]
    assert rows == [["0"], ["0"], ["1"], ["2"], ["3"], ["4"], []]
    assert document["metrics"][0] == ["Top-1 accuracy, MNIST", 1]
    assert document["metrics"][4] == ["wonder, MNIST", 0]


def test_corpus_is_small_enough_to_search(corpus: Path) -> None:
    hub = open_hub([corpus / "hub"], Settings())
    cards = hub_facts(hub, {}, [])
    page = search_of(*cards)
    assert_whole(read(page))
    assert len(gzip.compress(page.data)) < 30_000 * len(cards) / 2000
