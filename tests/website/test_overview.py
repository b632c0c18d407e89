"""The picture of a whole catalog, and what changed last."""

from catalog.website.lists.facets import count_facets
from catalog.website.lists.models import group_models, newest_models
from catalog.website.lists.overview import task_matrix
from tests.card_facts import make_facts

CARDS = [
    make_facts("a/1.9/n", "model-name: n\nmodule-type: cv\nupdate-time: 2022-1-9"),
    make_facts("a/1.10/n", "model-name: n\nmodule-type: cv"),
    make_facts("a/1.10/m", "model-name: m\nmodule-type: cv\nupdate-time: 2022-1-10"),
    make_facts("a/1.10/o", "model-name: o\nmodule-type: nlp"),
    make_facts("a/nightly/p", "model-name: p\nupdate-time: yesterday"),
]


def test_circles_count_models() -> None:
    models = group_models(CARDS)
    every = {facet.name: facet.choices for facet in count_facets(models)}
    picture = task_matrix(models, every["task"], every["version"])
    assert picture is not None
    assert [tick.text for tick in picture.columns] == ["1.9", "1.10"]
    assert [tick.text for tick in picture.rows] == ["Computer vision", "Natural language"]
    assert picture.numbers == ((1, 2), (0, 1))
    assert [(dot.words, dot.number) for dot in picture.dots] == [
        ("Computer vision, 1.9", 1),
        ("Computer vision, 1.10", 2),
        ("Natural language, 1.10", 1),
    ]
    assert all(0 < dot.x < picture.width and 0 < dot.y < picture.height for dot in picture.dots)


def test_no_picture_of_one_version() -> None:
    models = group_models(CARDS[1:4])
    every = {facet.name: facet.choices for facet in count_facets(models)}
    assert task_matrix(models, every["task"], every["version"]) is None


def test_what_changed_last_comes_first() -> None:
    assert [model.id for model in newest_models(group_models(CARDS))] == ["a/m", "a/n"]
