"""A file of the site, and the part of a page that comes from a card alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class CardBody(NamedTuple):
    """The words of a card and the lines of Python that use it, as HTML that is safe to publish.

    ``links`` are the UIDs of the cards that the words link to, whether or not there are such cards.
    """

    words: str
    snippet: str
    links: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One file of the site: its path below the site's folder, with ``/``, and its bytes.

    What is in ``more`` follows ``data``: pieces of a file too large to hold in memory at once, the
    same at every iteration. A page that ``stands`` is in the folder already; it has no bytes here.
    """

    path: str
    data: bytes
    more: Iterable[bytes] = ()
    stands: bool = False

    @property
    def whole(self) -> bytes:
        """All bytes of the file."""
        return b"".join((self.data, *self.more))
