"""Finding card files, and reading them whatever they are."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import CatalogError
from catalog.parsing.card_files import card_paths, card_uid, decode, make_source, read_source
from tests.cards import steady

FILES = (
    "b/1.0/b.md",
    "b/1.0/a.md",
    "a-b/1.0/a.md",
    "a/1.0/a.md",
    "a/README.md",
    "readme.md",
    "a/1.0/.draft.md",
    ".git/a.md",
    "a/1.0/a.txt",
    "a/1.0/A.MD",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("# A\n", encoding="utf-8")
    (tmp_path / "a" / "folder.md" / "1.0").mkdir(parents=True)
    (tmp_path / "a" / "folder.md" / "1.0" / "inner.md").touch()
    (tmp_path / "a" / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "1.0" / "broken.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "a" / "1.0" / "loop.md").symlink_to("loop.md")
    return tmp_path


def test_cards_are_found_by_uid_and_nothing_else_is(folder: Path) -> None:
    paths = [path.relative_to(folder).as_posix() for path in card_paths(folder)]
    own = ["a/1.0/a.md", "a/1.0/broken.md", "a/1.0/loop.md", "a/folder.md"]
    assert paths == ["a-b/1.0/a.md", *own, "b/1.0/a.md", "b/1.0/b.md"]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"cannot read the folder .*nowhere: No such file"):
        card_paths(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("cards/a/1.0/b.md", "cards", "a/1.0/b"),
        ("cards/a/1.0/b.md", "cards/a", "1.0/b"),
        ("cards/a/1.0/b.md", "elsewhere", "b"),
        ("cards/a/1.0/b.md.md", "cards", "a/1.0/b.md"),
    ],
)
def test_uid(path: str, root: str, expected: str) -> None:
    assert card_uid(Path(path), Path(root)) == expected


@pytest.mark.parametrize(
    ("data", "text", "undecodable"),
    [
        (b"", "", ()),
        ("é中\U0001f600".encode(), "é中\U0001f600", ()),
        (b"a\xe9b\xff", "a\ufffdb\ufffd", (1, 3)),
        ("\ufffd".encode() + b"\xe9", "\ufffd\ufffd", (1,)),
        (b"\xe4\xb8", "\ufffd\ufffd", (0, 1)),
    ],
)
def test_decode(data: bytes, text: str, undecodable: tuple[int, ...]) -> None:
    assert decode(data) == (text, undecodable)


@steady
@given(st.binary())
def test_every_byte_is_read(data: bytes) -> None:
    text, undecodable = decode(data)
    escaped = "".join(
        "\udcff" if index in undecodable else letter for index, letter in enumerate(text)
    )
    assert len(escaped.encode(errors="surrogateescape")) == len(data)


def test_a_source_knows_where_it_lies_and_what_it_is_called(folder: Path) -> None:
    source = read_source(folder / "a/1.0/a.md", folder, "shown.md")
    assert (source.path, source.uid, source.data, source.text) == (
        "shown.md",
        "a/1.0/a",
        b"# A\n",
        "# A\n",
    )
    assert source.file == str(folder / "a/1.0/a.md")
    assert source == make_source(b"# A\n", folder / "a/1.0/a.md", folder, "shown.md")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a/folder.md", "Is a directory"),
        ("a/1.0/broken.md", "No such file or directory"),
        ("a/1.0/loop.md", "Too many levels of symbolic links"),
    ],
)
def test_what_cannot_be_read_says_why(folder: Path, name: str, reason: str) -> None:
    source = read_source(folder / name, folder, name)
    assert (source.unreadable, source.data, source.text) == (reason, b"", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_without_permission_it_says_so(folder: Path) -> None:
    (folder / "a/1.0/a.md").chmod(0)
    assert read_source(folder / "a/1.0/a.md", folder, "a.md").unreadable == "Permission denied"
