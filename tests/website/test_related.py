"""Related cards and how a card is cited."""

import pytest

from catalog.website.card.bibtex import bibtex_entry
from catalog.website.lists.related import MOST_RELATED, find_related, related_groups
from tests.card_facts import HASH, make_facts

WEIGHTS = f"asset: [{{asset-link: 'https://x.example/a', asset-sha256: {HASH}}}]"


def related(*headers: str) -> list[tuple[str, list[str]]]:
    cards = [make_facts(f"a/1.0/n{number}", text) for number, text in enumerate(headers)]
    return [
        (shared.trait, [card.uid[-2:] for card in shared.cards])
        for shared in related_groups(cards[0], find_related(cards))
    ]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([WEIGHTS, WEIGHTS, "x: y"], [("weights", ["n1"])]),
        (["backbone-name: ResNet-50", "backbone-name: resnet50"], [("backbone", ["n1"])]),
        (
            ["train-dataset: mnist\nmodule-type: cv", "train-dataset: mnist\nmodule-type: cv"],
            [("dataset", ["n1"])],
        ),
        (["train-dataset: mnist\nmodule-type: cv", "train-dataset: mnist\nmodule-type: nlp"], []),
        ([f"{WEIGHTS}\nbackbone-name: b", f"{WEIGHTS}\nbackbone-name: b"], [("weights", ["n1"])]),
        (["asset: [{asset-link: 'https://x.example/a', asset-sha256: 722e13be}]"] * 2, []),
        (["x: y", "x: y"], []),
    ],
)
def test_cards_are_related_by_what_they_share(
    headers: list[str], expected: list[tuple[str, list[str]]]
) -> None:
    assert related(*headers) == expected


def test_no_more_than_four_and_not_always_the_same() -> None:
    cards = [make_facts(f"a/1.0/n{number}", "backbone-name: b") for number in range(8)]
    groups = [related_groups(card, find_related(cards))[0].cards for card in (cards[0], cards[6])]
    assert [[card.uid[-1] for card in group] for group in groups] == [list("1234"), list("7012")]
    assert len(groups[0]) == MOST_RELATED


def test_other_versions_of_the_family_are_no_relatives() -> None:
    cards = [make_facts("a/1.0/n", WEIGHTS), make_facts("a/1.1/n", WEIGHTS)]
    assert related_groups(cards[0], find_related(cards)) == ()


@pytest.mark.parametrize(
    ("header", "address", "expected"),
    [
        (
            "x: y",
            "",
            "@misc{a-1.0-n,\n  title = {Net},\n  note = {Model card a/1.0/n, MindSpore 1.0},\n}\n",
        ),
        ("author: Ann {\\evil} & Co_1 100%", "", "  author = {{Ann evil \\& Co\\_1 100\\%}},\n"),
        ("update-time: 2021-9-8", "", "  year = {2021},\n"),
        (
            "x: y",
            "https://hub.example/c.html",
            "  howpublished = {\\url{https://hub.example/c.html}},\n",
        ),
        (
            "repo-link: <https://git.example/r>",
            "",
            "  howpublished = {\\url{https://git.example/r}},\n",
        ),
    ],
)
def test_citation(header: str, address: str, expected: str) -> None:
    assert expected in bibtex_entry(make_facts("a/1.0/n", header), address)
