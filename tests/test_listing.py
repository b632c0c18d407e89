"""Lists: families, their newest card, links to versions, tasks and tallies."""

import pytest

from catalog.facts import Facts, card_facts
from catalog.listing import Link, Share, families, lines, tally, tasks, version_links
from catalog.model import Check, SmokeResult, Source, Verdict
from catalog.parse import parse
from catalog.schema import vocabularies


def one(uid: str, header: str = "x: y", verdict: Verdict | None = None) -> Facts:
    text = f"# Net\n\n---\n\n{header}\n\n---\n"
    result = SmokeResult(uid, "n", (Check("f", "", "", verdict, ""),)) if verdict else None
    return card_facts(uid, parse(Source(f"{uid}.md", uid, text.encode(), text), {}), vocabularies("."), result)


def pages(*cards: Facts) -> dict[str, str]:
    return {card.uid: f"{card.uid}.html" for card in cards}


def test_family_is_sorted_by_version_as_a_number() -> None:
    cards = [one("a/1.9/n"), one("a/1.10/n"), one("a/gpu/0.7/n_v0.7"), one("b/2.0/n")]
    found = families(cards)
    assert [card.uid for card in found["a", "n"]] == ["a/1.10/n", "a/1.9/n", "a/gpu/0.7/n_v0.7"]
    assert [card.uid for card in found["b", "n"]] == ["b/2.0/n"]


@pytest.mark.parametrize(
    ("uids", "texts"),
    [
        ({"a/1.10/n": "x: y", "a/1.9/n": "x: y"}, ["1.10", "1.9"]),
        ({"a/1.0/n": "infer-backend: gpu", "a/1.0/n_v1.0": "infer-backend: ascend"}, ["1.0 GPU", "1.0 Ascend"]),
        ({"a/1.0/n": "x: y", "a/1.0/n_v1.0": "x: y"}, ["1.0 n", "1.0 n_v1.0"]),
        ({"a/1.0/n": "x: y", "a/1.0/n_cn": "x: y"}, ["1.0", "1.0\u00a0中文"]),
        ({"a/n": "x: y"}, ["n"]),
    ],
)
def test_version_links_can_be_told_apart(uids: dict[str, str], texts: list[str]) -> None:
    cards = [one(uid, header) for uid, header in uids.items()]
    assert [link.text for link in version_links(cards, pages(*cards))] == texts


def test_line_shows_the_newest_card() -> None:
    header = "module-type: cv-classification\ntrain-dataset: mnist\naccuracy: 98.5%"
    cards = [one("a/1.9/n"), one("a/1.10/n", header, "confirmed")]
    (line,) = lines(families(cards).values(), pages(*cards), vocabularies(".")["units"])
    assert line.page == "a/1.10/n.html"
    assert (line.task, line.datasets, line.figure, line.metric) == (
        "Image classification",
        "MNIST",
        "98.5\u202f%",
        "Accuracy",
    )
    assert line.versions == (Link("1.10", "a/1.10/n.html"), Link("1.9", "a/1.9/n.html"))
    assert line.state == "confirmed"


def test_current_version_is_marked() -> None:
    cards = [one("a/1.10/n"), one("a/1.9/n")]
    assert [link.current for link in version_links(cards, pages(*cards), "a/1.9/n")] == [False, True]


def test_tasks_are_sorted_by_size_with_the_untold_last() -> None:
    cards = [one(f"a/1.0/n{index}", header) for index, header in enumerate(["x: y", "x: y", "x: y"])]
    cards += [one("a/1.0/m", "module-type: nlp"), one("a/1.0/o", "module-type: cv"), one("a/1.0/p", "module-type: CV")]
    assert [(task.id, task.text, len(group)) for task, group in tasks(cards, "Untold").items()] == [
        ("cv", "Computer vision", 2),
        ("nlp", "Natural language", 1),
        ("none", "Untold", 3),
    ]


def test_tally_fills_the_bar() -> None:
    verdicts: list[Verdict | None] = ["confirmed", "confirmed", "contradicted", None]
    cards = [one(f"a/1.0/n{index}", "x: y", verdict) for index, verdict in enumerate(verdicts)]
    assert tally(cards) == (
        Share("confirmed", 2, 0, 50),
        Share("contradicted", 1, 50, 25),
        Share("unchecked", 1, 75, 25),
    )


def test_nothing_is_tallied_of_no_cards() -> None:
    assert tally([]) == ()
