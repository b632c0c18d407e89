"""The counts and sizes that a card states of its network, in its header and its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from catalog.model import Card, Count, Span, fold
from catalog.parsing.tables import Cell, Row, Table, read_tables

_COUNT = re.compile(r"(\d[\d,_]*(?:\.\d+)?)\s*([kKMBG]|million)?\b")
_SCALES = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "million": 10**6, "B": 10**9, "G": 10**9}
_PARAMETERS = re.compile(r"(?:# ?)?param(?:eter)?s?(?:\s*\(?(?P<scale>[kKMBG])\)?)?", re.I)
_MULTIPLY_ADDS = re.compile(
    r"(?:flops|macs|multiply-adds|mult-adds)(?:\s*\(?(?P<scale>[kKMBG])\)?)?", re.I
)
_MODEL = re.compile(r"model(?: ?name| version)?|network|method", re.I)
_DATASET = re.compile(r"data ?sets?", re.I)
_RESOLUTION = re.compile(r"(?:input |image |img )?resolution|(?:input|image|img) size", re.I)
_SIDES = re.compile(r"([1-9]\d{1,3})(?:\s*[xX×*]\s*([1-9]\d{1,3}))?(?:\s*px)?")

_SHORTEST = 4


class Resolution(NamedTuple):
    """The size of an image in pixels, how the card writes it, and where."""

    height: int
    width: int
    text: str
    where: Span


def read_resolution(card: Card) -> Resolution | None:
    """The size of image that the card's tables state; None where they state none, or several."""
    cells = {
        (int(match[1]), int(match[2] or match[1])): row[index]
        for table in read_tables(card)
        for index, _ in _columns(table, _RESOLUTION)
        for row in _rows_of(card, table)
        if index < len(row) and (match := _SIDES.fullmatch(row[index].text.strip()))
    }
    if len(cells) != 1:
        return None
    (((height, width), cell),) = cells.items()
    return Resolution(height, width, cell.text.strip(), cell.where)


def read_parameters(card: Card) -> tuple[Count, ...]:
    """How many parameters the card states, in its header and in tables about its model."""
    return _counts(card, "parameters", _PARAMETERS)


def read_multiply_adds(card: Card) -> tuple[Count, ...]:
    """How many multiply-adds the card states; tables call them FLOPs."""
    return _counts(card, "multiply-adds", _MULTIPLY_ADDS)


def _counts(card: Card, key: str, label: re.Pattern[str]) -> tuple[Count, ...]:
    counts: dict[Decimal, Count] = {}
    in_header = parse_count(card.text(key), "", card.span(key)) if card.text(key) else None
    if in_header:
        counts[in_header.value] = in_header
    for table in read_tables(card):
        for count in _table_counts(card, table, label):
            counts[count.value] = count
    return tuple(counts.values())


def parse_count(text: str, scale: str, where: Span) -> Count | None:
    """``text``, such as ``5.2M`` or ``5,204,476``, as a number; None where it is none."""
    match = _COUNT.fullmatch(text.strip())
    if not match:
        return None
    digits = match[1].replace(",", "").replace("_", "")
    factor = _SCALES[match[2] or scale]
    decimals = len(digits.partition(".")[2])
    resolution = Decimal(factor).scaleb(-decimals)
    return Count(
        Decimal(digits) * factor,
        resolution,
        text.strip() + (f" {scale}" if scale and not match[2] else ""),
        where,
    )


def _table_counts(card: Card, table: Table, label: re.Pattern[str]) -> Iterator[Count]:
    """Counts of this card's model: from a column called parameters, or from a row called so."""
    columns = _columns(table, label)
    for index, heading in columns:
        for row in _rows_of(card, table):
            if index < len(row):
                yield from _cell_count(row[index], heading)
    if columns:
        return
    rows = (table.heading, *table.rows)
    for row in rows:
        match = label.fullmatch(row[0].text) if row else None
        if match:
            for index in _model_columns(card, rows):
                if index < len(row):
                    yield from _cell_count(row[index], match)


def _cell_count(cell: Cell, label: re.Match[str]) -> Iterator[Count]:
    scale = label["scale"] or ""
    count = parse_count(cell.text, scale if scale in _SCALES else scale.upper(), cell.where)
    if count and (scale or count.resolution >= 1):
        yield count


def _columns(table: Table, label: re.Pattern[str]) -> list[tuple[int, re.Match[str]]]:
    """The columns, but for the first, whose heading is ``label``."""
    return [
        (index, match)
        for index, cell in enumerate(table.heading)
        if index and (match := label.fullmatch(cell.text))
    ]


def _rows_of(card: Card, table: Table) -> Sequence[Row]:
    """The rows that name the card's model; else the only row, where it names the model in short.

    ``vit_b32`` alone in its table is short for ``vit_b32_224``, but not for ``vit_b320``.
    """
    rows = [row for row in table.rows if _names_model(card, row)]
    if rows or len(table.rows) != 1 or not table.rows[0]:
        return rows
    name, short = card.text("model-name").lower(), table.rows[0][0].text.strip().lower()
    is_short = len(short) >= _SHORTEST and name.startswith((f"{short}_", f"{short}-"))
    return table.rows if is_short else []


def _names_model(card: Card, row: Row) -> bool:
    names = {fold(card.text("model-name")), fold(card.title), fold(card.uid.file_name)} - {""}
    return any(fold(cell.text) in names for cell in row[:2])


def _model_columns(card: Card, rows: tuple[Row, ...]) -> list[int]:
    """Columns about this card's model, and its data set if named, where each row is a field."""
    by_label = {
        kind: row
        for row in rows
        for kind, label in (("model", _MODEL), ("data", _DATASET))
        if row and label.fullmatch(row[0].text)
    }
    if "model" not in by_label:
        return []
    names = {fold(card.text("model-name")), fold(card.title)} - {""}
    columns = [
        index for index, cell in enumerate(by_label["model"]) if index and fold(cell.text) in names
    ]
    trained_on = {fold(name) for name in card.texts("train-dataset")}
    data = by_label.get("data")
    if data and trained_on:
        columns = [
            index for index in columns if index < len(data) and fold(data[index].text) in trained_on
        ]
    return columns
