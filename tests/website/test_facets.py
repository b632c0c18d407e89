"""Facets: what a card has in each, the order of choices, and that every count is a count."""

from pathlib import Path

import pytest

from catalog.claims.facts import hub_facts
from catalog.hub.open import open_hub
from catalog.model import Settings
from catalog.website.lists.facets import count_facets, facet_values, size_range
from catalog.website.lists.models import group_models
from tests.card_facts import make_facts


@pytest.mark.parametrize(
    ("header", "facet", "ids"),
    [
        ("module-type: cv-classification", "task", ["classification"]),
        ("module-type: dreaming", "task", ["dreaming"]),
        ("x: y", "task", ["none"]),
        ("train-dataset: [mnist, imagenet2012]", "dataset", ["mnist", "imagenet-1k"]),
        ("train-dataset: N/A", "dataset", ["none"]),
        ("train-dataset: '-'", "dataset", ["none"]),
        ("infer-backend: ascend, gpu", "backend", ["ascend", "gpu"]),
        ("license: Apache2.0", "licence", ["Apache-2.0"]),
        ("license: my own", "licence", ["my own"]),
        ("x: y", "licence", ["none"]),
        ("mindspore-version: v2.3", "version", ["2.3"]),
        ("x: y", "version", ["1.0"]),
        ("x: y", "publisher", ["a"]),
        ("x: y", "status", ["unchecked"]),
        ("parameters: 5.2M", "parameters", ["1m-10m"]),
        ("x: y", "parameters", ["none"]),
    ],
)
def test_values_of_a_card(header: str, facet: str, ids: list[str]) -> None:
    assert [label.id for label in facet_values(make_facts("a/1.0/n", header))[facet]] == ids


@pytest.mark.parametrize(
    ("size", "name"),
    [
        (999_999, "under-1m"),
        (10**6, "1m-10m"),
        (10**7, "10m-100m"),
        (10**8, "100m-1b"),
        (10**9, "over-1b"),
    ],
)
def test_ranges_begin_where_the_one_before_ends(size: int, name: str) -> None:
    assert size_range(size) == name


@pytest.mark.parametrize(
    ("facet", "headers", "order"),
    [
        (
            "version",
            ["1.9", "1.10", "0.7", "nightly", "2.0"],
            ["2.0", "1.10", "1.9", "0.7", "nightly"],
        ),
        ("version", ["1.9.0", "1.9", "1.10"], ["1.10", "1.9", "1.9.0"]),
        (
            "parameters",
            ["3B", "", "5M", "900k", "50M"],
            ["under-1m", "1m-10m", "10m-100m", "over-1b", "none"],
        ),
        ("task", ["nlp", "cv", "", "", "cv"], ["cv", "nlp", "none"]),
    ],
)
def test_order_of_choices(facet: str, headers: list[str], order: list[str]) -> None:
    key = {"version": "mindspore-version", "parameters": "parameters", "task": "module-type"}[facet]
    cards = [
        make_facts(f"a/x/n{number}", f"model-name: n{number}\n{key}: {text}")
        for number, text in enumerate(headers)
    ]
    facets = {facet.name: facet for facet in count_facets(group_models(cards))}
    assert [choice.id for choice in facets[facet].choices] == order


def test_choice_counts_models_not_cards() -> None:
    cards = [make_facts(f"a/1.{number}/n", "model-name: n\nmodule-type: cv") for number in range(3)]
    cards += [make_facts("a/1.0/m", "model-name: m\nmodule-type: cv")]
    task = next(facet for facet in count_facets(group_models(cards)) if facet.name == "task")
    assert [(choice.text, choice.page, choice.models) for choice in task.choices] == [
        ("Computer vision", "tasks/cv.html", (0, 1))
    ]


def test_every_count_of_the_corpus_is_right(corpus: Path) -> None:
    hub = open_hub([corpus / "hub"], Settings())
    models = group_models(hub_facts(hub, {}, []))
    for facet in count_facets(models):
        for choice in facet.choices:
            having = {
                number
                for number, model in enumerate(models)
                if any(
                    choice.id in {label.id for label in facet_values(card)[facet.name]}
                    for card in model.cards
                )
            }
            assert set(choice.models) == having, (facet.name, choice.id)
