"""What a terminal shows: colours, links, and how wide a text is."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def paint(text: str, code: str, colour: bool) -> str:
    """``text`` in the colour ``code`` (ECMA-48, section 8.3.117, select graphic rendition)."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def hyperlink(text: str, file: str) -> str:
    """``text`` that opens ``file`` when it is clicked (OSC 8; other terminals show the text)."""
    if not file:
        return text
    return f"\x1b]8;;{Path(file).absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"


def width(text: str) -> int:
    """Columns of ``text`` on a terminal (Unicode Annex 11: wide and full-width take two)."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
