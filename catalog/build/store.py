"""What earlier runs made, in one SQLite file: records of cards by key, and the pages they wrote.

Only the parent process opens it. What cannot be read is as good as missing, and a cache that cannot
be written is no fault. A store that has not this user's token is emptied: it comes from somewhere
else, and so does the HTML in it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from catalog.hub.digests import bytes_digest

_TABLES = """
create table if not exists origin (token text not null);
create table if not exists record (key text primary key, data blob not null);
create table if not exists page (
    path text primary key, key text not null, size integer not null, mtime integer not null
) without rowid;
"""
_FASTER = "pragma journal_mode = memory; pragma synchronous = off;"
_MOST_AT_ONCE = 500
_SUM = 4
_TOKEN = "token"  # noqa: S105  # the name of a file


class WrittenPage(NamedTuple):
    """A page that a build wrote: its key, and size and time of the file it became."""

    key: str
    size: int
    mtime: int

    def is_untouched(self, path: str) -> bool:
        """Whether the file at ``path`` has the size and the time that it had then."""
        try:
            status = os.lstat(path)  # asked of thousands of files
        except (OSError, ValueError):
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.mtime)


class RecordStore:
    """Records and pages of earlier runs. Without a path all of it goes when this does."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._used: set[str] = set()
        self._base = self._opened() if path else _created("")

    @property
    def is_kept(self) -> bool:
        """Whether a later run finds the records again."""
        return self._path is not None

    def _opened(self) -> sqlite3.Connection:
        path, token = self._path, _own_token()
        if path and token:
            for _ in range(2):
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    base = _created(str(path))
                    if _belongs(base, token):
                        return base
                    base.close()
                    path.unlink()
                except (sqlite3.Error, OSError):
                    _remove(path)
        return _created("")

    def load(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The records of those ``keys`` that have one; they count as used."""
        rows: dict[str, bytes] = {}
        rest = iter(keys)
        while chosen := list(islice(rest, _MOST_AT_ONCE)):
            marks = ",".join("?" * len(chosen))
            query = f"select key, data from record where key in ({marks})"  # noqa: S608  # marks only
            rows |= {
                key: row[_SUM:] for key, row in self._ask(query, chosen) if _is_whole(key, row)
            }
        self._used.update(rows)
        return rows

    def save(self, rows: Mapping[str, bytes]) -> None:
        """Put records in; they count as used."""
        self._used.update(rows)
        signed = ((key, _sum(key, data) + data) for key, data in rows.items())
        self._tell("replace into record values (?, ?)", signed)

    def use(self, keys: Iterable[str]) -> None:
        """Let the records of ``keys`` count as used."""
        self._used.update(keys)

    def pages(self) -> dict[str, WrittenPage]:
        """The pages that the last build wrote, by path."""
        return {
            path: WrittenPage(key, size, mtime)
            for path, key, size, mtime in self._ask("select path, key, size, mtime from page")
            if isinstance(path, str)
        }

    def save_pages(self, pages: Mapping[str, WrittenPage]) -> None:
        """Let ``pages`` be all that a build wrote."""
        self._tell("delete from page", [()])
        self._tell(
            "insert into page values (?, ?, ?, ?)", ((path, *page) for path, page in pages.items())
        )

    def drop_unused(self, kinds: Iterable[str]) -> None:
        """Drop records of ``kinds`` that this run did not use; a kind is how keys begin."""
        keys = {str(key) for (key,) in self._ask("select key from record")}
        unused = [(key,) for key in keys - self._used if key.startswith(tuple(kinds))]
        self._tell("delete from record where key = ?", unused)

    def close(self) -> None:
        """Keep what was put in."""
        try:
            self._base.commit()
            self._base.close()
        except sqlite3.Error:
            if self._path:
                _remove(self._path)

    def _ask(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._base.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeEncodeError):
            return []

    def _tell(self, command: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._base.executemany(command, rows)
        except (sqlite3.Error, UnicodeEncodeError):
            return


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _sum(key: str, data: bytes) -> bytes:
    """What a row begins with, to know it for the whole record of ``key``."""
    return zlib.crc32(data, zlib.crc32(key.encode())).to_bytes(_SUM)


def _is_whole(key: object, row: object) -> bool:
    return isinstance(key, str) and isinstance(row, bytes) and row[:_SUM] == _sum(key, row[_SUM:])


def _created(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level="DEFERRED")
    base.executescript(_FASTER + _TABLES)
    return base


def _belongs(base: sqlite3.Connection, token: str) -> bool:
    """Whether the store is this user's own; a new one becomes it."""
    tokens = {str(row[0]) for row in base.execute("select token from origin")}
    if not tokens:
        base.execute("insert into origin values (?)", (token,))
        return True
    return tokens == {token}


def _own_token() -> str:
    """A text that every store of this user has; empty where the user has no folder for it."""
    from platformdirs import user_state_path

    path = user_state_path("catalog-hub") / _TOKEN
    try:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(secrets.token_hex(16), encoding="ascii")
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def store_path(folder: str | Path, paths: Iterable[Path]) -> Path:
    """Where, in the cache ``folder``, records of the cards below ``paths`` are kept."""
    absolute = "\0".join(os.path.abspath(path) for path in paths)  # noqa: PTH100  # follows no link
    name = bytes_digest(absolute.encode(errors="surrogateescape"))
    return Path(folder, f"records-{name}.sqlite")


def written_pages(site: Path, keys: Mapping[str, str]) -> Iterator[tuple[str, WrittenPage]]:
    """The pages of ``keys`` that stand in the folder ``site``, with what to know them again by."""
    for path, key in keys.items():
        try:
            status = os.lstat(f"{site}/{path}")  # as above
        except OSError:
            continue
        yield path, WrittenPage(key, status.st_size, status.st_mtime_ns)
