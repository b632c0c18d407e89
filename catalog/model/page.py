"""A file of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Words(NamedTuple):
    """Where a page has the words of a card's author: the card's path, and the range of bytes."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """One file of the site: its path below the site's folder, with ``/``, and its bytes.

    ``words`` is known where the rest of the page does not depend on the words in it. What is in
    ``more`` follows ``data``: pieces of a file too large to hold in memory at once, the same at
    every iteration.
    """

    path: str
    data: bytes
    words: Words | None = None
    more: Iterable[bytes] = ()

    @property
    def whole(self) -> bytes:
        """All bytes of the file."""
        return b"".join((self.data, *self.more))
