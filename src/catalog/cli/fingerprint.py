"""Digests of everything that decides what a command does: our code, the hub's own files, and the cards."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.model import Settings

_PACKAGE = Path(__file__).parents[1]


def cache_folder(root: Path) -> Path:
    """A folder for the hub at ``root`` in the user's own cache, so that a hub is left as it is."""
    from platformdirs import user_cache_path

    return user_cache_path("catalog-hub") / hashlib.blake2b(str(root).encode(), digest_size=8).hexdigest()


def code() -> list[Path]:
    """Our own files: they decide what comes out as much as the cards do."""
    shared = [base / name for base in (_PACKAGE / "_data", _PACKAGE.parents[1]) for name in ("schema", "templates")]
    return [*sorted(_PACKAGE.rglob("*.py")), *(path for folder in shared for path in files(folder))]


def files(folder: Path) -> list[Path]:
    """Every file below ``folder``."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def stamp(digest: hashlib.blake2b, paths: Iterable[Path]) -> None:
    """Let files count by size and time: for files that people do not edit between two runs without a new time."""
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode(errors="surrogateescape"))


def contents(digest: hashlib.blake2b, paths: Iterable[Path]) -> None:
    """Let files count by their bytes."""
    for path in paths:
        _add(digest, str(path))


def networks(settings: Settings) -> list[Path]:
    """What the rules about networks and smoke results read: the hub's Python files, mirrors' branches, the results."""
    root = Path(settings.root)
    found = [root / settings.smoke_results] if settings.smoke_results else []
    for where, folders, names in os.walk(root):
        is_environment = "pyvenv.cfg" in names
        folders[:] = (
            [] if is_environment else sorted(name for name in folders if name[0] != "." and name != settings.site)
        )
        found += [Path(where, name) for name in sorted(names) if name.endswith(".py")]
    for source in settings.smoke_sources.values():
        if source.startswith("git+"):
            mirror = root / source.removeprefix("git+").partition("@")[0]
            for place in (mirror, mirror / ".git"):
                found += [place / "HEAD", place / "packed-refs", *files(place / "refs")]
    return found


def cards(digest: hashlib.blake2b, folder: Path) -> None:
    """Let every file below a folder count: cards by their bytes, others by their names, which links may lead to."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = f"{where}/{name}"
            if name.endswith(".md"):
                _add(digest, path)
            else:
                digest.update(path.encode(errors="surrogateescape") + b"\0")


def names(digest: hashlib.blake2b, folder: Path) -> None:
    """Let the names of all files below a folder count."""
    for where, folders, found in os.walk(folder):
        folders.sort()
        digest.update("\0".join([where, *sorted(found)]).encode(errors="surrogateescape") + b"\0\0")


def _add(digest: hashlib.blake2b, path: str) -> None:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # thousands of paths
            data = file.read()
    except OSError as error:
        data = str(error).encode()
    digest.update(path.encode(errors="surrogateescape") + b"\0" + len(data).to_bytes(8, "big") + data)
