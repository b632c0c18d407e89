"""What a terminal shows: colours, links, and how wide a text is."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def paint(text: str, code: str, colour: bool) -> str:
    """``text`` in the colour ``code`` (ECMA-48, section 8.3.117, select graphic rendition)."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def link(text: str, file: str) -> str:
    """``text`` that leads to ``file`` when it is clicked (OSC 8; terminals that do not know it show the text)."""
    return f"\x1b]8;;{Path(file).absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\" if file else text


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal (Unicode Standard Annex 11: wide and full-width take two)."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )
