"""Where pages stand below the site's folder, and how one page links to another.

Paths are Unicode text with ``/``; links are relative and percent-encoded, so that the site works
below any base path and from a folder on disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote

from catalog.claims.facts import Facts

HOME_PAGE = "index.html"
MODELS_PAGE = "models/index.html"
BOARDS_PAGE = "leaderboards/index.html"
COMPARE_PAGE = "compare.html"
FINDINGS_PAGE = "findings.html"
EVIDENCE_PAGE = "evidence.html"
RULES_PAGE = "rules/index.html"
MISSING_PAGE = "404.html"
GUIDE_PAGE = "guide/index.html"
INDEX_JSON = "index.json"
MODELS_CSV = "models.csv"
FEED_XML = "feed.xml"
SEARCH_DATA = "assets/search-data.js"
COMPARE_DATA = "assets/compare-data.js"

_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]|[. ]+$')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s/]+")
_LONGEST = 120
_MOST_BYTES = 240
_Key = TypeVar("_Key", str, tuple[str, str])


def card_pages(uids: Mapping[str, str]) -> dict[str, str]:
    """``cards/``, the UID and ``.html``, by the card's key in the hub; ``uids`` are by that key.

    Only names that some file system cannot write are changed, and a number tells pages apart that
    would be the same file where case is ignored.
    """
    return _unique(
        {
            key: "cards/" + "/".join(_file_name(part) for part in uid.split("/"))
            for key, uid in uids.items()
        }
    )


def pages_of(cards: Iterable[Facts]) -> dict[str, str]:
    """The page of each card, by the card's key in the hub."""
    return card_pages({facts.uid: facts.card.uid for facts in cards})


def pages_below(folder: str, ids: Iterable[str]) -> dict[str, str]:
    """A page in ``folder`` for each of ``ids``, by id; none is the folder's own index."""
    wanted = {name: f"{folder}/{_file_name(_BETWEEN_WORDS.sub('-', name))}" for name in ids}
    return _unique(wanted, taken={f"{folder}/index.html"})


def model_pages(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The page of each model, by publisher and name."""
    wanted = {}
    for publisher, name in names:
        parts = [_file_name(_BETWEEN_WORDS.sub("-", part)) for part in (publisher, name) if part]
        wanted[publisher, name] = "/".join(["models", *parts])
    return _unique(wanted, taken={MODELS_PAGE})


def _unique(wanted: dict[_Key, str], taken: Iterable[str] = ()) -> dict[_Key, str]:
    pages: dict[_Key, str] = {}
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
    whole = _UNWRITABLE.sub("-", part)[:_LONGEST]
    name = whole.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ") or "-"
    name = f"{name}-" if _RESERVED.match(name) else name
    return f"{name[:-5]}-html" if name.lower().endswith(".html") else name


def beside(page: str, ending: str) -> str:
    """The file that stands beside ``page`` with another ending."""
    return f"{page.removesuffix('.html')}.{ending}"


def to_root(path: str) -> str:
    """The way from the page at ``path`` to the site's folder: ``../`` as often as needed."""
    return "../" * path.count("/")


@lru_cache(maxsize=4096)
def encode_path(path: str) -> str:
    """``path`` percent-encoded for use in a link."""
    return quote(path, safe="/~!$'()*+,;=@")
