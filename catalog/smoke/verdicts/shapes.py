"""Declared inputs against those that the network runs on, and classes against its outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.claims.counts import Resolution
from catalog.model import Check, Input, Verdict
from catalog.smoke.probe.layouts import shape_words
from catalog.smoke.verdicts import UNMEASURED
from catalog.smoke.verdicts.claims import Classes


def input_checks(
    declared: Sequence[Input], answer: Mapping[str, Any], resolution: Resolution | None = None
) -> Iterator[Check]:
    """The declared shapes and layouts, else the tables' resolution, against the trial that ran."""
    stated = ", ".join(_list(tensor.shape) for tensor in declared)
    if not stated and resolution:
        stated = resolution.text
    layout = ", ".join(filter(None, (tensor.layout for tensor in declared)))
    ran = answer.get("ran")
    if ran is None:
        if stated:
            yield Check("input shape", stated, "", Verdict.UNTESTABLE, UNMEASURED)
        return
    shape = shape_words(ran["shapes"])
    measured = ", ".join(filter(None, ran["layouts"]))
    verdict = _shape_verdict(ran["kind"], bool(stated), bool(layout))
    refused = answer.get("refused", []) if stated and verdict != Verdict.CONFIRMED else []
    yield Check("input shape", stated, shape, verdict, _shape_evidence(ran, refused))
    if measured:
        same = _without_batch(layout) == _without_batch(measured)
        agreed = Verdict.CONFIRMED if same else Verdict.CONTRADICTED
        verdict = agreed if layout else Verdict.NOT_STATED
        yield Check("input layout", layout, measured, verdict, f"runs at {shape}, {ran['words']}")


def _shape_verdict(kind: str, is_declared: bool, has_layout: bool) -> Verdict:
    """The verdict on a shape; without a layout, other orders of its axes do not contradict it."""
    if not is_declared:
        return Verdict.NOT_STATED
    if kind in {"declared", "batch"}:
        return Verdict.CONFIRMED
    return Verdict.NOT_STATED if kind == "transposed" and not has_layout else Verdict.CONTRADICTED


def _shape_evidence(ran: Mapping[str, Any], refused: Sequence[Mapping[str, Any]]) -> str:
    """How the network runs, and why it did not run as declared."""
    words = f"runs {ran['words']}"
    if not refused:
        return words
    # The most telling refusal is that of the declared sizes in the layout which runs.
    alike = (
        trial
        for trial in refused
        if trial["layouts"] == ran["layouts"] and trial["kind"] != "standard"
    )
    first = next(alike, refused[0])
    return f"{words}; {first['words']}, {first['shapes']}, it {first['reason']}"


def output_checks(classes: Classes | None, answer: Mapping[str, Any]) -> Iterator[Check]:
    """The shapes of the outputs, and the stated number of classes against their last axes."""
    outputs: Sequence[Sequence[int]] = answer.get("outputs", [])
    if not outputs:
        return
    yield Check("output shape", "", shape_words(outputs), Verdict.NOT_STATED, "one forward pass")
    if classes is None:
        return
    widths = [shape[-1] for shape in outputs if shape]
    claimed = f"{classes.number} ({classes.source})"
    if classes.number in widths:
        evidence = "the last axis of an output"
        yield Check("classes", claimed, str(classes.number), Verdict.CONFIRMED, evidence)
    elif classes.number + 1 in widths and len(outputs) > 1:
        evidence = "the last axis of an output, with background"
        yield Check("classes", claimed, str(classes.number + 1), Verdict.CONFIRMED, evidence)
    elif len(outputs) == 1 and len(outputs[0]) == 2:
        evidence = "the last axis of the output"
        yield Check("classes", claimed, str(widths[0]), Verdict.CONTRADICTED, evidence)


def _without_batch(layout: str) -> str:
    return layout.replace("N", "")


def _list(shape: Sequence[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"
