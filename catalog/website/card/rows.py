"""What a card says beside what was measured, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog.model import Check, Count, Input, Metric, SmokeResult, Vocabulary, fold
from catalog.website.numbers import (
    capitalize_first,
    format_count,
    format_metric,
    format_shape,
    group_digits,
)

CLAIMED = "claimed"


class EvidenceRow(NamedTuple):
    """A fact, what the card says of it, what was measured, its state, and how it was found out.

    The state is the id of a verdict, or ``claimed``.
    """

    fact: str
    claimed: str
    measured: str
    state: str
    note: str = ""


def evidence_rows(
    result: SmokeResult | None,
    claims: Iterable[EvidenceRow],
    metrics: Iterable[Metric],
    units: Vocabulary,
    datasets: Vocabulary,
) -> tuple[EvidenceRow, ...]:
    """Every check of the smoke run, then the metrics, which nobody measures.

    ``claims`` are the rows that a smoke run would check; they stand in its place without one.
    """
    checked = tuple(_checked(check) for check in result.checks) if result else tuple(claims)
    facts = {fold(row.fact) for row in checked}
    claimed = (metric_row(metric, units, datasets) for metric in metrics)
    return (*checked, *(row for row in claimed if fold(row.fact) not in facts))


def _checked(check: Check) -> EvidenceRow:
    return EvidenceRow(
        capitalize_first(check.fact),
        group_digits(check.claimed),
        group_digits(check.measured),
        check.verdict.id,
        check.evidence,
    )


def claimed_rows(
    inputs: Iterable[Input], parameters: Iterable[Count], multiply_adds: Iterable[Count]
) -> Iterator[EvidenceRow]:
    """What the card says of its network, as claims."""
    for tensor in inputs:
        yield EvidenceRow(
            capitalize_first(tensor.name),
            f"{format_shape(tensor.shape)} {tensor.layout}".strip(),
            "",
            CLAIMED,
        )
    for name, counts in (("Parameters", parameters), ("Multiply-adds", multiply_adds)):
        for count in counts:
            yield EvidenceRow(name, format_count(count), "", CLAIMED)


def metric_row(metric: Metric, units: Vocabulary, datasets: Vocabulary) -> EvidenceRow:
    """A metric as a claim: its label and data set, its value with its unit."""
    dataset = datasets.find(metric.dataset) if metric.dataset else None
    on = dataset.label if dataset else metric.dataset
    return EvidenceRow(
        f"{metric.label}, {on}" if on else metric.label, format_metric(metric, units), "", CLAIMED
    )
