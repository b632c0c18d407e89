"""Remembers what a build read and wrote, so that a build of the same bytes over the same site only verifies both.

A build that finds nothing changed ends here: it has read the settings' file by its bytes only, and no other room.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import islice

from catalog import __version__
from catalog.hub import digests as fingerprint

# As in common.py: typing and pathlib cost more than they are worth here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from catalog.model import Settings

_AT_ONCE = 1024
_FOLDERS = ("schema", "templates", "docs")
_FILES = ("catalog.toml", "mkdocs.yml")
MANIFEST = ".catalog.json"
BROKEN = (OSError, ValueError, TypeError, KeyError, AttributeError)
"""What a site that is not as it should be raises."""


class Inputs:
    """What a build reads: a digest of all but what cards say, and one of each file in the folder of cards, by path."""

    def __init__(self, world: str, cards: Mapping[str, str]) -> None:
        self.world, self.cards = world, cards
        self.all = fingerprint.digest(json.dumps([world, list(cards.items())]).encode())


class Standing:
    """The build of one command line: where it is remembered, and what its last run left behind."""

    def __init__(self, options: argparse.Namespace) -> None:
        said = [
            os.getcwd(),
            *map(str, (options.cards, options.site, options.smoke, options.strict)),
        ]  # noqa: PTH109  # see above
        self.name = fingerprint.digest(json.dumps([__version__, *said]).encode())
        folder = options.cache or fingerprint.cache_folder(os.getcwd())  # noqa: PTH109  # see above
        self.path = f"{folder}/build-{self.name}.json"
        self.entry = _entry(self.path)
        self._read: tuple[Mapping[str, Any], Inputs] | None = None

    def cards(self) -> int | None:
        """How many cards the site is of; None where it is not what the last run left behind."""
        try:
            count, plan = int(self.entry["cards"]), self.entry["plan"]
            is_same = (
                self.inputs(plan).all == self.entry["inputs"]
                and seal(stamps(plan["site"])) == self.entry["site"]
            )
        except BROKEN:
            return None
        return count if is_same else None

    def inputs(self, plan: Mapping[str, Any]) -> Inputs:
        """What a build with ``plan`` reads; read once."""
        if self._read is None or self._read[0] != plan:
            self._read = plan, inputs(plan)
        return self._read[1]

    def keep(self, plan: Mapping[str, Any], read: Inputs, site: str, cards: int) -> None:
        """Remember that the site, whose seal is ``site``, is of what was read. Failing to is no fault."""
        from pathlib import Path

        from catalog.hub.atomic_files import replace_file
        from catalog.model import CatalogError

        entry = {"plan": plan, "inputs": read.all, "site": site, "cards": cards}
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(Path(self.path), json.dumps(entry).encode())
        except (OSError, CatalogError):
            return


def _entry(path: str) -> Mapping[str, Any]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # see above
            entry = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def plan(
    options: argparse.Namespace, settings: Settings, cards: Path, site: Path
) -> dict[str, Any]:
    """What a build with ``options`` reads and writes, as plain data."""
    results = f"{settings.root}/{settings.smoke_results}" if settings.smoke_results else ""
    return {
        "root": settings.root,
        "above": [
            str(folder) for folder in (*_above(os.getcwd()), *_above(os.path.abspath(cards)))
        ],  # noqa: PTH109, PTH100  # see above
        "cards": str(cards),
        "site": str(site),
        "skip": settings.site,
        "results": [str(path) for path in (options.smoke, results) if path],
        "sources": list(settings.smoke_sources.values()),
    }


def _above(folder: str) -> list[str]:
    """``folder`` and all that it lies in: where ``catalog.toml`` may stand, now or at the next build."""
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:  # noqa: PTH120  # see above
        found.append(os.path.dirname(found[-1]))  # noqa: PTH120  # see above
    return found


def inputs(plan: Mapping[str, Any]) -> Inputs:
    """Digests of all that a build with ``plan`` reads."""
    root = plan["root"]
    total = fingerprint.begun(json.dumps([__version__, sys.version, plan]).encode())
    fingerprint.stamp(total, [*fingerprint.installed(), *fingerprint.code()])
    fingerprint.stamp(total, fingerprint.networks_of(root, plan["skip"], plan["sources"]))
    fingerprint.contents(total, [f"{root}/{name}" for name in _FILES])
    fingerprint.contents(total, [f"{folder}/{_FILES[0]}" for folder in plan["above"]])
    fingerprint.contents(total, plan["results"])
    for name in _FOLDERS:
        fingerprint.contents(total, fingerprint.files(f"{root}/{name}"))
    found = dict(fingerprint.each_card(plan["cards"]))
    total.update("\0".join(found).encode(errors="surrogateescape"))
    return Inputs(total.hexdigest(), found)


def stamps(site: str) -> Iterator[tuple[str, bytes]]:
    """The path of every page of the site with its size and time. Raises one of ``BROKEN`` where it lacks one."""
    with open(f"{site}/{MANIFEST}", "rb") as file:  # noqa: PTH123  # see above
        pages = json.loads(file.read())["pages"]
    return stamped(site, pages)


def stamped(site: str, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """``pages`` of the site with their sizes and times. Raises OSError where it lacks one."""
    folder, place = "", os.open(site, os.O_RDONLY)
    try:
        for path in pages:
            where, _, name = path.rpartition("/")
            if where != folder:
                os.close(place)
                place, folder = os.open(f"{site}/{where}", os.O_RDONLY), where
            status = os.stat(name, dir_fd=place, follow_symlinks=False)
            yield path, b"%d %d," % (status.st_size, status.st_mtime_ns)
    finally:
        os.close(place)


def seal(found: Iterable[tuple[str, bytes]]) -> str:
    """A digest of stamps."""
    total, rest = fingerprint.begun(), iter(found)
    while some := [
        path.encode(errors="surrogateescape") + stamp for path, stamp in islice(rest, _AT_ONCE)
    ]:
        total.update(b"".join(some))
    return total.hexdigest()
