"""Publish pages into a folder so that a build that dies leaves every page of the old site readable.

All new pages are first written to a staging folder inside the site, on the same file system. Only when the last
one is there are they renamed into place: shared files first, then pages from the deepest folder up, so that at any
moment a link leads to a page that exists. Pages that an earlier build wrote and this one did not are removed last.
The folder itself is never replaced: a server that has it open goes on serving it.
"""

from __future__ import annotations

import errno
import json
import shutil
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog.model import CatalogError, Page

MANIFEST = ".catalog.json"
STAGING = ".catalog-staging"


@dataclass(frozen=True)
class Published:
    """Paths below the site's folder, sorted: pages that are new or changed, pages left alone, pages removed."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def publish(pages: Iterable[Page], site: Path, progress: Callable[[int], None] = lambda _count: None) -> Published:
    """What was done to ``site`` so that it holds ``pages``; files that no build wrote stay as they are.

    ``progress`` is called with the number of pages made so far.

    Raises:
        CatalogError: a file cannot be written, or two pages have one path; the old site is still whole.
    """
    staging = site / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        earlier = _earlier_paths(site)
        written, unchanged = _stage(pages, site, staging, progress)
        current = {*written, *unchanged}
        _record(current | earlier, site, staging)
        _swap(sorted(written, key=_swap_order), site, staging)
        removed = sorted(earlier - current)
        _remove(removed, site)
        _record(current, site, staging)
    except OSError as error:
        raise CatalogError(f"cannot write {error.filename or site}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(tuple(sorted(written)), tuple(sorted(unchanged)), tuple(removed))


def _stage(
    pages: Iterable[Page], site: Path, staging: Path, progress: Callable[[int], None]
) -> tuple[list[str], list[str]]:
    """Paths of the pages now in ``staging``, and of those that ``site`` already holds byte for byte."""
    written: list[str] = []
    unchanged: list[str] = []
    seen: set[str] = set()
    folders: set[str] = set()
    for count, page in enumerate(pages, 1):
        if page.path in seen or not _stays_inside(page.path):
            raise CatalogError(f"cannot write {page.path!r}: two pages have this path, or it leaves the site's folder")
        seen.add(page.path)
        if _holds(site / page.path, page.data):
            unchanged.append(page.path)
        else:
            folder, _, _ = page.path.rpartition("/")
            if folder not in folders:
                (staging / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            (staging / page.path).write_bytes(page.data)
            written.append(page.path)
        progress(count)
    return written, unchanged


def _stays_inside(path: str) -> bool:
    return bool(path) and not any(part in ("", ".", "..", STAGING, MANIFEST) for part in path.split("/"))


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file at ``path`` is ``data``. Raises OSError where a folder stands in the way."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", str(path))
    return status.st_size == len(data) and path.read_bytes() == data


def _swap_order(path: str) -> tuple[bool, int, str]:
    """Shared files first, then pages and indexes from the deepest up: what is linked to precedes what links."""
    return path.endswith((".html", ".json", ".xml")), -path.count("/"), path


def _swap(paths: Iterable[str], site: Path, staging: Path) -> None:
    for path in paths:
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / path).replace(target)


def _remove(paths: Iterable[str], site: Path) -> None:
    """Delete pages of an earlier build, and the folders that this leaves empty."""
    for path in paths:
        (site / path).unlink(missing_ok=True)
        for folder in list((site / path).parents)[: path.count("/")]:
            try:
                folder.rmdir()
            except OSError:
                break


def _earlier_paths(site: Path) -> set[str]:
    """Paths that earlier builds wrote; none where the manifest is missing or is not ours."""
    try:
        paths = json.loads((site / MANIFEST).read_bytes())["pages"]
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    names = paths if isinstance(paths, list) else []
    return {name for name in names if isinstance(name, str) and _stays_inside(name)}


def _record(paths: set[str], site: Path, staging: Path) -> None:
    """Make the manifest name ``paths``; untouched where it does."""
    data = json.dumps({"version": 1, "pages": sorted(paths)}, indent=0).encode() + b"\n"
    if not _holds(site / MANIFEST, data):
        (staging / MANIFEST).write_bytes(data)
        (staging / MANIFEST).replace(site / MANIFEST)


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all; a file that stands there keeps its mode.

    Raises:
        CatalogError: the folder is missing or full, or it is not permitted to write there.
    """
    staged = path.with_name(f".{path.name}.catalog")
    try:
        staged.write_bytes(data)
        if path.exists():
            staged.chmod(stat.S_IMODE(path.stat().st_mode))
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise CatalogError(f"cannot write {path}: {error.strerror or error}") from error


def append_file(path: Path, data: bytes) -> None:
    """Put ``data`` at the end of the file at ``path``, which is made where there is none. Raises CatalogError."""
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise CatalogError(f"cannot write {path}: {error.strerror or error}") from error
