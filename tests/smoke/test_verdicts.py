"""Claims against measurements: which verdict, and on what evidence."""

from decimal import Decimal
from typing import Any

import pytest

from catalog.claims.counts import Resolution
from catalog.model import Check, Count, Input, Span, Verdict
from catalog.network.locate import Missing, Network
from catalog.proof.failures import Failure
from catalog.smoke.verdicts.claims import Classes, NetworkClaims
from catalog.smoke.verdicts.compare import compare_facts, untested_checks

HERE = Span(0, 0)
NETWORK = Network("networks/n", "its network entry", folder="networks/n", name="N")
SPELT = Network("x", "its model-name in pack 1.0", factory="m:BiT", name="BiT", asked="bit")
CRASH = Failure("crashed", "running: crashed with SIGSEGV")
ANSWER: dict[str, Any] = {
    "network": "Net",
    "name": "n",
    "parameters": {"trainable": 5_182_508, "total": 5_204_476},
    "ran": {
        "kind": "declared",
        "words": "as declared",
        "shapes": [[1, 3, 224, 224]],
        "layouts": ["NCHW"],
    },
    "outputs": [[1, 1000]],
    "multiply_adds": 141_150_512,
}


def image(shape: tuple[int, ...], layout: str) -> tuple[Input, ...]:
    return (Input("image", shape, layout, "float32", HERE),)


def count(text: str, value: str, resolution: str) -> Count:
    return Count(Decimal(value), Decimal(resolution), text, HERE)


def check(fact: str, claims: NetworkClaims, **measured: Any) -> Check:
    matching = [
        fact_check
        for fact_check in compare_facts(claims, NETWORK, {**ANSWER, **measured}, None)
        if fact_check.fact == fact
    ]
    assert len(matching) == 1
    return matching[0]


def ran(kind: str, layout: str) -> dict[str, Any]:
    return {"kind": kind, "words": "in some way", "shapes": [[1, 3, 224, 224]], "layouts": [layout]}


@pytest.mark.parametrize(
    ("text", "value", "resolution", "verdict", "words"),
    [
        (
            "5.2M",
            "5200000",
            "100000",
            "confirmed",
            "agrees: total, with the statistics of normalisation and trainable",
        ),
        (
            "5.20M",
            "5200000",
            "10000",
            "confirmed",
            "agrees: total, with the statistics of normalisation",
        ),
        ("5.18 M", "5180000", "10000", "confirmed", "agrees: trainable"),
        ("5,204,476", "5204476", "1", "confirmed", "agrees: total"),
        ("5,204,477", "5204477", "1", "contradicted", "counted in the network that was built"),
        ("5.3M", "5300000", "100000", "contradicted", "counted"),
        ("5M", "5000000", "1000000", "confirmed", "agrees"),
        # 1 % is not enough for parameters: 5.25 M is written to a hundredth.
        ("5.25M", "5250000", "10000", "contradicted", "counted"),
    ],
)
def test_parameters_agree_within_their_last_digit(
    text: str, value: str, resolution: str, verdict: str, words: str
) -> None:
    compared = check("parameters", NetworkClaims(parameters=(count(text, value, resolution),)))
    assert (compared.claimed, compared.verdict) == (text, verdict)
    assert words in compared.evidence
    assert compared.measured == "5,182,508 trainable, 5,204,476 in all"


@pytest.mark.parametrize(
    ("value", "resolution", "verdict", "words"),
    [
        ("142000000", "1000000", "confirmed", "agrees: multiply-adds of the whole pass"),
        ("142570000", "10000", "confirmed", "1x3x224x224"),
        ("142580000", "10000", "contradicted", "counted at 1x3x224x224"),
        ("100000000", "100000000", "confirmed", "agrees"),
        ("282000000", "1000000", "contradicted", "twice the count agrees"),
    ],
)
def test_multiply_adds_agree_within_one_percent(
    value: str, resolution: str, verdict: str, words: str
) -> None:
    compared = check("multiply-adds", NetworkClaims(multiply_adds=(count("x", value, resolution),)))
    assert compared.verdict == verdict
    assert words in compared.evidence


def test_multiply_adds_of_one_item_of_a_batch_agree_too() -> None:
    batch = {
        "kind": "declared",
        "words": "as declared",
        "shapes": [[8, 3, 224, 224]],
        "layouts": ["NCHW"],
    }
    claims = NetworkClaims(multiply_adds=(count("141M", "141000000", "1000000"),))
    compared = check("multiply-adds", claims, ran=batch, multiply_adds=8 * 141_150_512)
    assert compared.verdict == "confirmed"
    assert "one item of the batch of 8" in compared.evidence


@pytest.mark.parametrize(
    ("declared", "kind", "proved", "shape_verdict", "layout_verdict"),
    [
        (image((1, 3, 224, 224), "NCHW"), "declared", "NCHW", "confirmed", "confirmed"),
        (image((3, 224, 224), "CHW"), "batch", "NCHW", "confirmed", "confirmed"),
        (image((3, 224, 224), ""), "batch", "NCHW", "confirmed", "not stated"),
        (image((224, 224, 3), ""), "transposed", "NCHW", "not stated", "not stated"),
        (image((224, 224, 3), "HWC"), "transposed", "NCHW", "contradicted", "contradicted"),
        (image((1, 3, 227, 227), "NCHW"), "standard", "NCHW", "contradicted", "confirmed"),
        (image((227, 227, 3), ""), "standard", "NCHW", "contradicted", "not stated"),
        ((), "standard", "NCHW", "not stated", "not stated"),
    ],
)
def test_an_input_is_judged_by_what_runs(
    declared: tuple[Input, ...], kind: str, proved: str, shape_verdict: str, layout_verdict: str
) -> None:
    claims = NetworkClaims(inputs=declared)
    assert check("input shape", claims, ran=ran(kind, proved)).verdict == shape_verdict
    assert check("input layout", claims, ran=ran(kind, proved)).verdict == layout_verdict


def test_the_evidence_is_the_refusal_in_the_layout_that_runs() -> None:
    refused = [
        {
            "kind": "declared",
            "words": "as declared",
            "shapes": "227x227x3",
            "reason": "raised A",
            "layouts": ["HWC"],
        },
        {
            "kind": "transposed",
            "words": "turned",
            "shapes": "1x3x227x227",
            "reason": "raised B",
            "layouts": ["NCHW"],
        },
        {
            "kind": "standard",
            "words": "usual",
            "shapes": "1x3x224x224",
            "reason": "raised C",
            "layouts": ["NCHW"],
        },
    ]
    compared = check(
        "input shape",
        NetworkClaims(inputs=image((227, 227, 3), "")),
        ran=ran("standard", "NCHW"),
        refused=refused,
    )
    assert compared.evidence == "runs in some way; turned, 1x3x227x227, it raised B"


@pytest.mark.parametrize(
    ("number", "outputs", "verdict", "measured"),
    [
        (1000, [[1, 1000]], "confirmed", "1000"),
        (37, [[1, 1000]], "contradicted", "1000"),
        (80, [[1, 1917, 4], [1, 1917, 81]], "confirmed", "81"),
        (81, [[1, 1917, 4], [1, 1917, 81]], "confirmed", "81"),
    ],
)
def test_classes_are_the_last_axis(
    number: int, outputs: list[list[int]], verdict: str, measured: str
) -> None:
    compared = check(
        "classes", NetworkClaims(classes=Classes(number, "num_classes")), outputs=outputs
    )
    assert (compared.verdict, compared.measured) == (verdict, measured)


def test_a_head_of_another_kind_says_nothing_of_classes() -> None:
    claims = NetworkClaims(classes=Classes(80, "COCO"))
    facts = [
        fact_check.fact
        for fact_check in compare_facts(
            claims, NETWORK, {**ANSWER, "outputs": [[1, 17, 64, 48]]}, None
        )
    ]
    assert "classes" not in facts


def test_what_was_not_reached_is_not_tested_and_what_was_still_counts() -> None:
    claims = NetworkClaims(
        image((1, 3, 8, 8), "NCHW"),
        (count("5.2M", "5200000", "100000"),),
        (count("1M", "1000000", "1"),),
    )
    answer = {key: ANSWER[key] for key in ("network", "name", "parameters")}
    verdicts = {
        fact_check.fact: fact_check.verdict
        for fact_check in compare_facts(claims, NETWORK, answer, CRASH)
    }
    assert verdicts == {
        "network": "failed",
        "input shape": "not testable here",
        "parameters": "confirmed",
        "multiply-adds": "not testable here",
    }


def test_without_a_network_nothing_is_tested() -> None:
    claims = NetworkClaims(parameters=(count("5.2M", "5200000", "100000"),))
    checks = untested_checks(claims, Missing("networks/n", "there is none"))
    assert [fact_check.verdict for fact_check in checks] == ["not testable here"] * 2
    assert checks[0].evidence.startswith("there is none (add a network entry")


@pytest.mark.parametrize(
    ("network", "built", "claimed", "measured", "words"),
    [
        (
            NETWORK,
            "N",
            "N",
            "N",
            "create_network refuses 'n', to which the hub's loader turns it: no user can load it",
        ),
        (
            SPELT,
            "m:BiT",
            "bit",
            "BiT",
            "card error: no other spelling builds it (its model-name in pack 1.0)",
        ),
    ],
)
def test_a_name_that_builds_nothing_is_told(
    network: Network, built: str, claimed: str, measured: str, words: str
) -> None:
    compared = compare_facts(NetworkClaims(), network, {**ANSWER, "name": built}, None)[1]
    assert compared == Check("name", claimed, measured, Verdict.CONTRADICTED, words)


def test_a_name_that_the_loader_passes_is_no_news() -> None:
    assert "name" not in [
        fact_check.fact for fact_check in compare_facts(NetworkClaims(), NETWORK, ANSWER, None)
    ]


@pytest.mark.parametrize(
    ("kind", "verdict"), [("declared", "confirmed"), ("standard", "contradicted")]
)
def test_the_resolution_of_a_table_against_what_ran(kind: str, verdict: str) -> None:
    stated = Resolution(227, 227, "227x227", HERE)
    compared = check("input shape", NetworkClaims(resolution=stated), ran=ran(kind, "NCHW"))
    assert (compared.claimed, compared.measured, compared.verdict) == (
        "227x227",
        "1x3x224x224",
        verdict,
    )
    both = NetworkClaims(inputs=image((1, 3, 224, 224), "NCHW"), resolution=stated)
    assert check("input shape", both).claimed == "[1, 3, 224, 224]"
