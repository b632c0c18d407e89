"""What changed between two cards."""

import pytest

from catalog.website.model.changes import card_changes, fact_histories, version_steps
from tests.card_facts import HASH, WORDS, make_facts, metric

OTHER = HASH[::-1]


def asset(name: str, sha256: str, form: str = "ckpt") -> str:
    link = f"https://x.example/{name}"
    return f"asset: [{{file-format: {form}, asset-link: '{link}', asset-sha256: {sha256}}}]"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (metric("98"), metric("98"), []),
        (
            metric("98"),
            metric("98.0"),
            [("metric", "Top-1 accuracy, MNIST", "98\u202f%", "98.0\u202f%")],
        ),
        (metric("98"), "x: y", [("metric", "Top-1 accuracy, MNIST", "98\u202f%", "")]),
        (
            metric("98", rest=", split: test"),
            metric("98"),
            [
                ("metric", "Top-1 accuracy, MNIST, test", "98\u202f%", ""),
                ("metric", "Top-1 accuracy, MNIST", "", "98\u202f%"),
            ],
        ),
        ("parameters: 5.2M", "parameters: 5.3M", [("size", "", "5.2\u202fM", "5.3\u202fM")]),
        (
            "input-shape: [1, 2]",
            "input-shape: [1, 3]",
            [("inputs", "", "1\u00a0×\u00a02", "1\u00a0×\u00a03")],
        ),
        ("license: MIT", "license: mit", []),
        ("license: MIT", "license: Apache2.0", [("licence", "", "MIT", "Apache-2.0")]),
        ("train-dataset: mnist", "train-dataset: cifar10", [("dataset", "", "MNIST", "CIFAR-10")]),
        (asset("a.ckpt", HASH), asset("b.ckpt", HASH), [("renamed", "", "a.ckpt", "b.ckpt")]),
        (asset("a.ckpt", HASH), asset("a.ckpt", OTHER), [("hash", "ckpt", HASH[:8], OTHER[:8])]),
        (asset("a.ckpt", "''"), asset("b.ckpt", "''"), [("files", "", "a.ckpt", "b.ckpt")]),
        (
            asset("a.ckpt", HASH),
            "x: y",
            [("files", "", "a.ckpt", ""), ("hash", "ckpt", HASH[:8], "")],
        ),
    ],
)
def test_changes(before: str, after: str, expected: list[tuple[str, ...]]) -> None:
    changes = card_changes(
        make_facts("a/1.0/n", before),
        make_facts("a/1.1/n", after),
        WORDS["units"],
        WORDS["datasets"],
    )
    assert list(changes) == expected


def test_steps_go_from_new_to_old_in_one_language() -> None:
    family = [
        make_facts("a/1.2/n"),
        make_facts("a/1.1/n"),
        make_facts("a/1.1/n_cn"),
        make_facts("a/1.0/n"),
    ]
    steps = version_steps(family, WORDS["units"], WORDS["datasets"])
    assert [(step.before.uid, step.after.uid) for step in steps] == [
        ("a/1.1/n", "a/1.2/n"),
        ("a/1.0/n", "a/1.1/n"),
    ]


def test_courses_let_any_two_versions_be_compared() -> None:
    texts = (
        f"{metric('97')}\n{asset('c.ckpt', OTHER)}",
        f"{metric('98')}\n{asset('b.ckpt', HASH)}",
        f"{metric('98')}\n{asset('a.ckpt', HASH)}",
        "license: MIT",
    )
    family = [make_facts(f"a/1.{3 - place}/n", text) for place, text in enumerate(texts)]
    histories = fact_histories(version_steps(family, WORDS["units"], WORDS["datasets"]))
    assert histories == (
        ("metric", "Top-1 accuracy, MNIST", (("", 1), ("98\u202f%", 2), ("97\u202f%", 1))),
        ("licence", "", (("MIT", 1), ("", 3))),
        ("hash", "ckpt", (("", 1), (HASH[:8], 2), (OTHER[:8], 1))),
    )
    assert fact_histories(()) == ()
