"""``models.csv``: a table of all cards for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from catalog.claims.facts import Facts
from catalog.model import Page
from catalog.website.urls import MODELS_CSV, encode_path

_COLUMNS = (
    "uid title model publisher task datasets mindspore_version backends licence parameters metrics"
    " updated status page"
)
_FORMULA = re.compile(r"[=+\-@\t\r\n|%\uff0b\uff0d\uff1d\uff20]")


def csv_page(cards: Sequence[Facts], pages: Mapping[str, str]) -> Page:
    """One row per card, sorted by UID; ``pages`` are by UID.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    return Page(MODELS_CSV, b"", more=_CsvRows(cards, pages))


class _CsvRows:
    """The lines of the table, its head first."""

    def __init__(self, cards: Sequence[Facts], pages: Mapping[str, str]) -> None:
        self._cards, self._pages = cards, pages

    def __iter__(self) -> Iterator[bytes]:
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\r\n")
        ordered = sorted(self._cards, key=lambda facts: facts.uid)
        rows = (_cells(facts, self._pages[facts.uid]) for facts in ordered)
        for cells in chain([_COLUMNS.split()], rows):
            writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
            yield line.getvalue().encode(errors="replace")
            line.seek(0)
            line.truncate()


def _cells(facts: Facts, page: str) -> tuple[str, ...]:
    return (
        *(facts.uid, facts.title, facts.model, facts.publisher, facts.task.text),
        "; ".join(label.text for label in facts.datasets),
        facts.version,
        "; ".join(label.text for label in facts.backends),
        facts.licence.id,
        str(facts.size or ""),
        "; ".join(f"{metric.label} {metric.value}" for metric in facts.metrics),
        *(facts.updated, facts.state, encode_path(page)),
    )
