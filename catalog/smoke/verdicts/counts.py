"""Claimed counts of parameters and multiply-adds against those of the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.model import Check, Count, Verdict
from catalog.smoke.probe.layouts import shape_words
from catalog.smoke.verdicts import UNMEASURED
from catalog.smoke.verdicts.claims import NetworkClaims

# Papers round, and sum up slightly different layers.
_MULTIPLY_ADDS_TOLERANCE = Decimal("0.01")


class Figure(NamedTuple):
    """A measured number and what it counts, such as ``total``."""

    value: int
    what: str


def parameter_checks(claimed: Sequence[Count], answer: Mapping[str, Any]) -> Iterator[Check]:
    """Each claim against the total and the trainable count; the evidence says which agrees."""
    counts = answer.get("parameters")
    if counts is None:
        yield from _unmeasured("parameters", claimed)
        return
    figures = [
        Figure(counts["total"], "total, with the statistics of normalisation"),
        Figure(counts["trainable"], "trainable"),
    ]
    measured = f"{counts['trainable']:,} trainable, {counts['total']:,} in all"
    where = "counted in the network that was built"
    yield from _counts("parameters", claimed, figures, measured, Decimal(0), where)


def multiply_add_checks(claims: NetworkClaims, answer: Mapping[str, Any]) -> Iterator[Check]:
    """Each claim against the count; what is called FLOPs may also count additions apart."""
    count = answer.get("multiply_adds")
    if count is None:
        yield from _unmeasured("multiply-adds", (*claims.multiply_adds, *claims.flops))
        return
    ran = answer["ran"]
    where = f"counted at {shape_words(ran['shapes'])}"
    figures = [Figure(count, "multiply-adds of the whole pass")]
    batch = ran["shapes"][0][0] if ran["layouts"][0].startswith("N") else 1
    if batch > 1:
        figures.append(Figure(count // batch, f"multiply-adds of one item of the batch of {batch}"))
    measured = f"{count:,}"
    if claims.multiply_adds or not claims.flops:
        yield from _counts(
            "multiply-adds",
            claims.multiply_adds,
            figures,
            measured,
            _MULTIPLY_ADDS_TOLERANCE,
            where,
        )
    if claims.flops:
        apart = "FLOPs, a multiplication and an addition counted apart"
        figures += [
            Figure(2 * figure.value, f"{apart}, {figure.what.partition(' ')[2]}")
            for figure in figures
        ]
        yield from _counts(
            "multiply-adds", claims.flops, figures, measured, _MULTIPLY_ADDS_TOLERANCE, where
        )


def _counts(
    fact: str,
    claimed: Sequence[Count],
    figures: Sequence[Figure],
    measured: str,
    tolerance: Decimal,
    where: str,
) -> Iterator[Check]:
    """A check a claim, confirmed by a figure within half its last digit or ``tolerance`` of it."""
    if not claimed:
        yield Check(fact, "", measured, Verdict.NOT_STATED, where)
    for claim in claimed:
        margin = max(claim.resolution / 2, claim.value * tolerance)
        agreeing = [figure.what for figure in figures if abs(figure.value - claim.value) <= margin]
        if agreeing:
            evidence = f"{where}; agrees: {' and '.join(agreeing)}"
            yield Check(fact, claim.text, measured, Verdict.CONFIRMED, evidence)
            continue
        hint = ""
        if tolerance and any(
            abs(2 * figure.value - claim.value) <= 2 * margin for figure in figures
        ):
            hint = "; twice the count agrees, as where additions are counted apart"
        yield Check(fact, claim.text, measured, Verdict.CONTRADICTED, f"{where}{hint}")


def _unmeasured(fact: str, claimed: Sequence[Count]) -> Iterator[Check]:
    for claim in claimed:
        yield Check(fact, claim.text, "", Verdict.UNTESTABLE, UNMEASURED)
