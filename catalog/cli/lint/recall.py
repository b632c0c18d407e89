"""Remembers what a plain lint run printed, so that a run over the same bytes is only read, hashed and printed again."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from catalog import __version__
from catalog.hub import digests as fingerprint
from catalog.hub.atomic_files import replace_file
from catalog.model import CatalogError, Settings


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


def memory(
    options: argparse.Namespace, folders: list[Path], settings: Settings, colour: bool
) -> Memory | None:
    """Where a run with ``options`` over ``folders`` is remembered; None for a run that does more than print."""
    root = Path(settings.root)
    more = (
        options.fix,
        options.diff,
        options.since,
        options.baseline,
        options.stdin_filename,
        options.output,
    )
    if (
        options.no_cache
        or any(more)
        or os.environ.get("GITHUB_ACTIONS")
        or not all(one.is_dir() for one in folders)
    ):
        return None
    digest = hashlib.blake2b(digest_size=16)
    said = {
        key: str(value)
        for key, value in sorted(vars(options).items())
        if key not in ("run", "cache")
    }
    variables = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("CI_", "GITLAB_", "GITEE_"))
    }
    digest.update(
        json.dumps([__version__, str(Path.cwd()), colour, said, sorted(variables.items())]).encode()
    )
    fingerprint.stamp(
        digest, [*fingerprint.code(), *fingerprint.files(root / "schema"), root / "catalog.toml"]
    )
    fingerprint.stamp(digest, fingerprint.networks(settings))
    for folder in folders:
        fingerprint.cards(digest, folder)
    return Memory(
        (options.cache or fingerprint.cache_folder(root)) / f"lint-{digest.hexdigest()}.json"
    )
