"""What a network does beyond a first pass: finite, repeatable, alike in a batch, trainable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog.model import Check, Verdict
from catalog.proof.failures import Failure
from catalog.smoke.verdicts import step_result
from catalog.smoke.verdicts.claims import NetworkClaims

_USUAL_TOLERANCE = 1e-3


def finite_check(answer: Mapping[str, Any]) -> Iterator[Check]:
    """Whether all outputs are finite numbers."""
    if "infinite" not in answer:
        return
    infinite = answer["infinite"]
    if infinite:
        which = ", ".join(str(number + 1) for number in infinite)
        words = f"output {which} of {len(answer['outputs'])} holds NaN or infinity"
        failure = Failure("non-finite-output", words)
        yield Check("finite outputs", "", "no", Verdict.FAILED, failure.advised)
    else:
        evidence = "all numbers of one forward pass"
        yield Check("finite outputs", "", "yes", Verdict.CONFIRMED, evidence)


def repeat_check(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Whether a second pass over the same inputs gives the same."""
    result = step_result(answer, "repeat", failure)
    if result is None:
        return
    if isinstance(result, Failure):
        yield Check("repeatable", "", "", Verdict.FAILED, result.advised)
    elif result["worst"]:
        measured = f"differs by {result['worst']:.2g}"
        evidence = (
            "two passes over the same inputs with dropout off "
            "(draw no random numbers after set_train(False))"
        )
        yield Check("repeatable", "", measured, Verdict.FAILED, evidence)
    else:
        evidence = "two passes over the same inputs are equal"
        yield Check("repeatable", "", "yes", Verdict.CONFIRMED, evidence)


def batch_check(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Whether an input gives in a batch of two what it gives alone."""
    result = step_result(answer, "batch", failure)
    if result is None:
        return
    if isinstance(result, Failure):
        verdict = Verdict.FAILED if result is failure else Verdict.UNTESTABLE
        yield Check("batch of two", "", "", verdict, f"takes no batch of two: {result.words}")
    elif "skipped" in result:
        yield Check("batch of two", "", "", Verdict.UNTESTABLE, result["skipped"])
    else:
        yield _alike(result["worst"], result["tolerance"])


def _alike(worst: float, tolerance: float) -> Check:
    """A small difference is not shown: it is not the same on every machine."""
    if worst <= tolerance:
        reach = ", which is how far rounding reaches here" if tolerance > _USUAL_TOLERANCE else ""
        within = f"within {tolerance:.1g} of the largest output{reach}"
        evidence = f"an item gives what it gives alone, {within}"
        return Check("batch of two", "", "yes", Verdict.CONFIRMED, evidence)
    evidence = f"an item differs by {worst:.2g} of the largest output from what it gives alone"
    return Check("batch of two", "", "no", Verdict.FAILED, evidence)


def training_check(
    claims: NetworkClaims, answer: Mapping[str, Any], failure: Failure | None
) -> Iterator[Check]:
    """``fine-tunable`` against the parameters, and then against one training step."""
    counts = answer.get("parameters")
    if claims.fine_tunable is None or counts is None:
        return
    measured = f"{counts['trainable']:,} of {counts['total']:,} parameters trainable"
    if not claims.fine_tunable:
        verdict = Verdict.CONFIRMED if not counts["trainable"] else Verdict.UNTESTABLE
        evidence = "whether a script to fine-tune with exists is not measured"
    elif not counts["trainable"]:
        verdict = Verdict.CONTRADICTED
        evidence = "no parameter of the network is trainable"
    else:
        verdict, evidence = _trained(step_result(answer, "training", failure))
    yield Check("fine-tunable", str(claims.fine_tunable), measured, verdict, evidence)


def _trained(result: Mapping[str, Any] | Failure | None) -> tuple[Verdict, str]:
    """The verdict on one training step, with the evidence."""
    if result is None:
        return Verdict.UNTESTABLE, "no training step was reached"
    if isinstance(result, Failure):
        # An operation without a gradient on this device says nothing of the device that is meant.
        return Verdict.UNTESTABLE, f"one training step: {result.words}"
    faults = [
        f"{words} for {result[kind]} of {result['parameters']} trainable tensors: "
        f"{', '.join(result[f'{kind}_names'])}"
        for kind, words in (("infinite", "an infinite gradient"), ("zero", "no gradient"))
        if result[kind]
    ]
    if faults:
        return Verdict.CONTRADICTED, f"one step at {result['shapes']}: {'; '.join(faults)}"
    return Verdict.CONFIRMED, (
        f"one training step at {result['shapes']} gives each of {result['parameters']} tensors "
        "a finite gradient that is not zero"
    )
