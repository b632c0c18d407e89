"""A page as a file: written, or compared with the file that is there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from itertools import islice

from catalog.model import Page

_AT_ONCE = 256


def write_page(path: str, page: Page) -> None:
    """Make a file. Raises OSError. Python's own files ask the system four things more of each."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        for piece in _pieces(page):
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _pieces(page: Page) -> Iterator[bytes]:
    """The bytes of ``page``, of one that is large some hundred lines at a time."""
    yield page.data
    more = iter(page.more)
    while piece := b"".join(islice(more, _AT_ONCE)):
        yield piece


def holds(path: str, page: Page) -> bool:
    """Whether the file at ``path`` is ``page``. Raises OSError where a folder stands in the way."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", path)
    if not stat.S_ISREG(status.st_mode) or (not page.more and status.st_size != len(page.data)):
        return False
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of paths
        if not page.more:
            return file.read() == page.data
        return all(file.read(len(piece)) == piece for piece in _pieces(page)) and not file.read(1)
