"""Files that are written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.hub.atomic_files import append_file, replace_file
from catalog.model import CatalogError


@pytest.mark.parametrize(
    ("old", "mode", "expected"), [(None, None, None), (b"x", 0o640, 0o640), (b"x", 0o755, 0o755)]
)
def test_a_file_is_replaced_and_keeps_its_mode(
    tmp_path: Path, old: bytes | None, mode: int | None, expected: int | None
) -> None:
    path = tmp_path / "a"
    if old is not None and mode is not None:
        path.write_bytes(old)
        path.chmod(mode)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert expected in (None, path.stat().st_mode & 0o777)
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_are_added_at_the_end(tmp_path: Path) -> None:
    for data in (b"one\n", b"two\r\n"):
        append_file(tmp_path / "a", data)
    assert (tmp_path / "a").read_bytes() == b"one\ntwo\r\n"


@pytest.mark.parametrize("write", [replace_file, append_file])
@pytest.mark.parametrize(
    ("name", "reason"), [("none/a", "No such file or directory"), ("folder", "Is a directory")]
)
def test_what_cannot_be_written_is_named(
    tmp_path: Path, write: Callable[[Path, bytes], None], name: str, reason: str
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CatalogError) as raised:
        write(tmp_path / name, b"new")
    assert str(raised.value) == f"cannot write {tmp_path / name}: {reason}"
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]
