"""The page of one model: its table of versions, bars and standings."""

from catalog.model import Verdict
from catalog.website.lists.leaderboards import rank_models
from catalog.website.lists.models import group_models
from catalog.website.model.context import board_places, largest_models, model_context
from tests.card_facts import WORDS, make_facts, metric, pages_by_uid

CARDS = (
    make_facts(
        "a/1.9/n_mnist", f"model-name: n\nparameters: 1M\ntrain-dataset: mnist\n{metric('98')}"
    ),
    make_facts(
        "a/1.10/n_mnist",
        f"model-name: n\nparameters: 2M\ntrain-dataset: mnist\n{metric('99')}",
        Verdict.CONTRADICTED,
    ),
    make_facts("a/1.10/n_mnist_cn", "model-name: n\ntrain-dataset: mnist"),
    make_facts("a/1.9/n_coco", "model-name: n\ntrain-dataset: coco"),
    make_facts("a/1.9/m", f"model-name: m\nparameters: 4M\n{metric('99.5')}"),
)


def test_table_of_versions() -> None:
    model = next(found for found in group_models(CARDS) if found.id == "a/n")
    page = model_context(model, pages_by_uid(*CARDS), largest_models(group_models(CARDS)), WORDS)
    assert page["versions"] == ["1.9", "1.10"]
    found = {
        strand.name: [[cell.text for cell in cells] for cells in strand.cells]
        for strand in page["strands"]
    }
    assert found == {"MNIST": [["98\u202f%"], ["中文", "99\u202f%"]], "COCO 2017": [[""], []]}
    mnist = next(strand for strand in page["strands"] if strand.name == "MNIST")
    assert mnist.metric == "Top-1 accuracy, MNIST"
    assert mnist.spark is not None


def test_bars_are_parts_of_the_largest_network_of_the_task() -> None:
    found = group_models(CARDS)
    model = next(one for one in found if one.id == "a/n")
    page = model_context(model, pages_by_uid(*CARDS), largest_models(found), WORDS)
    assert [(bar.name, bar.text, bar.exact, bar.length) for bar in page["bars"]] == [
        ("MNIST", "2\u202fM", 2_000_000, 50)
    ]
    assert page["giant"].model.id == "a/m"


def test_changes_are_told_a_family() -> None:
    model = next(found for found in group_models(CARDS) if found.id == "a/n")
    growths = model_context(model, pages_by_uid(*CARDS), {}, WORDS)["growths"]
    assert [
        (growth.name, [change.fact for change in growth.steps[0].changes]) for growth in growths
    ] == [("MNIST", ["metric", "size"])]


def test_best_place_on_each_board() -> None:
    found = group_models(CARDS)
    boards, _ = rank_models(found, WORDS)
    places = board_places(boards, {"mnist": "leaderboards/mnist.html"})
    assert [(one.rank, one.of, one.figure) for one in places["a/n"]] == [(2, 2, "99\u202f%")]
    assert [(one.rank, one.dataset) for one in places["a/m"]] == [(1, "MNIST")]
