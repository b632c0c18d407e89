"""Whether anything changed since a build: one digest of every option, setting and input file.

A build that finds nothing changed ends here: it has imported no other room.
"""

from __future__ import annotations

import json
import os
import sys

from catalog import __version__
from catalog.hub.digests import (
    add_contents,
    add_stamps,
    bytes_digest,
    cache_folder,
    card_digests,
    files_below,
    network_files_below,
    new_digest,
    own_files,
    package_folders,
)

# typing and pathlib cost more than they are worth here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from catalog.model import Settings

MANIFEST = ".catalog.json"
UNSEEN_OPTIONS = ("run", "cache", "no_cache", "jobs", "on")
"""Options that decide where work is done and where it is remembered, and nothing of the site."""
_FOLDERS = ("schema", "templates", "docs")
_FILES = ("catalog.toml", "mkdocs.yml")
_DAMAGED = (OSError, ValueError, TypeError, KeyError, AttributeError)


class BuildState:
    """What the last build with the same options read and wrote."""

    def __init__(self, options: argparse.Namespace) -> None:
        values = {name: str(value) for name, value in vars(options).items()}
        seen = sorted((name, value) for name, value in values.items() if name not in UNSEEN_OPTIONS)
        here = os.getcwd()  # noqa: PTH109  # see above
        name = bytes_digest(json.dumps([__version__, here, seen]).encode())
        self.folder = options.cache or str(cache_folder(here))
        self._path = f"{self.folder}/build-{name}.json"
        self._entry = _entry(self._path)
        self._name = name
        self._read: tuple[Mapping[str, Any], str] | None = None

    def unchanged_cards(self) -> int | None:
        """How many cards the site has, where building it again would change nothing; else None."""
        try:
            count, sources = int(self._entry["cards"]), self._entry["sources"]
            self._read = sources, inputs_digest(self._name, sources)
            if self._entry["inputs"] != self._read[1]:
                return None
            if any(os.path.exists(path) != there for path, there in self._entry["beside"].items()):  # noqa: PTH110  # see above
                return None
            return count if self._entry["outputs"] == outputs_digest(sources["site"]) else None
        except _DAMAGED:
            return None

    @property
    def site(self) -> str:
        """The folder of the site of the last build."""
        return str(self._entry["sources"]["site"])

    def begin(self, sources: Mapping[str, Any]) -> None:
        """Take down what a build is about to read: what changes meanwhile is a change."""
        if self._read is None or self._read[0] != sources:
            self._read = sources, inputs_digest(self._name, sources)
        self._entry = {"sources": sources, "inputs": self._read[1]}

    def save(self, cards: int, beside: Mapping[str, bool]) -> None:
        """Remember the site of so many cards, and which of the paths that they name are there.

        A cache that cannot be written is no fault.
        """
        from pathlib import Path

        from catalog.hub.atomic_files import replace_file
        from catalog.model import CatalogError

        try:
            outputs = outputs_digest(self.site)
            entry = {**self._entry, "cards": cards, "beside": dict(beside), "outputs": outputs}
            Path(self._path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(Path(self._path), json.dumps(entry).encode())
        except (*_DAMAGED, CatalogError):
            return


def _entry(path: str) -> Mapping[str, Any]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # see above
            entry = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def build_sources(
    settings: Settings, cards: Path, site: Path, smoke: Path | None
) -> dict[str, Any]:
    """Where a build reads and writes, as plain data."""
    results = f"{settings.root}/{settings.smoke_results}" if settings.smoke_results else ""
    here = (os.getcwd(), os.path.abspath(cards))  # noqa: PTH109, PTH100  # see above
    return {
        "root": settings.root,
        "above": [folder for start in here for folder in _folders_above(start)],
        "cards": str(cards),
        "site": str(site),
        "skip": settings.site,
        "results": [str(path) for path in (smoke, results) if path],
        "networks": list(settings.smoke_sources.values()),
    }


def _folders_above(folder: str) -> list[str]:
    """``folder`` and all that it lies in: where a ``catalog.toml`` may be, now or later."""
    folders = [folder]
    while os.path.dirname(folders[-1]) != folders[-1]:  # noqa: PTH120  # see above
        folders.append(os.path.dirname(folders[-1]))  # noqa: PTH120  # see above
    return folders


def inputs_digest(options: str, sources: Mapping[str, Any]) -> str:
    """A digest of all that a build with ``options`` reads."""
    root = sources["root"]
    total = new_digest(json.dumps([options, sys.version, sources]).encode())
    add_stamps(total, [*package_folders(), *own_files()])
    add_stamps(total, network_files_below(root, sources["skip"], sources["networks"]))
    add_contents(total, [f"{root}/{name}" for name in _FILES])
    add_contents(total, [f"{folder}/{_FILES[0]}" for folder in sources["above"]])
    add_contents(total, sources["results"])
    for name in _FOLDERS:
        add_contents(total, files_below(f"{root}/{name}"))
    for path, digest in card_digests(sources["cards"]):
        total.update(f"{path}\0{digest}\0".encode(errors="surrogateescape"))
    return total.hexdigest()


def outputs_digest(site: str) -> str:
    """A digest of size and time of every page of ``site``. Raises OSError where it lacks one."""
    with open(f"{site}/{MANIFEST}", "rb") as file:  # noqa: PTH123  # see above
        pages = json.loads(file.read())["pages"]
    total = new_digest()
    for path, stamp in _stamps(site, pages):
        total.update(path.encode(errors="surrogateescape") + stamp)
    return total.hexdigest()


def _stamps(site: str, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """``pages`` with their sizes and times; a folder is opened once for all its pages."""
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
