"""Declared inputs against those that the network runs on, and classes against the shapes of its outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.claims.counts import Resolution
from catalog.model import Check, Input, Verdict
from catalog.smoke.verdicts.claims import Classes

UNMEASURED = "the network was not measured"


def input_checks(
    declared: Sequence[Input], answer: Mapping[str, Any], resolution: Resolution | None = None
) -> Iterator[Check]:
    """The declared shapes and layouts against the first trial that ran; without any, the resolution of the tables."""
    stated = ", ".join(_list(each.shape) for each in declared) or (
        resolution.text if resolution else ""
    )
    layout = ", ".join(filter(None, (each.layout for each in declared)))
    ran = answer.get("ran")
    if ran is None:
        if stated:
            yield Check("input shape", stated, "", Verdict.UNTESTABLE, UNMEASURED)
        return
    shape = ", ".join("x".join(map(str, each)) for each in ran["shapes"])
    proved = ", ".join(filter(None, ran["layouts"]))
    verdict = _shape_verdict(ran["kind"], bool(stated), bool(layout))
    refused = answer.get("refused", []) if stated and verdict != Verdict.CONFIRMED else []
    yield Check("input shape", stated, shape, verdict, _shape_evidence(ran, refused))
    if proved:
        same = _without_batch(layout) == _without_batch(proved)
        agreed = Verdict.CONFIRMED if same else Verdict.CONTRADICTED
        verdict = agreed if layout else Verdict.NOT_STATED
        yield Check("input layout", layout, proved, verdict, f"runs at {shape}, {ran['words']}")


def _shape_verdict(kind: str, is_declared: bool, has_layout: bool) -> Verdict:
    """Without a layout, a shape whose axes stand in another order is not wrong: the order is not stated."""
    if not is_declared:
        return Verdict.NOT_STATED
    if kind in {"declared", "batch"}:
        return Verdict.CONFIRMED
    return Verdict.NOT_STATED if kind == "transposed" and not has_layout else Verdict.CONTRADICTED


def _shape_evidence(ran: Mapping[str, Any], refused: Sequence[Mapping[str, Any]]) -> str:
    words = f"runs {ran['words']}"
    if not refused:
        return words
    # The most telling refusal is that of the declared sizes in the layout which runs.
    alike = (
        each for each in refused if each["layouts"] == ran["layouts"] and each["kind"] != "standard"
    )
    first = next(alike, refused[0])
    return f"{words}; {first['words']}, {first['shapes']}, it {first['reason']}"


def output_checks(classes: Classes | None, answer: Mapping[str, Any]) -> Iterator[Check]:
    """The shapes of the outputs, and the stated number of classes against their last axes."""
    outputs: Sequence[Sequence[int]] = answer.get("outputs", [])
    if not outputs:
        return
    shapes = ", ".join("x".join(map(str, shape)) for shape in outputs)
    yield Check("output shape", "", shapes, Verdict.NOT_STATED, "one forward pass")
    if classes is None:
        return
    widths = [shape[-1] for shape in outputs if shape]
    claimed = f"{classes.number} ({classes.source})"
    if classes.number in widths:
        yield Check(
            "classes", claimed, str(classes.number), Verdict.CONFIRMED, "the last axis of an output"
        )
    elif classes.number + 1 in widths and len(outputs) > 1:
        yield Check(
            "classes",
            claimed,
            str(classes.number + 1),
            Verdict.CONFIRMED,
            "the last axis of an output, with background",
        )
    elif len(outputs) == 1 and len(outputs[0]) == 2:
        yield Check(
            "classes", claimed, str(widths[0]), Verdict.CONTRADICTED, "the last axis of the output"
        )


def _without_batch(layout: str) -> str:
    return layout.replace("N", "")


def _list(shape: Sequence[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"
