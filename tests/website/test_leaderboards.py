"""Leaderboards: what is ranked, what is not and why, and in which order."""

import pytest

from catalog.website.lists.leaderboards import DatasetBoards, board_plots, rank_models
from catalog.website.lists.models import group_models
from tests.card_facts import WORDS, make_facts, metric


def boards(*headers: str) -> tuple[tuple[DatasetBoards, ...], dict[str, int]]:
    cards = [
        make_facts(f"a/1.0/n{number}", f"model-name: n{number}\n{text}", title=f"n{number}")
        for number, text in enumerate(headers)
    ]
    ranked, refused = rank_models(group_models(cards), WORDS)
    return ranked, {str(reason): number for reason, number in refused.items()}


@pytest.mark.parametrize(
    ("headers", "ranked", "refused"),
    [
        ([metric("98"), metric("99")], [["n1", "n0"]], {}),
        ([metric("98"), metric("0.99", unit="fraction")], [], {"alone": 2}),
        ([metric("98"), metric("99", dataset="cifar-10")], [], {"alone": 2}),
        (
            [metric("98", rest=", split: test"), metric("99", rest=", split: validation")],
            [],
            {"alone": 2},
        ),
        (
            [metric("98", rest=", split: test"), metric("99", rest=", split: test")],
            [["n1", "n0"]],
            {},
        ),
        ([metric("98", name="accuracy"), metric("99")], [], {"alone": 2}),
        (
            [metric("8", "perplexity", "score"), metric("9", "perplexity", "score")],
            [["n0", "n1"]],
            {},
        ),
        ([metric("98", name="wonder"), metric("99", name="wonder")], [], {"no_metric": 2}),
        (["accuracy: 98", "accuracy: 99"], [], {"no_dataset": 2}),
        (
            [
                "train-dataset: mnist\nevaluation: acc980 ",
                "train-dataset: mnist\nevaluation: acc990",
            ],
            [],
            {"no_unit": 2},
        ),
        (["x: y"], [], {}),
    ],
)
def test_only_like_is_ranked_with_like(
    headers: list[str], ranked: list[list[str]], refused: dict[str, int]
) -> None:
    datasets, left_out = boards(*headers)
    names = [
        [entry.model.title for entry in board.entries]
        for dataset in datasets
        for board in dataset.boards
    ]
    assert (names, left_out) == (ranked, refused)


def test_equal_figures_share_a_rank() -> None:
    datasets, _ = boards(metric("98"), metric("99"), metric("99.0"), metric("97"))
    assert [entry.rank for entry in datasets[0].boards[0].entries] == [1, 1, 3, 4]


def test_newest_card_of_a_family_stands_for_it() -> None:
    headers = {
        "a/1.9/n_mnist": metric("99"),
        "a/1.10/n_mnist": metric("98"),
        "a/1.9/m_mnist": metric("97"),
    }
    cards = [make_facts(uid, f"model-name: {uid[-7]}\n{text}") for uid, text in headers.items()]
    (dataset,), _ = rank_models(group_models(cards), WORDS)
    assert [(entry.card.uid, entry.figure) for entry in dataset.boards[0].entries] == [
        ("a/1.10/n_mnist", "98\u202f%"),
        ("a/1.9/m_mnist", "97\u202f%"),
    ]


@pytest.mark.parametrize(
    ("sizes", "versions", "against", "shown"),
    [
        (["1M", "2M", "3M", ""], ["1.0", "1.1", "1.2", "1.3"], "parameters", 3),
        (["1M", "", ""], ["1.0", "1.1", "1.2"], "version", 3),
        (["", "", ""], ["1.0", "1.0", "1.0"], "version", 0),
        (["1M", "2M"], ["1.0", "1.1"], "version", 0),
    ],
)
def test_picture_shows_what_most_cards_state(
    sizes: list[str], versions: list[str], against: str, shown: int
) -> None:
    texts = [
        f"parameters: {size}\nmindspore-version: '{version}'\n{metric(str(90 + number))}"
        for number, (size, version) in enumerate(zip(sizes, versions, strict=True))
    ]
    (dataset,), _ = boards(*texts)
    pages = {entry.card.uid: "p.html" for entry in dataset.boards[0].entries}
    (plot,) = board_plots(dataset, pages)
    assert (plot.against, plot.shown, plot.scatter is None) == (against, shown, not shown)


def test_model_stands_once_for_one_figure() -> None:
    figures = {
        "a/1.9/n_one": "98",
        "a/1.9/n_two": "98",
        "a/1.10/n_three": "97",
        "a/1.9/m_one": "98",
    }
    cards = [
        make_facts(uid, f"model-name: {uid.partition('_')[0][-1]}\n{metric(value)}")
        for uid, value in figures.items()
    ]
    (dataset,), _ = rank_models(group_models(cards), WORDS)
    assert sorted(entry.card.uid for entry in dataset.boards[0].entries) == [
        "a/1.10/n_three",
        "a/1.9/m_one",
        "a/1.9/n_two",
    ]
    assert rank_models(group_models(cards[:2]), WORDS) == ((), {"alone": 1})
