"""Publishes pages into a folder: a build that dies leaves the old site whole, or the new one.

The new tree is made in a folder beside the site: changed pages are written, all other files are
hard links. Then the two folders change places in one step, and what is left of the old tree is
deleted; one page alone is renamed into its place. Where the system cannot exchange folders, new
pages are renamed one by one, shared files first, then pages from the deepest folder up, so that at
any moment a link leads to a page that exists. Nothing to change touches nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.model import CatalogError, Page
from catalog.publish.manifest import MANIFEST, STAGING, manifest, manifest_paths, stays_inside
from catalog.publish.page_files import holds, write_page
from catalog.publish.swap import exchange


@dataclass(frozen=True)
class Published:
    """Sorted paths of pages: those that were written, those left alone, those removed.

    ``at_once`` says whether the new site took the old one's place in one step.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    at_once: bool = True


def publish(
    pages: Iterable[Page],
    site: Path,
    progress: Callable[[int], None] = lambda _count: None,
) -> Published:
    """What was done to ``site`` so that it holds ``pages``; files of others stay.

    ``progress`` is called with the number of pages made so far.

    Raises:
        CatalogError: a file cannot be written, or two pages have one path; the old site is whole.
    """
    site = Path(os.path.realpath(site))
    staging = site / STAGING
    try:
        staging = _staging(site)
        earlier = manifest_paths(site)
        written, same = _stage(pages, site, staging, progress)
        unchanged = sorted(same)
        current = {*written, *unchanged}
        removed = sorted(earlier - current)
        at_once = True
        if written or removed or earlier != current:
            stays = set(unchanged)

            def is_gone(path: str) -> bool:
                return path not in stays and (
                    path in current or path in earlier or path == MANIFEST
                )

            below = _folder_of(written, site) if earlier == current else ""
            if below and len(written) == 1:
                _rename(written, site, staging)
            elif staging.parent == site or not _replace_at_once(
                current, is_gone, site, staging, below
            ):
                at_once = False
                _replace_one_by_one(
                    sorted(written, key=_swap_order), removed, current | earlier, site, staging
                )
                _record(current, site, staging)
    except OSError as error:
        raise CatalogError(
            f"cannot write {error.filename or site}: {error.strerror or error}"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Published(tuple(sorted(written)), tuple(sorted(unchanged)), tuple(removed), at_once)


def compare_pages(pages: Iterable[Page], site: Path) -> Published:
    """What ``publish`` would do to ``site``. Nothing is written.

    Raises:
        CatalogError: a file cannot be read, or a folder stands where a page belongs.
    """
    try:
        states = {page.path: page.stands or holds(f"{site}/{page.path}", page) for page in pages}
    except OSError as error:
        raise CatalogError(
            f"cannot read {error.filename or site}: {error.strerror or error}"
        ) from error
    removed = sorted(manifest_paths(site) - states.keys())
    written, unchanged = (
        tuple(sorted(path for path in states if states[path] is held)) for held in (False, True)
    )
    return Published(written, unchanged, tuple(removed))


def staging_beside(site: Path) -> Path:
    """The folder in which the new tree is made."""
    return site.with_name(f".{site.name}{STAGING}")


def _staging(site: Path) -> Path:
    """An empty folder beside the site; inside it where folders cannot be moved into the site."""
    beside, inside = staging_beside(site), site / STAGING
    for left in (beside, inside):
        shutil.rmtree(left, ignore_errors=True)
    site.mkdir(parents=True, exist_ok=True)
    try:
        (beside / STAGING).mkdir(parents=True)
        (beside / STAGING).replace(inside)
        inside.rmdir()
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        inside.mkdir(exist_ok=True)
        return inside
    return beside


def _stage(
    pages: Iterable[Page], site: Path, staging: Path, progress: Callable[[int], None]
) -> tuple[list[str], list[str]]:
    """Paths of the pages now in ``staging``, and of those that ``site`` holds byte for byte."""
    written: list[str] = []
    unchanged: list[str] = []
    seen: set[str] = set()
    folders: set[str] = set()
    for count, page in enumerate(pages, 1):
        if page.path in seen or not stays_inside(page.path):
            raise CatalogError(
                f"cannot write {page.path!r}: "
                "two pages have this path, or it leaves the site's folder"
            )
        seen.add(page.path)
        if page.stands or holds(f"{site}/{page.path}", page):
            unchanged.append(page.path)
        else:
            folder, _, _ = page.path.rpartition("/")
            if folder not in folders:
                (staging / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            write_page(f"{staging}/{page.path}", page)
            written.append(page.path)
        progress(count)
    return written, unchanged


def _folder_of(paths: Iterable[str], site: Path) -> str:
    """The deepest folder with all of ``paths``, and a slash; empty for the site's own.

    Where links lead elsewhere on the way, the whole site is replaced.
    """
    folder = os.path.commonpath([path.rpartition("/")[0] for path in paths])
    return f"{folder}/" if folder and os.path.realpath(site / folder) == f"{site}/{folder}" else ""


def _replace_at_once(
    current: set[str], is_gone: Callable[[str], bool], site: Path, staging: Path, below: str
) -> bool:
    """Add links to what stays to ``staging``; let its folder ``below`` take that of the site.

    False where the system cannot; the site is then as it was.
    """
    linked: set[str] = set()
    try:
        for path, is_folder in _files(str(site), below):
            if is_gone(path):
                continue
            _link(f"{site}/{path}", f"{staging}/{path}", is_folder)
            linked.add(path)
        if not below:
            write_page(f"{staging}/{MANIFEST}", manifest(current))
        shutil.copymode(site / below, staging / below)
    except OSError:
        return False
    if not exchange(staging / below, site / below):
        return False
    _rescue(lambda path: path in linked or is_gone(path), site, staging, below)
    return True


def _files(top: str, below: str = "") -> Iterator[tuple[str, bool]]:
    """Every file and every empty folder below ``top``: its path, and whether it is a folder."""
    with os.scandir(f"{top}/{below}") as entries_here:
        entries = list(entries_here)
    if not entries and below:
        yield below.rstrip("/"), True
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(top, f"{below}{entry.name}/")
        else:
            yield below + entry.name, False


def _link(source: str, target: str, is_folder: bool) -> None:
    if is_folder:
        os.makedirs(target, exist_ok=True)  # noqa: PTH103  # thousands of paths
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103  # as above
        os.link(source, target, follow_symlinks=False)


def _rescue(is_known: Callable[[str], bool], site: Path, old: Path, below: str) -> None:
    """Move what others put into the old tree while the new one was made into the site."""
    for path, is_folder in _files(str(old), below):
        if not is_folder and not is_known(path) and not os.path.lexists(site / path):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).rename(site / path)


def _replace_one_by_one(
    written: Iterable[str], removed: Iterable[str], listed: set[str], site: Path, staging: Path
) -> None:
    """Rename what is new, then delete what is no more; until then the manifest names all of it."""
    _record(listed, site, staging)
    _rename(written, site, staging)
    for path in removed:
        (site / path).unlink(missing_ok=True)
        for folder in list((site / path).parents)[: path.count("/")]:
            try:
                folder.rmdir()
            except OSError:
                break


def _rename(written: Iterable[str], site: Path, staging: Path) -> None:
    for path in written:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).replace(site / path)


def _swap_order(path: str) -> tuple[bool, int, str]:
    """Shared files, then pages from the deepest up: what is linked to precedes what links."""
    return path.endswith((".html", ".json", ".xml")), -path.count("/"), path


def _record(paths: set[str], site: Path, staging: Path) -> None:
    """Make the manifest name ``paths``; untouched where it does."""
    page = manifest(paths)
    if not holds(f"{site}/{MANIFEST}", page):
        write_page(f"{staging}/{MANIFEST}", page)
        (staging / MANIFEST).replace(site / MANIFEST)
