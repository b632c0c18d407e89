"""What a network does beyond a first pass: finite, repeatable, alike in a batch, trainable, on its named backbone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.model import Check, Verdict, fold
from catalog.proof.failures import Failure
from catalog.smoke.verdicts.claims import Claims
from catalog.smoke.verdicts.steps import rung

# Families of backbones that name themselves in their classes; a network of one is not a network of another.
_FAMILIES = re.compile(
    r"resnext|resnest|resnet|mobilenet|ghostnet|densenet|inception|efficientnet|darknet|shufflenet|squeezenet|vgg|swin|"
    r"hrnet|xception|nasnet|regnet|convnext|googlenet|alexnet|lenet|bert|unet"
)
# Built from the classes of another family, with other numbers.
_RELATIVES = {"resnext": "resnet", "resnest": "resnet", "googlenet": "inception"}
_SHORTEST = 3
_USUAL_TOLERANCE = 1e-3


def backbone_check(claims: Claims, answer: Mapping[str, Any]) -> Iterator[Check]:
    """The named backbone among the classes and attributes of the network's tree."""
    modules: Sequence[str] = answer.get("modules", [])
    wanted = fold(claims.backbone)
    if not wanted or not modules:
        return
    named = [
        name for name in modules if len(fold(name)) >= _SHORTEST and _is_kin(fold(name), wanted)
    ]
    if named:
        yield Check(
            "backbone",
            claims.backbone,
            named[0],
            Verdict.CONFIRMED,
            "a name in the network's tree of modules",
        )
        return
    families = {
        _RELATIVES.get(each, each) for name in modules for each in _FAMILIES.findall(name.lower())
    }
    family = _FAMILIES.search(wanted)
    if families and family and _RELATIVES.get(family[0], family[0]) not in families:
        found = ", ".join(sorted(families))
        yield Check(
            "backbone",
            claims.backbone,
            found,
            Verdict.CONTRADICTED,
            "the families named in the tree of modules",
        )
        return
    evidence = "no class and no attribute of the network is called so"
    yield Check("backbone", claims.backbone, "", Verdict.UNTESTABLE, evidence)


def _is_kin(name: str, wanted: str) -> bool:
    """Whether one name holds the other, or its letters without the figures: ``ResNet`` is kin of ``resnet50``."""
    stem = re.sub(r"\d.*", "", wanted)
    return (
        wanted in name
        or (name in wanted and bool(re.match(name, wanted)))
        or (len(stem) > _SHORTEST and stem in name)
    )


def finite_check(answer: Mapping[str, Any]) -> Iterator[Check]:
    """Whether all outputs are finite numbers."""
    if "infinite" not in answer:
        return
    infinite = answer["infinite"]
    if infinite:
        which = ", ".join(str(number + 1) for number in infinite)
        failure = Failure(
            "non-finite-output", f"output {which} of {len(answer['outputs'])} holds NaN or infinity"
        )
        yield Check("finite outputs", "", "no", Verdict.FAILED, failure.advised)
    else:
        yield Check(
            "finite outputs", "", "yes", Verdict.CONFIRMED, "all numbers of one forward pass"
        )


def repeat_check(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Whether a second pass over the same inputs gives the same."""
    found = rung(answer, "repeat", failure)
    if found is None:
        return
    if isinstance(found, Failure):
        yield Check("repeatable", "", "", Verdict.FAILED, found.advised)
    elif found["worst"]:
        evidence = "two passes over the same inputs with dropout off (draw no random numbers after set_train(False))"
        yield Check("repeatable", "", f"differs by {found['worst']:.2g}", Verdict.FAILED, evidence)
    else:
        yield Check(
            "repeatable", "", "yes", Verdict.CONFIRMED, "two passes over the same inputs are equal"
        )


def batch_check(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Whether an input gives in a batch of two what it gives alone."""
    found = rung(answer, "batch", failure)
    if found is None:
        return
    if isinstance(found, Failure):
        verdict = Verdict.FAILED if found is failure else Verdict.UNTESTABLE
        yield Check("batch of two", "", "", verdict, f"takes no batch of two: {found.words}")
    elif "skipped" in found:
        yield Check("batch of two", "", "", Verdict.UNTESTABLE, found["skipped"])
    else:
        yield _alike(found["worst"], found["tolerance"])


def _alike(worst: float, tolerance: float) -> Check:
    """The figure itself stays out where it is small: it is not the same on every machine."""
    if worst <= tolerance:
        reach = ", which is how far rounding reaches here" if tolerance > _USUAL_TOLERANCE else ""
        evidence = f"an item gives what it gives alone, within {tolerance:.1g} of the largest output{reach}"
        return Check("batch of two", "", "yes", Verdict.CONFIRMED, evidence)
    evidence = f"an item differs by {worst:.2g} of the largest output from what it gives alone"
    return Check("batch of two", "", "no", Verdict.FAILED, evidence)


def training_check(
    claims: Claims, answer: Mapping[str, Any], failure: Failure | None
) -> Iterator[Check]:
    """``fine-tunable`` against one training step."""
    counts = answer.get("parameters")
    if claims.fine_tunable is None or counts is None:
        return
    claimed = str(claims.fine_tunable)
    measured = f"{counts['trainable']:,} of {counts['total']:,} parameters trainable"
    if not claims.fine_tunable:
        evidence = "whether a script to fine-tune with exists is not measured"
        agreed = Verdict.CONFIRMED if not counts["trainable"] else Verdict.UNTESTABLE
        yield Check("fine-tunable", claimed, measured, agreed, evidence)
        return
    if not counts["trainable"]:
        yield Check(
            "fine-tunable",
            claimed,
            measured,
            Verdict.CONTRADICTED,
            "no parameter of the network is trainable",
        )
        return
    found = rung(answer, "training", failure)
    if found is None:
        yield Check(
            "fine-tunable", claimed, measured, Verdict.UNTESTABLE, "no training step was reached"
        )
    elif isinstance(found, Failure):
        # An operation without a gradient on this device says nothing of the device that the card means.
        yield Check(
            "fine-tunable",
            claimed,
            measured,
            Verdict.UNTESTABLE,
            f"one training step: {found.words}",
        )
    else:
        yield _trained(claimed, measured, found)


def _trained(claimed: str, measured: str, found: Mapping[str, Any]) -> Check:
    faults = [
        f"{words} for {found[kind]} of {found['parameters']} trainable tensors: {', '.join(found[f'{kind}_names'])}"
        for kind, words in (("infinite", "an infinite gradient"), ("zero", "no gradient"))
        if found[kind]
    ]
    if faults:
        return Check(
            "fine-tunable",
            claimed,
            measured,
            Verdict.CONTRADICTED,
            f"one step at {found['shapes']}: {'; '.join(faults)}",
        )
    evidence = (
        f"one training step at {found['shapes']} gives each of {found['parameters']} tensors "
        "a finite gradient that is not zero"
    )
    return Check("fine-tunable", claimed, measured, Verdict.CONFIRMED, evidence)
