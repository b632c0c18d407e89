"""The list of pages that builds wrote into a folder: all other files there are somebody else's."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from catalog.model import Page

MANIFEST = ".catalog.json"
STAGING = ".catalog-staging"
_OUTSIDE = re.compile(rf"(?:^|/)(?:\.{{0,2}}|{re.escape(STAGING)}|{re.escape(MANIFEST)})(?:/|\Z)")

_SUSPECT = ("//", "/.", "/\0", "\0/", "\0.", "\0\0")
"""What stands between paths where one of them may lead outside."""


def manifest_paths(site: Path) -> set[str]:
    """Paths that earlier builds wrote; none where the manifest is missing or is not ours."""
    try:
        paths = json.loads((site / MANIFEST).read_bytes())["pages"]
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    names = [name for name in paths if isinstance(name, str)] if isinstance(paths, list) else []
    joined = "\0".join(["", *names, ""])
    if not any(part in joined for part in _SUSPECT):
        return set(names)
    return {name for name in names if stays_inside(name)}


def manifest(paths: Collection[str]) -> Page:
    """The file of the list, a path a line."""
    return Page(MANIFEST, b'{\n"version": 1,\n"pages": [', more=_Lines(paths))


class _Lines:
    """The list in pieces, and what closes it."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths

    def __iter__(self) -> Iterator[bytes]:
        before = "\n"
        for path in sorted(self._paths):
            yield f"{before}{json.dumps(path)}".encode()
            before = ",\n"
        yield b"\n]\n}\n" if self._paths else b"]\n}\n"


def stays_inside(path: str) -> bool:
    """Whether ``path`` leads to a file of a site, other than the list and the staging folder."""
    return not _OUTSIDE.search(path)
