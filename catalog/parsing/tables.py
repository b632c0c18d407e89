"""The pipe tables in the body of a card, with a place for every cell."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.model import Card, Span

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$", re.M)
_CELL = re.compile(r"((?:\\.|`[^`]*`|[^|\\\n])*)(?:\||$)")


class Cell(NamedTuple):
    """The text of a cell without its padding, and where it stands."""

    text: str
    where: Span


Row = tuple[Cell, ...]


class Table(NamedTuple):
    """A pipe table: its heading and the rows below (GitHub Flavored Markdown, section 4.10)."""

    heading: Row
    rows: tuple[Row, ...]


def read_tables(card: Card) -> tuple[Table, ...]:
    """The tables of the body, in order; those inside fenced blocks are text."""
    if not card.mentions("|"):
        return ()
    text = card.source.text
    tables = []
    for rule in _RULE.finditer(text, *card.body_span):
        if "|" not in rule[0] or card.is_block(rule.start()):
            continue
        start = text.rfind("\n", 0, max(rule.start() - 1, 0)) + 1
        heading = _row(text, start, rule.start() - 1)
        if heading:
            tables.append(Table(heading, _rows(text, rule.end() + 1, card.body_span.end)))
    return tuple(tables)


def _rows(text: str, start: int, end: int) -> tuple[Row, ...]:
    rows = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if "|" not in text[start:stop]:
            break
        rows.append(_row(text, start, stop))
        start = stop + 1
    return tuple(rows)


def _row(text: str, start: int, end: int) -> Row:
    line = text[start:end].rstrip()
    left = len(line) - len(line.lstrip())
    begin = start + left + (1 if line[left : left + 1] == "|" else 0)
    stop = start + len(line) - (1 if line.endswith("|") and not line.endswith("\\|") else 0)
    cells = []
    while begin <= stop:
        cell = _CELL.match(text, begin, stop)
        if cell is None:
            break
        inner = cell[1].strip()
        at = cell.start(1) + len(cell[1]) - len(cell[1].lstrip())
        cells.append(Cell(inner, Span(at, at + len(inner))))
        if cell.end() >= stop:
            break
        begin = cell.end()
    return tuple(cells)
