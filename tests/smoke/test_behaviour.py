"""What a network does beyond a first pass: how it is judged, and with real networks."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from catalog.model import Count, Settings, Span
from catalog.network.locate import Network
from catalog.proof.failures import Failure
from catalog.smoke.verdicts.claims import NetworkClaims
from catalog.smoke.verdicts.compare import compare_facts
from tests.smoke_hub import MAKE, card, checks, needs_mindspore, network, smoke

NETWORK = Network("networks/n", "its network entry", folder="networks/n", name="n")
ANSWER: dict[str, Any] = {
    "network": "Net",
    "name": "n",
    "rung": "",
    "parameters": {"trainable": 90, "total": 100},
    "ran": {
        "kind": "declared",
        "words": "as declared",
        "shapes": [[1, 3, 8, 8]],
        "layouts": ["NCHW"],
    },
    "outputs": [[1, 10], [1, 4]],
    "multiply_adds": 4_000_000,
    "modules": ["Net", "conv1", "ResNet", "layer1"],
}
TRAINED = {
    "parameters": 9,
    "zero": 0,
    "zero_names": [],
    "infinite": 0,
    "infinite_names": [],
    "shapes": "2x3x8x8",
}
TRAINABLE = NetworkClaims(fine_tunable=True)
BROKE = {"failure": ["raised", "raised ValueError: no"]}


def flops(text: str, value: str, resolution: str) -> NetworkClaims:
    return NetworkClaims(flops=(Count(Decimal(value), Decimal(resolution), text, Span(0, 0)),))


@pytest.mark.parametrize(
    ("fact", "claims", "measured", "verdict", "words"),
    [
        (
            "multiply-adds",
            flops("4M", "4000000", "1"),
            {},
            "confirmed",
            "agrees: multiply-adds of the whole pass",
        ),
        (
            "multiply-adds",
            flops("8M", "8000000", "1"),
            {},
            "confirmed",
            "agrees: FLOPs, a multiplication and an",
        ),
        ("multiply-adds", flops("6M", "6000000", "1"), {}, "contradicted", "counted at 1x3x8x8"),
        (
            "backbone",
            NetworkClaims(backbone="resnet50"),
            {},
            "confirmed",
            "a name in the network's tree",
        ),
        (
            "backbone",
            NetworkClaims(backbone="mobilenet_v2"),
            {},
            "contradicted",
            "families named in the tree",
        ),
        (
            "backbone",
            NetworkClaims(backbone="resnext50_32x4d"),
            {},
            "not testable here",
            "no class and no attribute",
        ),
        (
            "backbone",
            NetworkClaims(backbone="dla34"),
            {},
            "not testable here",
            "no class and no attribute",
        ),
        ("finite outputs", NetworkClaims(), {"infinite": []}, "confirmed", "all numbers"),
        (
            "finite outputs",
            NetworkClaims(),
            {"infinite": [1]},
            "failed",
            "output 2 of 2 holds NaN or infinity",
        ),
        ("repeatable", NetworkClaims(), {"repeat": {"worst": 0.0}}, "confirmed", "are equal"),
        (
            "repeatable",
            NetworkClaims(),
            {"repeat": {"worst": 0.25}},
            "failed",
            "draw no random numbers",
        ),
        ("repeatable", NetworkClaims(), {"repeat": BROKE}, "failed", "raised ValueError: no"),
        (
            "batch of two",
            NetworkClaims(),
            {"batch": {"worst": 1e-4, "tolerance": 1e-3}},
            "confirmed",
            "within 0.001",
        ),
        (
            "batch of two",
            NetworkClaims(),
            {"batch": {"worst": 0.5, "tolerance": 1e-3}},
            "failed",
            "differs by 0.5",
        ),
        (
            "batch of two",
            NetworkClaims(),
            {"batch": {"skipped": "no axis"}},
            "not testable here",
            "no axis",
        ),
        (
            "batch of two",
            NetworkClaims(),
            {"batch": BROKE},
            "not testable here",
            "takes no batch of two",
        ),
        (
            "fine-tunable",
            TRAINABLE,
            {"training": TRAINED},
            "confirmed",
            "one training step at 2x3x8x8 gives each of 9",
        ),
        (
            "fine-tunable",
            TRAINABLE,
            {"training": {**TRAINED, "zero": 2, "zero_names": ["a", "b"]}},
            "contradicted",
            "no gradient for 2 of 9 trainable tensors: a, b",
        ),
        (
            "fine-tunable",
            TRAINABLE,
            {"training": {**TRAINED, "infinite": 1, "infinite_names": ["c"]}},
            "contradicted",
            "an infinite gradient for 1 of 9 trainable tensors: c",
        ),
        (
            "fine-tunable",
            TRAINABLE,
            {"training": BROKE},
            "not testable here",
            "one training step: raised ValueError",
        ),
        ("fine-tunable", TRAINABLE, {}, "not testable here", "no training step was reached"),
        (
            "fine-tunable",
            TRAINABLE,
            {"parameters": {"trainable": 0, "total": 9}},
            "contradicted",
            "no parameter",
        ),
        (
            "fine-tunable",
            NetworkClaims(fine_tunable=False),
            {},
            "not testable here",
            "is not measured",
        ),
    ],
)
def test_what_was_seen_is_judged(
    fact: str, claims: NetworkClaims, measured: dict[str, Any], verdict: str, words: str
) -> None:
    matching = [
        check
        for check in compare_facts(claims, NETWORK, {**ANSWER, **measured}, None)
        if check.fact == fact
    ]
    assert [check.verdict for check in matching] == [verdict]
    assert words in matching[0].evidence


def test_a_crash_on_a_rung_is_that_rungs_own() -> None:
    crash = Failure("crashed", "running a batch of two: crashed with SIGSEGV")
    answer = {**ANSWER, "rung": "batch", "repeat": {"worst": 0.0}}
    verdicts = {
        check.fact: check.verdict
        for check in compare_facts(NetworkClaims(), NETWORK, answer, crash)
    }
    assert (verdicts["network"], verdicts["repeatable"], verdicts["batch of two"]) == (
        "confirmed",
        "confirmed",
        "failed",
    )


NET = """
import mindspore
from mindspore import nn, ops

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.drop = nn.Dropout(p=0.5)
        self.spare = nn.Dense(2, 2)
        self.head = nn.Dense(4, 10)
    def construct(self, x):
        y = self.norm(self.conv(x)).mean((2, 3))
        {line}

"""
WIDE = (
    "wide = ops.matmul("
    "x.reshape((x.shape[0], -1)), ops.sin(ops.arange(0, 49152.0)).reshape((768, 64)))"
)
GOOD_HEAD = "self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True))"
# What the last line of the network does, and which checks come out otherwise than for a good
# network.
LINES = {
    "good": (
        "return ops.softmax(self.head(self.drop(y + self.spare(y[:, :2]).sum(1, keepdims=True))))",
        {},
    ),
    "spare": ("return self.head(y)", {"fine-tunable": "contradicted"}),
    "random": (
        "return self.head(y + self.spare(y[:, :2]).sum() + ops.standard_normal((1,)))",
        {"repeatable": "failed", "batch of two": "failed"},
    ),
    "leaks": (
        "return self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True)) * x.shape[0]",
        {"batch of two": "failed"},
    ),
    # Sums whose order depends on the batch, so that they differ in the last place; then that is
    # blown up.
    "amplifies": (f"{WIDE}\n        return {GOOD_HEAD} + ops.sin(wide.mean(1, True) * 3e5)", {}),
    "explodes": (
        "return self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True)) / 0.0",
        {"finite outputs": "failed", "fine-tunable": "contradicted"},
    ),
    "alone": (
        "return self.head(y + self.spare(y[:, :2]).sum()).reshape((1, 10))",
        {"batch of two": "not testable here", "fine-tunable": "not testable here"},
    ),
}
GOOD = {
    "finite outputs": "confirmed",
    "repeatable": "confirmed",
    "batch of two": "confirmed",
    "fine-tunable": "confirmed",
}


@needs_mindspore
def test_real_networks_are_seen_through(tmp_path: Path) -> None:
    cards = []
    image = "inputs: [{name: image, shape: [1, 3, 16, 16], layout: NCHW, dtype: float32}]"
    for name, (line, _) in LINES.items():
        network(tmp_path, name, NET.replace("{line}", line) + MAKE + "    return Net()")
        cards.append(
            card(
                tmp_path,
                name,
                f"model-name: n\nnetwork: networks/{name}\nfine-tunable: True\n{image}",
            )
        )
    for result in smoke(cards, Settings(root=str(tmp_path))):
        verdicts = {fact: check.verdict for fact, check in checks(result).items() if fact in GOOD}
        assert verdicts == {**GOOD, **LINES[result.uid][1]}, result


@needs_mindspore
def test_a_head_for_training_alone_gets_the_whole_image(tmp_path: Path) -> None:
    head = "head = self.head(y + self.spare(y[:, :2]).sum(1, keepdims=True))"
    line = f"{head}\n        assert x.shape[-1] > 100 or not self.training\n        return head"
    network(tmp_path, "n", NET.replace("{line}", line) + MAKE + "    return Net()")
    image = "inputs: [{name: image, shape: [1, 3, 128, 128], layout: NCHW, dtype: float32}]"
    small = card(tmp_path, "n", f"model-name: n\nnetwork: networks/n\nfine-tunable: True\n{image}")
    (result,) = smoke([small], Settings(root=str(tmp_path)))
    training = checks(result)["fine-tunable"]
    assert training.verdict == "confirmed", result
    assert "one training step at 2x3x128x128" in training.evidence


DRAWN = """
import random
import numpy
from mindspore import ops
print(random.random(), numpy.random.rand(), ops.standard_normal((1,)))
"""


@needs_mindspore
def test_chance_is_the_same_in_every_run(tmp_path: Path) -> None:
    network(
        tmp_path,
        "n",
        NET.replace("{line}", "return self.head(y)") + DRAWN + MAKE + "    return Net()",
    )
    small = card(tmp_path, "n", "model-name: n\nnetwork: networks/n")
    first, second = (smoke([small], Settings(root=str(tmp_path)))[0].log for _ in range(2))
    assert first == second
    assert first.startswith("0.8444")
