"""Files of cards on the disk, found and read."""

from __future__ import annotations

import os
import re
from pathlib import Path

from catalog.model import CatalogError, Source

_LOST = re.compile("[\udc80-\udcff]")


def is_file(path: Path) -> bool:
    """Whether a file lies at ``path``, which may be longer than any system allows."""
    return os.path.isfile(path)  # noqa: PTH113  # pathlib raises for a name that is too long


def is_folder(path: Path) -> bool:
    """Whether a folder lies at ``path``; names as in ``is_file``."""
    return os.path.isdir(path)  # noqa: PTH112  # as above


def card_paths(folder: Path) -> list[Path]:
    """All ``.md`` files below ``folder``, sorted by UID, but for hidden ones and READMEs.

    A folder with the name of a card is listed too, so that it becomes a finding. Links to folders
    are not followed.

    Raises:
        CatalogError: a folder cannot be listed.
    """
    paths: list[str] = []
    for where, folders, files in os.walk(folder, onerror=_complain):
        paths += [f"{where}/{name}" for name in folders if name.endswith(".md")]
        folders[:] = [
            name for name in folders if not name.startswith(".") and not name.endswith(".md")
        ]
        for name in files:
            if name.endswith(".md") and not name.startswith(".") and name.lower() != "readme.md":
                paths.append(f"{where}/{name}")
    return [Path(path) for path in sorted(paths, key=lambda path: path.removesuffix(".md"))]


def card_uid(path: Path, root: Path) -> str:
    """The path of a card below ``root``, without ``.md``; its bare name where it lies elsewhere."""
    return _below(path.as_posix(), root.as_posix()).removesuffix(".md")


def _below(path: str, root: str) -> str:
    base = "" if root == "." else root.rstrip("/") + "/"
    return path.removeprefix(base) if path.startswith(base) else path.rpartition("/")[2]


def _complain(error: OSError) -> None:
    raise CatalogError(f"cannot read the folder {error.filename}: {error.strerror}")


def decode(data: bytes) -> tuple[str, tuple[int, ...]]:
    """``data`` as text, and the indices of the characters that stand for one lost byte each."""
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        escaped = data.decode(errors="surrogateescape")
        return _LOST.sub("\ufffd", escaped), tuple(
            match.start() for match in _LOST.finditer(escaped)
        )


def read_source(path: Path, root: Path, shown: str) -> Source:
    """The file at ``path``, ``shown`` in reports; ``unreadable`` says why there is no text."""
    uid = card_uid(path, root)
    try:
        data = path.read_bytes()
    except OSError as error:
        return Source(shown, uid, b"", "", unreadable=error.strerror or str(error), file=str(path))
    return make_source(data, path, root, shown)


def make_source(data: bytes, path: Path, root: Path, shown: str) -> Source:
    """``data`` as the file that stands, or would stand, at ``path``."""
    text, undecodable = decode(data)
    return Source(shown, card_uid(path, root), data, text, undecodable, file=str(path))
