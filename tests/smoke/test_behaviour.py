"""What a network does beyond a first pass: how it is judged, and with real networks."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.model import Count, Span
from catalog.network.locate import Network
from catalog.proof.failures import Failure
from catalog.smoke.verdicts.claims import NetworkClaims
from catalog.smoke.verdicts.compare import compare_facts

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
