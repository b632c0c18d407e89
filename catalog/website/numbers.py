"""Figures as pages write them: grouped digits, units, scales, shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from catalog.model import Count, Metric, Vocabulary

# Four digits after a word are a name, such as COCO 2017.
_INTEGER = re.compile(r"(?<![\w.,=-])(?:\d{5,18}|(?<![A-Za-z] )\d{4})(?![\w.,])", re.ASCII)
_LIST = re.compile(r"\[(\d+(?:, \d+)+)\]", re.ASCII)
_BEFORE_WORD = re.compile(r"\b(\d[\d,.]*) (?=[a-z])", re.ASCII)
_TIMES = "\u00a0×\u00a0"
_SIZES = re.compile(r"(?<![\w.])\d{1,12}(?:x\d{1,12})+(?![\w.])", re.ASCII)
_SCALES = ((Decimal(10**9), "G"), (Decimal(10**6), "M"), (Decimal(10**3), "k"))
_ROUNDS_UP = Decimal("0.9995")


def format_metric(metric: Metric, units: Vocabulary) -> str:
    """The value of a metric as written, grouped by thousands, with the symbol of its unit."""
    term = units.find(metric.unit) if metric.unit else None
    symbol = str(term.data.get("symbol", "")) if term else metric.unit
    return f"{format_number(metric.value)}\u202f{symbol}" if symbol else format_number(metric.value)


def format_number(value: Decimal | int) -> str:
    """Digits as they are, grouped by thousands; a power of ten where there are too many to read."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > 15:
        return str(value)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def format_count(count: Count) -> str:
    """A count to the precision that the card gives: ``5,204,476`` or ``5.2 M``."""
    if count.resolution > 1:
        for scale, letter in _SCALES:
            if count.value >= scale and count.resolution >= scale / 1000:
                decimals = max(0, scale.adjusted() - count.resolution.adjusted())
                return f"{count.value / scale:.{decimals}f}\u202f{letter}"
    return format_number(count.value.to_integral_value())


def format_bytes(size: Decimal | None) -> str:
    """Bytes to three digits: ``21.0 MB``; empty where unknown, or more than any file has."""
    if size is None or not 0 < size < 10**18:
        return ""
    for scale, letter in _SCALES:
        if size >= scale:
            shown = size / scale
            return f"{shown:,.{max(0, 2 - shown.adjusted())}f}\u202f{letter}B"
    return f"{size:.0f}\u202fB"


def format_brief(value: int) -> str:
    """A count to three digits: ``5.2 M``, ``138 M``; as it is below a thousand."""
    for scale, letter in _SCALES:
        if value >= scale * _ROUNDS_UP:
            shown = f"{value / scale:.3g}" if value < 999 * scale else f"{value / scale:,.0f}"
            return f"{shown}\u202f{letter}"
    return str(value)


def format_shape(sizes: Iterable[int]) -> str:
    """Sizes with a multiplication sign between them."""
    return _TIMES.join(f"{size:,}" for size in sizes)


def group_digits(text: str) -> str:
    """``text`` of a report with its integers grouped, and a sign between the sizes of a shape.

    ``3x224x224`` and ``[3, 224, 224]`` both come out as ``3 × 224 × 224``.
    """
    text = _LIST.sub(lambda match: match[1].replace(", ", "x"), text)
    text = _SIZES.sub(lambda match: format_shape(map(int, match[0].split("x"))), text)
    text = _INTEGER.sub(lambda match: f"{int(match[0]):,}", text)
    return _BEFORE_WORD.sub("\\1\u00a0", text)


def capitalize_first(text: str) -> str:
    """``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]
