"""Lists: models, families, their newest card, links to versions and tallies."""

import pytest

from catalog.claims.facts import Facts
from catalog.model import Verdict
from catalog.website.lists.models import (
    PageLink,
    StateShare,
    group_families,
    group_models,
    model_lines,
    state_shares,
    version_links,
    version_numbers,
)
from tests.card_facts import WORDS, make_facts, metric, pages_by_uid


def test_family_is_sorted_by_version_as_a_number() -> None:
    cards = [
        make_facts("a/1.9/n"),
        make_facts("a/1.10/n"),
        make_facts("a/gpu/0.7/n_v0.7"),
        make_facts("b/2.0/n"),
    ]
    families = group_families(cards)
    assert [card.uid for card in families["a", "n"]] == ["a/1.10/n", "a/1.9/n", "a/gpu/0.7/n_v0.7"]
    assert [card.uid for card in families["b", "n"]] == ["b/2.0/n"]


@pytest.mark.parametrize(
    ("version", "order"),
    [("1.10", (1, 10)), ("2.0.1", (2, 0, 1)), ("111", ()), ("", ()), ("1.x", ()), ("1.²", ())],
)
def test_order_of_versions(version: str, order: tuple[int, ...]) -> None:
    assert version_numbers(version) == order


def test_model_holds_all_cards_of_a_name_however_it_is_spelt() -> None:
    named = {
        "a/1.9/x_mnist": "ResNet-50",
        "a/1.10/x_coco": "resnet50",
        "a/1.3/x": "resnet50",
        "b/1.9/x": "ResNet50",
    }
    models = group_models(
        [make_facts(uid, f"model-name: {name}", title=name) for uid, name in named.items()]
    )
    assert [(model.id, model.title, len(model.cards)) for model in models] == [
        ("a/resnet50", "ResNet-50", 3),
        ("b/resnet50", "ResNet50", 1),
    ]
    assert models[0].newest.uid == "a/1.10/x_coco"
    assert models[0].page == "models/a/resnet50.html"


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        (["net", "Net", "net"], "Net"),
        (["Something else", "net"], "net"),
        (["Something else"], "Something else"),
    ],
)
def test_title_of_a_model_spells_its_name(titles: list[str], title: str) -> None:
    cards = [
        make_facts(f"a/1.{number}/x", "model-name: net", title=text)
        for number, text in enumerate(titles)
    ]
    assert group_models(cards)[0].title == title


@pytest.mark.parametrize(
    ("uids", "texts"),
    [
        ({"a/1.10/n": "x: y", "a/1.9/n": "x: y"}, ["1.10", "1.9"]),
        (
            {"a/1.0/n": "infer-backend: gpu", "a/1.0/n_v1.0": "infer-backend: ascend"},
            ["1.0 GPU", "1.0 Ascend"],
        ),
        ({"a/1.0/n": "x: y", "a/1.0/n_v1.0": "x: y"}, ["1.0 n", "1.0 n_v1.0"]),
        ({"a/1.0/n": "x: y", "a/1.0/n_cn": "x: y"}, ["1.0", "1.0\u00a0中文"]),
        ({"a/n": "x: y"}, ["n"]),
    ],
)
def test_version_links_can_be_told_apart(uids: dict[str, str], texts: list[str]) -> None:
    cards = [make_facts(uid, header) for uid, header in uids.items()]
    assert [link.text for link in version_links(cards, pages_by_uid(*cards))] == texts


def test_current_version_is_marked() -> None:
    cards = [make_facts("a/1.10/n"), make_facts("a/1.9/n")]
    assert version_links(cards, pages_by_uid(*cards), "a/1.9/n") == (
        PageLink("1.10", "a/1.10/n.html", False),
        PageLink("1.9", "a/1.9/n.html", True),
    )


def line_of(*cards: Facts) -> tuple[str, ...]:
    (line,) = model_lines(group_models(cards), WORDS["units"])
    return line.task, line.datasets, line.figure, line.metric, line.versions, line.size, line.state


def test_line_shows_the_newest_card_and_the_range_of_all() -> None:
    header = "module-type: cv-classification\ntrain-dataset: mnist\nparameters: 5.2M\n" + metric(
        "98.5"
    )
    cards = [
        make_facts("a/1.9/n", "train-dataset: coco"),
        make_facts("a/1.10/n", header, Verdict.CONFIRMED),
    ]
    assert line_of(*cards) == (
        "Image classification",
        "MNIST, COCO 2017",
        "98.5\u202f%",
        "Top-1 accuracy",
        "1.9\u2009–\u20091.10",
        "5.2\u202fM",
        "confirmed",
    )


def test_line_of_a_card_that_says_nothing() -> None:
    assert line_of(make_facts("a/n")) == ("", "", "", "", "", "", "unchecked")


def test_line_names_three_data_sets_and_counts_the_rest() -> None:
    (line,) = model_lines(
        group_models([make_facts("a/1.0/n", "train-dataset: [q, w, e, r, t]")]), WORDS["units"]
    )
    assert (line.datasets, line.more_datasets) == ("q, w, e", 2)


def test_tally_fills_the_bar() -> None:
    verdicts: list[Verdict | None] = [
        Verdict.CONFIRMED,
        Verdict.CONFIRMED,
        Verdict.CONTRADICTED,
        None,
    ]
    cards = [
        make_facts(f"a/1.0/n{index}", "x: y", verdict) for index, verdict in enumerate(verdicts)
    ]
    assert state_shares(cards) == (
        StateShare("confirmed", 2, 0, 50),
        StateShare("contradicted", 1, 50, 25),
        StateShare("unchecked", 1, 75, 25),
    )


def test_nothing_is_tallied_of_no_cards() -> None:
    assert state_shares([]) == ()


def test_models_of_one_title_are_told_apart() -> None:
    cards = [
        make_facts("a/1.0/n", "model-name: Net"),
        make_facts("b/1.0/n", "model-name: NET"),
        make_facts("a/1.0/m", "model-name: m"),
    ]
    models = group_models(card._replace(title=card.model) for card in cards)
    assert [(line.title, line.apart) for line in model_lines(models, WORDS["units"])] == [
        ("m", ""),
        ("Net", "a/net"),
        ("NET", "b/net"),
    ]
