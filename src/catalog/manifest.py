"""The list of all pages that builds wrote into a folder, so that they know theirs from other people's files."""

from __future__ import annotations

import json
import re
from pathlib import Path

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


def manifest(paths: set[str]) -> bytes:
    """The list as it stands in its file."""
    return json.dumps({"version": 1, "pages": sorted(paths)}, indent=0).encode() + b"\n"


def stays_inside(path: str) -> bool:
    """Whether ``path`` leads to a file of a site that is neither the list nor a page in the making."""
    return not _OUTSIDE.search(path)
