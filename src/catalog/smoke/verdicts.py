"""What a card claims against what was measured: a check for each fact, with the evidence in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.model import Check, Count, Input, Verdict
from catalog.smoke.sources import Missing, Network

# Papers round, and sum up slightly different layers.
_MULTIPLY_ADDS_TOLERANCE = Decimal("0.01")
_UNMEASURED = "the network was not measured"


class Classes(NamedTuple):
    """How many classes a card states, and where it does: ``num_classes``, or the name of a data set."""

    number: int
    source: str


@dataclass(frozen=True)
class Claims:
    """All that a card says of its network that can be measured."""

    inputs: tuple[Input, ...] = ()
    parameters: tuple[Count, ...] = ()
    multiply_adds: tuple[Count, ...] = ()
    classes: Classes | None = None


class Figure(NamedTuple):
    """A measured number and what it counts, such as ``total``."""

    value: int
    what: str


def compare(claims: Claims, network: Network, answer: Mapping[str, Any], failure: str) -> tuple[Check, ...]:
    """Checks of the network itself, its input, outputs, classes, parameters and multiply-adds, in this order.

    ``answer`` is what the probe told, up to where it stopped; ``failure`` says why it did, or is empty.
    """
    return (
        _network(network, answer, failure),
        *_input(claims.inputs, answer),
        *_outputs(claims.classes, answer),
        *_parameters(claims.parameters, answer),
        *_multiply_adds(claims, answer),
    )


def untested(claims: Claims, missing: Missing) -> tuple[Check, ...]:
    """A check for the network, which cannot be tested here, and one for each claim that hangs on it."""
    return (
        Check("network", missing.stated, "", "not testable here", missing.reason),
        *_input(claims.inputs, {}),
        *_parameters(claims.parameters, {}),
        *_multiply_adds(claims, {}),
    )


def _network(network: Network, answer: Mapping[str, Any], failure: str) -> Check:
    measured = str(answer.get("network", ""))
    if failure:
        return Check("network", network.call, measured, "failed", failure)
    name = str(answer["name"])
    loader = (
        "" if name == name.lower() or network.factory else f"; only as {name!r}, which the hub's loader lower-cases"
    )
    return Check("network", network.call, measured, "confirmed", f"found by {network.how}; builds and runs{loader}")


def _input(declared: Sequence[Input], answer: Mapping[str, Any]) -> Iterator[Check]:
    stated = ", ".join(_list(each.shape) for each in declared)
    layout = ", ".join(filter(None, (each.layout for each in declared)))
    ran = answer.get("ran")
    if ran is None:
        if stated:
            yield Check("input shape", stated, "", "not testable here", _UNMEASURED)
        return
    shape = ", ".join("x".join(map(str, each)) for each in ran["shapes"])
    proved = ", ".join(filter(None, ran["layouts"]))
    verdict = _shape_verdict(ran["kind"], bool(declared), bool(layout))
    refused = answer.get("refused", []) if declared and verdict != "confirmed" else []
    yield Check("input shape", stated, shape, verdict, _shape_evidence(ran, refused))
    if proved:
        same = _without_batch(layout) == _without_batch(proved)
        agreed: Verdict = "not stated" if not layout else "confirmed" if same else "contradicted"
        yield Check("input layout", layout, proved, agreed, f"runs at {shape}, {ran['words']}")


def _shape_verdict(kind: str, is_declared: bool, has_layout: bool) -> Verdict:
    """Without a layout, a shape whose axes stand in another order is not wrong: the order is not stated."""
    if not is_declared:
        return "not stated"
    if kind in {"declared", "batch"}:
        return "confirmed"
    return "not stated" if kind == "transposed" and not has_layout else "contradicted"


def _shape_evidence(ran: Mapping[str, Any], refused: Sequence[Mapping[str, Any]]) -> str:
    words = f"runs {ran['words']}"
    if not refused:
        return words
    # The most telling refusal is that of the declared sizes in the layout which runs.
    alike = (each for each in refused if each["layouts"] == ran["layouts"] and each["kind"] != "standard")
    first = next(alike, refused[0])
    return f"{words}; {first['words']}, {first['shapes']}, it {first['reason']}"


def _outputs(classes: Classes | None, answer: Mapping[str, Any]) -> Iterator[Check]:
    outputs: Sequence[Sequence[int]] = answer.get("outputs", [])
    if not outputs:
        return
    shapes = ", ".join("x".join(map(str, shape)) for shape in outputs)
    yield Check("output shape", "", shapes, "not stated", "one forward pass")
    if classes is None:
        return
    widths = [shape[-1] for shape in outputs if shape]
    claimed = f"{classes.number} ({classes.source})"
    if classes.number in widths:
        yield Check("classes", claimed, str(classes.number), "confirmed", "the last axis of an output")
    elif classes.number + 1 in widths and len(outputs) > 1:
        yield Check(
            "classes", claimed, str(classes.number + 1), "confirmed", "the last axis of an output, with background"
        )
    elif len(outputs) == 1 and len(outputs[0]) == 2:
        yield Check("classes", claimed, str(widths[0]), "contradicted", "the last axis of the output")


def _parameters(claimed: Sequence[Count], answer: Mapping[str, Any]) -> Iterator[Check]:
    counts = answer.get("parameters")
    if counts is None:
        yield from _unmeasured("parameters", claimed)
        return
    figures = [
        Figure(counts["total"], "total, with the statistics of normalisation"),
        Figure(counts["trainable"], "trainable"),
    ]
    measured = f"{counts['trainable']:,} trainable, {counts['total']:,} in all"
    yield from _counts("parameters", claimed, figures, measured, Decimal(0), "counted in the network that was built")


def _multiply_adds(claims: Claims, answer: Mapping[str, Any]) -> Iterator[Check]:
    count = answer.get("multiply_adds")
    if count is None:
        yield from _unmeasured("multiply-adds", claims.multiply_adds)
        return
    ran = answer["ran"]
    where = f"counted at {', '.join('x'.join(map(str, each)) for each in ran['shapes'])}"
    figures = [Figure(count, "of the whole pass")]
    batch = ran["shapes"][0][0] if ran["layouts"][0].startswith("N") else 1
    if batch > 1:
        figures.append(Figure(count // batch, f"of one item of the batch of {batch}"))
    yield from _counts("multiply-adds", claims.multiply_adds, figures, f"{count:,}", _MULTIPLY_ADDS_TOLERANCE, where)


def _counts(
    fact: str, claimed: Sequence[Count], figures: Sequence[Figure], measured: str, tolerance: Decimal, where: str
) -> Iterator[Check]:
    """A check for each claim: confirmed by a figure within half its last digit, or ``tolerance`` of it if more."""
    if not claimed:
        yield Check(fact, "", measured, "not stated", where)
    for claim in claimed:
        margin = max(claim.resolution / 2, claim.value * tolerance)
        agreeing = [figure.what for figure in figures if abs(figure.value - claim.value) <= margin]
        if agreeing:
            yield Check(fact, claim.text, measured, "confirmed", f"{where}; agrees: {' and '.join(agreeing)}")
            continue
        twice = any(abs(2 * figure.value - claim.value) <= 2 * margin for figure in figures)
        hint = "; twice the count agrees, as where additions are counted apart" if twice and tolerance else ""
        yield Check(fact, claim.text, measured, "contradicted", f"{where}{hint}")


def _unmeasured(fact: str, claimed: Sequence[Count]) -> Iterator[Check]:
    for claim in claimed:
        yield Check(fact, claim.text, "", "not testable here", _UNMEASURED)


def _without_batch(layout: str) -> str:
    return layout.replace("N", "")


def _list(shape: Sequence[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"
