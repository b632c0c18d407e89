"""What a card says beside what was measured, row by row, with one state each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from catalog.model import Check, Count, Input, Metric, SmokeResult, Verdict, Vocabulary, fold

CLAIMED = "claimed"
UNCHECKED = "unchecked"
STATES = (
    *(verdict.id for verdict in sorted(Verdict, key=lambda verdict: verdict.works is None)),
    UNCHECKED,
)
"""The states of a card: the verdicts, those first that say whether its network works, or unchecked."""

# Four digits after a word are a name, such as COCO 2017.
_INTEGER = re.compile(r"(?<![\w.,=-])(?:\d{5,18}|(?<![A-Za-z] )\d{4})(?![\w.,])", re.ASCII)
_LIST = re.compile(r"\[(\d+(?:, \d+)+)\]", re.ASCII)
_BEFORE_WORD = re.compile(r"\b(\d[\d,.]*) (?=[a-z])", re.ASCII)
_TIMES = "\u00a0×\u00a0"
_SIZES = re.compile(r"(?<![\w.])\d{1,12}(?:x\d{1,12})+(?![\w.])", re.ASCII)
_SCALES = ((Decimal(10**9), "G"), (Decimal(10**6), "M"), (Decimal(10**3), "k"))
_ROUNDS_UP = Decimal("0.9995")


class Row(NamedTuple):
    """A fact, what the card says of it, what was measured, its state, and how it was found out.

    The state is the id of a verdict, or ``claimed``.
    """

    fact: str
    claimed: str
    measured: str
    state: str
    note: str = ""


def status_state(verdict: Verdict | None) -> str:
    """The state of a whole card: the id of its gravest verdict, or ``unchecked``."""
    return verdict.id if verdict else UNCHECKED


def rows(
    result: SmokeResult | None,
    claims: Iterable[Row],
    metrics: Iterable[Metric],
    units: Vocabulary,
    datasets: Vocabulary,
) -> tuple[Row, ...]:
    """Every check of the smoke run, then the metrics, which nobody measures; without a run, all claims instead.

    ``claims`` are the rows that a smoke run would check.
    """
    checked = tuple(_checked(check) for check in result.checks) if result else tuple(claims)
    known = {fold(row.fact) for row in checked}
    claimed = (metric_row(metric, units, datasets) for metric in metrics)
    return (*checked, *(row for row in claimed if fold(row.fact) not in known))


def _checked(check: Check) -> Row:
    return Row(
        sentence(check.fact),
        figure(check.claimed),
        figure(check.measured),
        check.verdict.id,
        check.evidence,
    )


def claimed_rows(
    inputs: Iterable[Input], parameters: Iterable[Count], multiply_adds: Iterable[Count]
) -> Iterator[Row]:
    """What the card says of its network, as claims."""
    for tensor in inputs:
        yield Row(
            sentence(tensor.name), f"{shape(tensor.shape)} {tensor.layout}".strip(), "", CLAIMED
        )
    for name, counts in (("Parameters", parameters), ("Multiply-adds", multiply_adds)):
        for count in counts:
            yield Row(name, amount(count), "", CLAIMED)


def metric_row(metric: Metric, units: Vocabulary, datasets: Vocabulary) -> Row:
    """A metric as a claim: its label and data set, its value with its unit."""
    dataset = datasets.find(metric.dataset) if metric.dataset else None
    on = dataset.label if dataset else metric.dataset
    return Row(f"{metric.label}, {on}" if on else metric.label, score(metric, units), "", CLAIMED)


def score(metric: Metric, units: Vocabulary) -> str:
    """The value of a metric as written, grouped by thousands, with the symbol of its unit."""
    term = units.find(metric.unit) if metric.unit else None
    symbol = str(term.data.get("symbol", "")) if term else metric.unit
    return f"{number(metric.value)}\u202f{symbol}" if symbol else number(metric.value)


def number(value: Decimal | int) -> str:
    """Digits as they are, grouped by thousands; a power of ten where there are too many to read."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > 15:
        return str(value)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def amount(count: Count) -> str:
    """A count to the precision that the card gives: ``5,204,476`` or ``5.2 M``."""
    if count.resolution > 1:
        for scale, letter in _SCALES:
            if count.value >= scale and count.resolution >= scale / 1000:
                decimals = max(0, scale.adjusted() - count.resolution.adjusted())
                return f"{count.value / scale:.{decimals}f}\u202f{letter}"
    return number(count.value.to_integral_value())


def file_size(size: Decimal | None) -> str:
    """Bytes to three digits: ``21.0 MB``; empty where none are told, or where nothing can have so many."""
    if size is None or not 0 < size < 10**18:
        return ""
    for scale, letter in _SCALES:
        if size >= scale:
            shown = size / scale
            return f"{shown:,.{max(0, 2 - shown.adjusted())}f}\u202f{letter}B"
    return f"{size:.0f}\u202fB"


def brief(value: int) -> str:
    """A count to three digits: ``5.2 M``, ``138 M``; as it is below a thousand."""
    for scale, letter in _SCALES:
        if value >= scale * _ROUNDS_UP:
            shown = f"{value / scale:.3g}" if value < 999 * scale else f"{value / scale:,.0f}"
            return f"{shown}\u202f{letter}"
    return str(value)


def shape(sizes: Iterable[int]) -> str:
    """Sizes with a multiplication sign between them."""
    return _TIMES.join(f"{size:,}" for size in sizes)


def figure(text: str) -> str:
    """A text of a report made easier to read: integers grouped, sizes of a shape with signs between them.

    ``3x224x224`` and ``[3, 224, 224]`` both come out as ``3 × 224 × 224``.
    """
    text = _LIST.sub(lambda match: match[1].replace(", ", "x"), text)
    text = _SIZES.sub(lambda match: shape(map(int, match[0].split("x"))), text)
    text = _INTEGER.sub(lambda match: f"{int(match[0]):,}", text)
    return _BEFORE_WORD.sub("\\1\u00a0", text)


def sentence(text: str) -> str:
    """``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]
