"""Remembers what a plain lint run printed, so that a run over the same bytes is only read, hashed and printed again."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from catalog import __version__
from catalog.model import CatalogError
from catalog.write import replace_file

_PACKAGE = Path(__file__).parents[1]


class Told(NamedTuple):
    """What a run printed to stdout and to stderr, and its exit status."""

    out: str
    complaints: str
    status: int


class Memory(NamedTuple):
    """Where a run is remembered: a file of the cache folder, named after all that decides what is printed."""

    path: Path

    def recall(self) -> Told | None:
        """What such a run printed; None where none is remembered or the entry cannot be read."""
        try:
            entry = json.loads(self.path.read_text(encoding="utf-8"))
            return Told(str(entry["out"]), str(entry["complaints"]), int(entry["status"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, told: Told) -> None:
        """Remember ``told`` in the place of every earlier run. A cache that cannot be written is no fault."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, json.dumps(told._asdict()).encode())
            for old in self.path.parent.glob("lint-*.json"):
                if old != self.path:
                    old.unlink()
        except (OSError, CatalogError):
            return


def memory(options: argparse.Namespace, folders: list[Path], root: Path, colour: bool) -> Memory | None:
    """Where a run with ``options`` over ``folders`` is remembered; None for a run that does more than print.

    ``root`` is the folder of the hub.
    """
    more = (options.fix, options.diff, options.since, options.baseline, options.stdin_filename, options.output)
    if options.no_cache or any(more) or os.environ.get("GITHUB_ACTIONS") or not all(one.is_dir() for one in folders):
        return None
    digest = hashlib.blake2b(digest_size=16)
    said = {key: str(value) for key, value in sorted(vars(options).items()) if key not in ("run", "cache")}
    variables = {name: value for name, value in os.environ.items() if name.startswith(("CI_", "GITLAB_", "GITEE_"))}
    digest.update(json.dumps([__version__, str(Path.cwd()), colour, said, sorted(variables.items())]).encode())
    for file in [*_code(), *_files(root / "schema"), root / "catalog.toml"]:
        _stamp(digest, file)
    for folder in folders:
        _contents(digest, folder)
    return Memory((options.cache or _cache_folder(root)) / f"lint-{digest.hexdigest()}.json")


def _cache_folder(root: Path) -> Path:
    """A folder for this hub in the user's own cache, so that a hub is left as it is."""
    from platformdirs import user_cache_path

    return user_cache_path("catalog-hub") / hashlib.blake2b(str(root).encode(), digest_size=8).hexdigest()


def _code() -> list[Path]:
    """Our own files: they decide what is found as much as the cards do."""
    shared = [_PACKAGE / "_data" / "schema", _PACKAGE.parents[1] / "schema"]
    return [*sorted(_PACKAGE.rglob("*.py")), *(path for folder in shared for path in _files(folder))]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_file())


def _stamp(digest: hashlib.blake2b, file: Path) -> None:
    """Let a file count by its size and time: for files that people do not edit between two runs without a new time."""
    try:
        status = file.stat()
    except OSError:
        return
    digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\0".encode(errors="surrogateescape"))


def _contents(digest: hashlib.blake2b, folder: Path) -> None:
    """Let every file below a folder count: cards by their bytes, others by their names, which links may lead to."""
    for where, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = f"{where}/{name}"
            digest.update(path.encode(errors="surrogateescape") + b"\0")
            if name.endswith(".md"):
                try:
                    data = Path(path).read_bytes()
                except OSError as error:
                    data = str(error).encode()
                digest.update(len(data).to_bytes(8, "big") + data)
