"""What a run of many cards puts aside on the disk and takes up again, so that memory holds no more than lists need."""

from __future__ import annotations

import pickle
import weakref
from array import array
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import Generic, TypeVar

from catalog.model import CatalogError

_AT_ONCE = 1 << 16
_TAKEN_UP = 8
_PILED = 1024

Kept = TypeVar("Kept")


class Aside(Generic[Kept]):
    """Things in a file without a name, which goes when this does; each has a number, from 0.

    What is taken up is another object than the one put aside, and the same one as long as few others are taken up.
    Raises CatalogError where the system has no place for it.
    """

    def __init__(self) -> None:
        try:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # closed when this goes
        except OSError as error:
            raise CatalogError(
                f"cannot make a temporary file: {error.strerror or error}"
            ) from error
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])
        self._waiting = bytearray()
        self._taken_up: dict[int, Kept] = {}

    def put(self, thing: Kept) -> int:
        """The number of ``thing``, which is put aside."""
        data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        self._ends.append(self._ends[-1] + len(data))
        self._waiting += data
        if len(self._waiting) > _AT_ONCE:
            self._write()
        return len(self._ends) - 2

    def take(self, number: int) -> Kept:
        """The thing of that number. Raises IndexError where there is none."""
        if number not in self._taken_up:
            if len(self._taken_up) == _TAKEN_UP:
                del self._taken_up[next(iter(self._taken_up))]
            self._taken_up[number] = self._read(number)
        return self._taken_up[number]

    def __iter__(self) -> Iterator[Kept]:
        return (self._read(number) for number in range(len(self._ends) - 1))

    def _read(self, number: int) -> Kept:
        if self._waiting:
            self._write()
        start, end = self._ends[number], self._ends[number + 1]
        try:
            self._file.seek(start)
            data = self._file.read(end - start)
        except OSError as error:
            raise CatalogError(
                f"cannot read a temporary file: {error.strerror or error}"
            ) from error
        thing: Kept = pickle.loads(data)  # noqa: S301  # written by this object, into a file that nobody else can name
        return thing

    def _write(self) -> None:
        try:
            self._file.seek(0, 2)
            rest = memoryview(self._waiting)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise CatalogError(
                f"cannot write a temporary file: {error.strerror or error}"
            ) from error
        self._waiting = bytearray()


class Piles(Mapping[str, Iterator[Kept]]):
    """Piles of things that grow in any order, a key each, put aside whenever a thousand things wait."""

    def __init__(self) -> None:
        self._aside: Aside[list[Kept]] = Aside()
        self._parts: dict[str, list[int]] = {}
        self._waiting: dict[str, list[Kept]] = {}
        self._count = 0

    def add(self, key: str, thing: Kept) -> None:
        """Put ``thing`` on the pile of ``key``."""
        self._waiting.setdefault(key, []).append(thing)
        self._parts.setdefault(key, [])
        self._count += 1
        if self._count >= _PILED:
            self._put_aside()

    def _put_aside(self) -> None:
        for key, things in self._waiting.items():
            self._parts[key].append(self._aside.put(things))
        self._waiting, self._count = {}, 0

    def __getitem__(self, key: str) -> Iterator[Kept]:
        return self._things(key, self._parts[key])

    def _things(self, key: str, parts: list[int]) -> Iterator[Kept]:
        for part in parts:
            yield from self._aside.take(part)
        yield from self._waiting.get(key, ())

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)
