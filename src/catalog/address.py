"""Where pages stand below the site's folder, and how one page links to another.

Paths are Unicode text with ``/``; links are relative and percent-encoded, so that the site works below any base
path and from a folder on disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

HOME = "index.html"
TASKS = "tasks/index.html"
GUIDE = "guide/index.html"
INDEX = "index.json"

_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[. ]+$')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_LONGEST = 120


def card_pages(uids: Mapping[str, str]) -> dict[str, str]:
    """The page of each card, by its key in the hub, from its UID: ``cards/`` and the UID with ``.html``.

    Names that some file system cannot write are changed, and a number tells pages apart that would be one file
    where case is ignored; all other UIDs stand as they are.
    """
    return _unique({key: "cards/" + "/".join(_file_name(part) for part in uid.split("/")) for key, uid in uids.items()})


def task_pages(ids: Iterable[str]) -> dict[str, str]:
    """The page of each task, by id."""
    return _unique({task: f"tasks/{_file_name(task)}" for task in ids}, taken={TASKS})


def _unique(wanted: dict[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    pages: dict[str, str] = {}
    used = {path.casefold() for path in taken}
    for key in sorted(wanted, key=lambda key: (not wanted[key].endswith(f"/{key}"), key)):
        path, number = f"{wanted[key]}.html", 2
        while path.casefold() in used:
            path, number = f"{wanted[key]}-{number}.html", number + 1
        used.add(path.casefold())
        pages[key] = path
    return pages


def _file_name(part: str) -> str:
    """``part`` as a name that Linux, macOS and Windows can write and that is no page itself."""
    name = _UNWRITABLE.sub("-", part)[:_LONGEST].rstrip(". ") or "-"
    name = f"{name}-" if _RESERVED.match(name) else name
    return f"{name[:-5]}-html" if name.lower().endswith(".html") else name


def to_root(path: str) -> str:
    """The relative way from the page at ``path`` to the site's folder: empty, or ``../`` as often as needed."""
    return "../" * path.count("/")


def link(path: str) -> str:
    """``path`` percent-encoded for use in a link."""
    return quote(path, safe="/~!$'()*+,;=@")
