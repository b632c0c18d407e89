"""The store of records: what is damaged, foreign or not used any more is missing, never a fault."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from catalog.build.store import RecordStore, WrittenPage, store_path, written_pages

ROWS = {f"card:{number}": b"a record %d" % number for number in range(600)} | {"page:1": b"words"}


@contextmanager
def opened(path: Path | None) -> Iterator[RecordStore]:
    with closing(RecordStore(path)) as store:
        yield store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that holds ``ROWS`` and one page."""
    path = tmp_path / "cache" / "records.sqlite"
    with opened(path) as store:
        store.save(ROWS)
        store.save_pages({"a.html": WrittenPage("key", 3, 7)})
    return path


def command(path: Path, text: str) -> None:
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(text)


def test_another_run_finds_what_was_saved(path: Path) -> None:
    with opened(path) as store:
        assert store.load([*ROWS, "card:none"]) == ROWS
        assert store.pages() == {"a.html": WrittenPage("key", 3, 7)}


def test_without_a_path_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with opened(None) as store:
        store.save(ROWS)
        assert store.load(ROWS) == ROWS
    with opened(None) as store:
        assert store.load(ROWS) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"no database",
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + os.urandom(len(data) - 4096),
        lambda data: b"\0" * len(data),
    ],
    ids=["empty", "text", "cut", "noise", "zeros"],
)
def test_a_damaged_file_is_replaced(path: Path, damage: Callable[[bytes], bytes]) -> None:
    path.write_bytes(damage(path.read_bytes()))
    with opened(path) as store:
        assert store.load(ROWS).items() <= ROWS.items()
        store.pages()
        store.drop_unused(("card:",))
        store.save({"card:new": b"new"})
        store.save_pages({"b.html": WrittenPage("other", 1, 1)})
    with opened(path) as store:
        assert store.load(ROWS).items() <= ROWS.items()
        store.save(ROWS)
    with opened(path) as store:
        assert store.load(ROWS) == ROWS


@pytest.mark.parametrize(
    "damage",
    [
        "update record set data = cast(data || x'00' as blob) where key = 'card:7'",
        "update record set data = substr(data, 2) where key = 'card:7'",
        "update record set data = x'' where key = 'card:7'",
        "update record set data = 'text' where key = 'card:7'",
        "update record set data = 7 where key = 'card:7'",
        "replace into record select 'card:7', data from record where key = 'card:8'",
        "update record set data = cast(replace(data, x'72', x'73') as blob) where key = 'card:7'",
        "delete from record where key = 'card:7'",
    ],
)
def test_a_damaged_record_is_missing(path: Path, damage: str) -> None:
    command(path, damage)
    with opened(path) as store:
        rest = {key: data for key, data in ROWS.items() if key != "card:7"}
        assert store.load(ROWS) == rest
        store.save({"card:7": ROWS["card:7"]})
        assert store.load(ROWS) == ROWS


@pytest.mark.parametrize(
    "damage",
    [
        "drop table page",
        "drop table record",
        "update page set path = x'ff00'",
        "update page set path = 7",
        "update page set size = 'three'",
        "update page set key = x'00'",
    ],
)
def test_a_damaged_table_is_no_fault(path: Path, damage: str) -> None:
    command(path, damage)
    (path.parent / "a.html").write_text("abc")
    with opened(path) as store:
        for name, page in store.pages().items():
            assert not page.is_untouched(f"{path.parent}/{name}") or page.key != "key"
        store.load(ROWS)


@pytest.mark.parametrize(
    "token", ["update origin set token = 'theirs'", "insert into origin values (1)"]
)
def test_the_store_of_somebody_else_is_emptied(path: Path, token: str) -> None:
    command(path, token)
    with opened(path) as store:
        assert (store.load(ROWS), store.pages()) == ({}, {})
        store.save({"card:1": b"mine"})
    with opened(path) as store:
        assert store.load(ROWS) == {"card:1": b"mine"}


def test_another_user_takes_no_record(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(path.parent / "another user"))
    with opened(path) as store:
        assert store.load(ROWS) == {}
        store.save(ROWS)
    with opened(path) as store:
        assert store.load(ROWS) == ROWS


def test_where_no_token_can_be_kept_nothing_is_remembered(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path.parent / "file").write_text("where the folder of the token would be")
    monkeypatch.setenv("XDG_STATE_HOME", str(path.parent / "file"))
    before = path.read_bytes()
    with opened(path) as store:
        assert store.load(ROWS) == {}
        store.save({"card:1": b"other"})
        assert store.load(["card:1"]) == {"card:1": b"other"}
    assert path.read_bytes() == before


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where the folder would be")
    (tmp_path / "records.sqlite").mkdir()
    for path in (tmp_path / "file" / "records.sqlite", tmp_path / "records.sqlite"):
        with opened(path) as store:
            store.save(ROWS)
            assert store.load(ROWS) == ROWS


def test_records_that_a_run_did_not_use_are_dropped(path: Path) -> None:
    with opened(path) as store:
        store.load(["card:1", "card:2"])
        store.use(["card:3"])
        store.save({"card:new": b"new"})
        store.drop_unused(("card:",))
    with opened(path) as store:
        expected = {"card:1", "card:2", "card:3", "card:new", "page:1"}
        assert {*store.load([*ROWS, "card:new"])} == expected


@pytest.mark.parametrize(
    ("data", "seconds", "is_untouched"),
    [(b"abc", 5, True), (b"abd", 5, True), (b"abcd", 5, False), (b"abc", 6, False)],
)
def test_a_page_is_known_by_size_and_time(
    tmp_path: Path, data: bytes, seconds: int, is_untouched: bool
) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(b"abc")
    os.utime(page, (5, 5))
    ((name, written),) = written_pages(tmp_path, {"a.html": "key", "none.html": "key"})
    assert (name, written.key) == ("a.html", "key")
    page.write_bytes(data)
    os.utime(page, (seconds, seconds))
    assert written.is_untouched(str(page)) is is_untouched


@pytest.mark.parametrize("name", ["none.html", "a\0b.html", "x" * 300])
def test_a_page_that_is_not_there_is_touched(tmp_path: Path, name: str) -> None:
    assert not WrittenPage("key", 3, 7).is_untouched(f"{tmp_path}/{name}")


def test_each_list_of_folders_has_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lists = [[Path("a")], [Path("b")], [Path("a"), Path("b")], [Path("b"), Path("a")]]
    assert len({store_path("cache", paths) for paths in lists}) == 4
    assert store_path("cache", [Path("a")]) == store_path("cache", [tmp_path / "a"])
