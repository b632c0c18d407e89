"""BOD3: Markdown that is shown as plain signs instead of a heading or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span
from catalog.parsing.tables import read_tables
from catalog.rules.define import rule

_HEADING = re.compile(r"^(#{2,6})(?=[A-Za-z\u4e00-\u9fff])[^\n]*", re.M)
_ROWS = re.compile(r"(?:^[ \t]*\|(?:[^|\n]*\|){2,}[ \t]*\r?(?:\n|\Z))+", re.M)
_RULE = re.compile(r"[\s|:-]*")


@rule("BOD301", "heading-without-blank", "warning", "fixable")
def heading_without_blank(card: Card, hub: Hub) -> Iterator[Hit]:
    """A heading has no blank behind its signs, so it shows as text.

    bad body:
        ##Introduction

        A small network.

    good body:
        ## Introduction

        A small network.
    """
    for heading in (
        _HEADING.finditer(card.source.text, *card.body_span) if card.mentions("\n##") else ()
    ):
        if not card.is_block(heading.start()):
            fix = Fix(
                "put a blank behind the signs", (Edit(Span(heading.end(1), heading.end(1)), " "),)
            )
            where = Span(heading.start(), heading.start() + len(heading[0].rstrip()))
            yield Hit(
                card,
                where,
                "this is no heading without a blank",
                f"write '{heading[1]} ' before the title",
                fix,
            )


@rule("BOD302", "table-without-rule", "warning")
def table_without_rule(card: Card, hub: Hub) -> Iterator[Hit]:
    """Rows of a table stand without the line of dashes below the heading, so they show as text.

    bad body:
        | Model | Top-1 (%) |
        | ghostnet | 73.8 |

    good body:
        | Model | Top-1 (%) |
        | --- | --- |
        | ghostnet | 73.8 |
    """
    for rows in _ROWS.finditer(card.source.text, *card.body_span) if card.mentions("\n|") else ():
        first, *others = rows[0].splitlines()
        is_ruled = any(_RULE.fullmatch(line) for line in others)
        if others and not is_ruled and not card.is_block(rows.start()):
            where = Span(rows.start(), rows.start() + len(first.rstrip()))
            yield Hit(
                card,
                where,
                "a table without a line of dashes",
                "write | --- | --- | below the heading",
            )


@rule("BOD303", "uneven-table-row", "warning")
def uneven_table_row(card: Card, hub: Hub) -> Iterator[Hit]:
    """A row of a table has more or fewer cells than the heading.

    Cells too many are not shown at all, and of cells too few nobody knows which is missing.

    bad body:
        | Model | Top-1 (%) |
        | --- | --- |
        | ghostnet | 73.8 | 91.8 |

    good body:
        | Model | Top-1 (%) | Top-5 (%) |
        | --- | --- | --- |
        | ghostnet | 73.8 | 91.8 |
    """
    for table in read_tables(card):
        for row in table.rows:
            if row and len(row) != len(table.heading):
                where = Span(row[0].where.start, max(row[-1].where.end, row[0].where.start + 1))
                message = f"the row has {len(row)} cells, the heading {len(table.heading)}"
                yield Hit(card, where, message, "write one cell for each column")
