"""What the files at hand show: the checkpoint, the test outputs, and the exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from catalog.model import Check, Verdict
from catalog.proof.failures import Failure
from catalog.smoke.local_files import OutputExample
from catalog.smoke.probe.steps.checkpoint_diff import differences_text
from catalog.smoke.verdicts import UNMEASURED, step_result

# Cards give the first eight digits where they give no whole hash.
_SHORTEST_HASH = 8
_FORMS = {"MINDIR": "MindIR", "ONNX": "ONNX"}


def weights_check(
    name: str, stated: str, digest: str, answer: Mapping[str, Any], failure: Failure | None
) -> Iterator[Check]:
    """The checkpoint ``name``: its SHA-256 as ``stated`` against ``digest``, then its tensors."""
    if name and not digest:
        evidence = "no file of that name lies beside the card or among the assets"
        yield Check("weights", name, "", Verdict.UNTESTABLE, evidence)
    elif name and len(stated) >= _SHORTEST_HASH and not digest.startswith(stated):
        claimed = f"{name}, SHA-256 {stated}"
        yield Check("weights", claimed, digest, Verdict.CONTRADICTED, "the file is another one")
    elif name:
        yield _loaded(name, step_result(answer, "weights", failure))


def _loaded(name: str, result: Mapping[str, Any] | Failure | None) -> Check:
    if result is None:
        return Check("weights", name, "", Verdict.UNTESTABLE, UNMEASURED)
    if isinstance(result, Failure):
        return Check("weights", name, "", Verdict.FAILED, result.advised)
    measured = differences_text(result)
    if result["clean"]:
        evidence = "names, shapes and types agree; MindSpore loads it"
        return Check("weights", name, measured, Verdict.CONFIRMED, evidence)
    evidence = "the file's table against the network's"
    return Check("weights", name, measured, Verdict.CONTRADICTED, evidence)


def example_checks(
    examples: Sequence[OutputExample],
    lacks_weights: bool,
    answer: Mapping[str, Any],
    failure: Failure | None,
) -> Iterator[Check]:
    """The outputs for each pair of test inputs and expected outputs."""
    for index, example in enumerate(examples):
        files = (example.inputs, example.outputs)
        claimed = " ".join(PurePosixPath(path).name for path in files if path)
        result = step_result(answer, f"example {index}", failure)
        obstacle = example.fault
        if not obstacle and (lacks_weights or result is None):
            obstacle = "the weights are not at hand" if lacks_weights else UNMEASURED
        if obstacle or result is None:
            yield Check("test outputs", claimed, "", Verdict.UNTESTABLE, obstacle)
        elif isinstance(result, Failure):
            yield Check("test outputs", claimed, "", Verdict.FAILED, result.advised)
        else:
            yield _compared(claimed, example, result)


def _compared(claimed: str, example: OutputExample, result: Mapping[str, Any]) -> Check:
    allowed = (
        f"rtol {example.rtol:g}, atol {example.atol:g}, "
        f"{example.per_million:g} mismatches a million allowed"
    )
    measured = f"{result['per_million']:,.6g} mismatches a million"
    if result["per_million"] <= example.per_million:
        evidence = f"{result['elements']:,} elements; {allowed}"
        return Check("test outputs", claimed, measured, Verdict.CONFIRMED, evidence)
    worst = result["worst"]
    evidence = (
        f"{result['mismatches']:,} of {result['elements']:,} elements; worst is "
        f"output {worst['output'] + 1} at {worst['place']}: "
        f"{worst['found']}, expected {worst['expected']}; {allowed}"
    )
    return Check("test outputs", claimed, measured, Verdict.CONTRADICTED, evidence)


def export_checks(answer: Mapping[str, Any], failure: Failure | None) -> Iterator[Check]:
    """Each format that was asked for and reached."""
    for form, label in _FORMS.items():
        result = step_result(answer, form, failure)
        if isinstance(result, Failure):
            evidence = f"not exportable here: {result.words}"
            yield Check(label, "", "", Verdict.UNTESTABLE, evidence)
        elif result is not None:
            measured = f"{result['bytes']:,} bytes"
            evidence = "exported with the inputs that ran"
            yield Check(label, "", measured, Verdict.CONFIRMED, evidence)
