"""Remembers what a build read and wrote, so that a build of the same bytes over the same site only verifies both."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from catalog import __version__
from catalog.cli import fingerprint
from catalog.model import CatalogError, Settings
from catalog.write import manifest_paths, replace_file

_FOLDERS = ("schema", "templates", "docs")
_FILES = ("catalog.toml", "mkdocs.yml")


class Standing(NamedTuple):
    """Where a build of one site is remembered, the digest of all that it reads, that without cards, and the site."""

    path: Path
    inputs: str
    world: str
    site: Path

    def cards(self) -> int | None:
        """How many cards the site is of; None where it is not what such a build left behind."""
        try:
            entry = json.loads(self.path.read_bytes())
            if entry["inputs"] == self.inputs and entry["site"] == stamps(self.site):
                return int(entry["cards"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    def keep(self, cards: int) -> None:
        """Remember that the site stands as it is now. A cache that cannot be written is no fault."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            entry = {"inputs": self.inputs, "site": stamps(self.site), "cards": cards}
            replace_file(self.path, json.dumps(entry).encode())
        except (OSError, CatalogError):
            return


def standing(options: argparse.Namespace, settings: Settings, cards: Path, site: Path) -> Standing:
    """Where a build with ``options`` is remembered."""
    root = Path(settings.root)
    digest = hashlib.blake2b(digest_size=16)
    digest.update(json.dumps([__version__, str(Path.cwd()), str(cards), str(options.smoke), options.strict]).encode())
    fingerprint.stamp(digest, [*fingerprint.code(), *fingerprint.networks(settings)])
    fingerprint.contents(digest, [root / name for name in _FILES])
    for name in _FOLDERS:
        fingerprint.contents(digest, fingerprint.files(root / name))
    if options.smoke:
        fingerprint.contents(digest, [options.smoke])
    fingerprint.names(digest, cards)
    world = digest.hexdigest()
    fingerprint.cards(digest, cards)
    name = hashlib.blake2b(str(Path.cwd() / site).encode(errors="surrogateescape"), digest_size=8).hexdigest()
    folder = options.cache or fingerprint.cache_folder(root)
    return Standing(folder / f"build-{name}.json", digest.hexdigest(), world, site)


def stamps(site: Path) -> str:
    """A digest of the path, size and time of every page of the site; of an empty list where there is none."""
    found = []
    for path in sorted(manifest_paths(site)):
        try:
            status = os.lstat(f"{site}/{path}")
        except OSError:
            return ""
        found += [path, str(status.st_size), str(status.st_mtime_ns)]
    return hashlib.blake2b("\0".join(found).encode(errors="surrogateescape"), digest_size=16).hexdigest()
