"""Text with places: what was read, where something stands in it, and how it may be changed."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

Route = tuple[str | int, ...]


class CatalogError(Exception):
    """A complaint for the user: what is wrong and what to do, in one sentence. Exit status 2."""


class Span(NamedTuple):
    """A half-open range of characters in ``Source.text``."""

    start: int
    end: int


class Place(NamedTuple):
    """Lines and columns from 1, in characters; the end column is past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Source:
    """A file as it was read: its path for people, its bytes, and its text.

    A byte that is not UTF-8 is one U+FFFD in ``text``, its index is in ``undecodable``.
    ``unreadable`` is the system's reason why the file could not be read at all. ``file`` is its
    path on the disk, which no report shows.
    """

    path: str
    uid: str
    data: bytes
    text: str
    undecodable: tuple[int, ...] = ()
    unreadable: str = ""
    file: str = ""

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))][:-1]

    @cached_property
    def _lines(self) -> list[str]:
        return [line.rstrip("\r") for line in self.text.split("\n")]

    def place(self, span: Span) -> Place:
        """Line and column of both ends of ``span``."""
        first = bisect.bisect_right(self._line_starts, span.start)
        last = bisect.bisect_right(self._line_starts, span.end)
        return Place(
            first,
            span.start - self._line_starts[first - 1] + 1,
            last,
            span.end - self._line_starts[last - 1] + 1,
        )

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        return self._lines[number - 1]

    def byte_range(self, span: Span) -> tuple[int, int]:
        """The half-open range of bytes in ``data`` that ``span`` stands for."""
        return self._byte_offset(span.start), self._byte_offset(span.end)

    def _byte_offset(self, index: int) -> int:
        length = len(self.text[:index].encode())
        return length - 2 * bisect.bisect_left(self.undecodable, index)


class Edit(NamedTuple):
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True)
class Fix:
    """Edits of one card that mend one finding; a safe fix changes the meaning of no value."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Fault(NamedTuple):
    """What could not be read as it stands; the syntax rules make a finding of it, by ``kind``."""

    kind: str
    span: Span
    message: str
    hint: str
    fix: Fix | None = None
