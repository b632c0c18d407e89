"""What files at hand prove: the checkpoint, the test outputs, and the exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from catalog.model import Check, Verdict
from catalog.proof.failures import Failure
from catalog.smoke.local_files import Example
from catalog.smoke.probe.steps.checkpoint_diff import described
from catalog.smoke.verdicts.steps import rung

# Cards give the first eight digits where they give no whole hash.
_SHORTEST_HASH = 8
_FORMS = {"MINDIR": "MindIR", "ONNX": "ONNX"}


def weights_check(
    name: str, stated: str, digest: str, answer: Mapping[str, Any], failure: Failure | None
) -> Iterator[Check]:
    """The checkpoint ``name``, with the SHA-256 that the card states and the one of the file, if it is at hand."""
    if name and not digest:
        evidence = "no file of that name lies beside the card or among the assets"
        yield Check("weights", name, "", Verdict.UNTESTABLE, evidence)
    elif name and len(stated) >= _SHORTEST_HASH and not digest.startswith(stated):
        yield Check(
            "weights",
            f"{name}, SHA-256 {stated}",
            digest,
            Verdict.CONTRADICTED,
            "the file is another one",
        )
    elif name:
        yield _loaded(name, rung(answer, "weights", failure))


def _loaded(name: str, found: Mapping[str, Any] | Failure | None) -> Check:
    if found is None:
        return Check("weights", name, "", Verdict.UNTESTABLE, "the network was not measured")
    if isinstance(found, Failure):
        return Check("weights", name, "", Verdict.FAILED, found.advised)
    if found["clean"]:
        return Check(
            "weights",
            name,
            described(found),
            Verdict.CONFIRMED,
            "names, shapes and types agree; MindSpore loads it",
        )
    return Check(
        "weights",
        name,
        described(found),
        Verdict.CONTRADICTED,
        "the file's table against the network's",
    )


def example_checks(
    examples: Sequence[Example],
    lacks_weights: bool,
    answer: Mapping[str, Any],
    failure: Failure | None,
) -> Iterator[Check]:
    """The outputs for each pair of test inputs and expected outputs."""
    for index, example in enumerate(examples):
        claimed = " ".join(
            PurePosixPath(path).name for path in (example.inputs, example.outputs) if path
        )
        found = rung(answer, f"example {index}", failure)
        if example.fault:
            yield Check("test outputs", claimed, "", Verdict.UNTESTABLE, example.fault)
        elif lacks_weights:
            yield Check(
                "test outputs", claimed, "", Verdict.UNTESTABLE, "the weights are not at hand"
            )
        elif found is None:
            yield Check(
                "test outputs", claimed, "", Verdict.UNTESTABLE, "the network was not measured"
            )
        elif isinstance(found, Failure):
            yield Check("test outputs", claimed, "", Verdict.FAILED, found.advised)
        else:
            yield _compared(claimed, example, found)


def _compared(claimed: str, example: Example, found: Mapping[str, Any]) -> Check:
    worst = found["worst"]
    allowed = f"rtol {example.rtol:g}, atol {example.atol:g}, {example.per_million:g} mismatches a million allowed"
    measured = f"{found['per_million']:,.6g} mismatches a million"
    if found["per_million"] <= example.per_million:
        return Check(
            "test outputs",
            claimed,
            measured,
            Verdict.CONFIRMED,
            f"{found['elements']:,} elements; {allowed}",
        )
    where = f"output {worst['output'] + 1} at {worst['place']}: {worst['found']}, expected {worst['expected']}"
    evidence = (
        f"{found['mismatches']:,} of {found['elements']:,} elements; worst is {where}; {allowed}"
    )
    return Check("test outputs", claimed, measured, Verdict.CONTRADICTED, evidence)


def export_checks(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Each format that was asked for and come to."""
    for form, label in _FORMS.items():
        found = rung(answer, form, failure)
        if isinstance(found, Failure):
            yield Check(label, "", "", Verdict.UNTESTABLE, f"not exportable here: {found.words}")
        elif found is not None:
            yield Check(
                label,
                "",
                f"{found['bytes']:,} bytes",
                Verdict.CONFIRMED,
                "exported with the inputs that ran",
            )
