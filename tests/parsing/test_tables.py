"""Pipe tables of a body, cell by cell, with places."""

import pytest

from catalog.parsing.tables import Table, read_tables
from tests.cards import read_card

SIMPLE = "| a | b |\n|---|:-:|\n| 1 | 2 |\n"


def texts_of(body: str) -> list[list[list[str]]]:
    """Heading and rows of every table, as texts; every cell must stand where it says."""
    card = read_card(f"# T\n---\na: b\n---\n{body}")

    def texts(table: Table) -> list[list[str]]:
        rows = (table.heading, *table.rows)
        assert all(
            card.source.text[slice(*cell.where)] == cell.text for row in rows for cell in row
        )
        return [[cell.text for cell in row] for row in rows]

    return [texts(table) for table in read_tables(card)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("no table\n", []),
        (SIMPLE, [[["a", "b"], ["1", "2"]]]),
        ("a | b\n--- | ---\n1 | 2\n", [[["a", "b"], ["1", "2"]]]),
        (SIMPLE.replace("\n", "\r\n"), [[["a", "b"], ["1", "2"]]]),
        (
            "|  模型 |\U0001f600|\n|--|--|\n|é  |\t5.2 M|\n",
            [[["模型", "\U0001f600"], ["é", "5.2 M"]]],
        ),
        ("| a | |\n|--|--|\n| | 2 |\n", [[["a", ""], ["", "2"]]]),
        ("| a \\| b | `c | d` |\n|--|--|\n", [[["a \\| b", "`c | d`"]]]),
        ("a | b \\|\n--|--\n", [[["a", "b \\|"]]]),
        ("| a | b |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |\n", [[["a", "b"], ["1"], ["1", "2", "3"]]]),
        (f"{SIMPLE}\nwords\n\n{SIMPLE}", [[["a", "b"], ["1", "2"]]] * 2),
        (f"{SIMPLE}no more\n| 3 | 4 |\n", [[["a", "b"], ["1", "2"]]]),
        ("| a | b |\n|--|--|", [[["a", "b"]]]),
        (f"```\n{SIMPLE}```\n", []),
        ("a\n---\nb | c\n", []),
        ("| a | b |\n\n| 1 | 2 |\n", []),
    ],
)
def test_tables(body: str, expected: list[list[list[str]]]) -> None:
    assert texts_of(body) == expected
