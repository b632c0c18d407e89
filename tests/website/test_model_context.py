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
    model = next(model for model in group_models(CARDS) if model.id == "a/n")
    page = model_context(model, pages_by_uid(*CARDS), largest_models(group_models(CARDS)), WORDS)
    assert page["versions"] == ["1.9", "1.10"]
    cells = {
        row.name: [[cell.text for cell in cell_group] for cell_group in row.cells]
        for row in page["version_rows"]
    }
    assert cells == {"MNIST": [["98\u202f%"], ["中文", "99\u202f%"]], "COCO 2017": [[""], []]}
    mnist = next(row for row in page["version_rows"] if row.name == "MNIST")
    assert mnist.metric == "Top-1 accuracy, MNIST"
    assert mnist.spark is not None


def test_bars_are_parts_of_the_largest_network_of_the_task() -> None:
    models = group_models(CARDS)
    model = next(model for model in models if model.id == "a/n")
    page = model_context(model, pages_by_uid(*CARDS), largest_models(models), WORDS)
    assert [(bar.name, bar.text, bar.exact, bar.length) for bar in page["bars"]] == [
        ("MNIST", "2\u202fM", 2_000_000, 50)
    ]
    assert page["largest"].model.id == "a/m"


def test_changes_are_told_a_family() -> None:
    model = next(model for model in group_models(CARDS) if model.id == "a/n")
    families = model_context(model, pages_by_uid(*CARDS), {}, WORDS)["family_changes"]
    assert [
        (family.name, [change.fact for change in family.steps[0].changes]) for family in families
    ] == [("MNIST", ["metric", "size"])]


def test_best_place_on_each_board() -> None:
    boards, _ = rank_models(group_models(CARDS), WORDS)
    places = board_places(boards, {"mnist": "leaderboards/mnist.html"})
    assert [(place.rank, place.of, place.figure) for place in places["a/n"]] == [
        (2, 2, "99\u202f%")
    ]
    assert [(place.rank, place.dataset) for place in places["a/m"]] == [(1, "MNIST")]
