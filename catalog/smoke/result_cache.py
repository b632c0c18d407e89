"""Results cached by content: nothing runs again for the same card, code, weights and MindSpore."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, MutableMapping
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import catalog
from catalog.hub.atomic_files import replace_file
from catalog.model import CatalogError, SmokeResult
from catalog.network.locate import Network
from catalog.proof.smoke_json import entry_to_result, result_to_entry
from catalog.smoke.job import Job
from catalog.smoke.local_files import file_sha256

_BESIDE = ("mindcv", "numpy")
# Not the card's doing: another run, on a machine that is less busy, may find out more.
_TEMPORARY = {"worker-lost", "too-slow", "out-of-memory", "crashed"}


class CacheFolder(MutableMapping[str, str]):
    """Texts in files of a folder; one that cannot be read is missing, one not written is lost."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, key: str) -> str:
        try:
            return self._path(key).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise KeyError(key) from None

    def __setitem__(self, key: str, text: str) -> None:
        try:
            self._path(key).parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path(key), text.encode())
        except (OSError, CatalogError):
            return

    def __delitem__(self, key: str) -> None:
        try:
            self._path(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in sorted(self._folder.glob("*.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def job_key(job: Job, mindspore: str) -> str:
    """The hash of all that decides the result of ``job``; empty where nothing is run.

    ``mindspore`` is the version that the job runs on. Files count by their bytes, not by their
    place.
    """
    if not isinstance(job.network, Network):
        return ""
    facts: dict[str, Any] = asdict(replace(job, root="", weights="", python=""))
    facts["network"] |= {"folder": ""}
    facts["examples"] = [
        [_digest(example.inputs), _digest(example.outputs), example.rtol, example.atol]
        for example in job.examples
    ]
    decisive = [
        facts,
        _code_digest(job.network, Path(job.root)),
        _digest(job.weights),
        mindspore,
        _beside(job.python),
        sys.version_info[:3],
        _own_digest(),
    ]
    return hashlib.sha256(json.dumps(decisive, default=str, sort_keys=True).encode()).hexdigest()


def cached_result(cache: MutableMapping[str, str], key: str) -> SmokeResult | None:
    """The result that is cached under ``key``; None where there is none that can be read."""
    try:
        return entry_to_result(json.loads(cache[key])) if key else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def cache_result(cache: MutableMapping[str, str], key: str, result: SmokeResult) -> None:
    """Caches ``result`` under ``key``, unless another run could find out more."""
    if key and result.environment and result.failure not in _TEMPORARY:
        cache[key] = json.dumps(result_to_entry(result), ensure_ascii=False)


@cache
def _beside(python: str) -> list[str]:
    """The releases of other packages that decide what the Python at ``python`` measures."""
    if not python:
        return [f"{name}-{_version(name)}" for name in _BESIDE]
    packages = Path(python).parents[1].glob("lib/python*/site-packages/*.dist-info")
    return sorted(path.stem for path in packages if path.name.partition("-")[0] in _BESIDE)


def _code_digest(network: Network, root: Path) -> str:
    """A digest of the network's own code: of its folder, or of the package of its factory."""
    if network.folder:
        return _tree_digest(network.folder)
    top = network.factory.partition(":")[0].partition(".")[0]
    for place in (root / top, root / f"{top}.py"):
        if place.exists():
            return _tree_digest(str(place))
    return _version(top)


@cache
def _tree_digest(place: str) -> str:
    """A digest of the names and bytes of all files at ``place``, Python's caches left out."""
    path, digest = Path(place), hashlib.sha256()
    for file in [path] if path.is_file() else sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            entry = f"{file.relative_to(path)}\0{_digest(str(file))}\0"
            digest.update(entry.encode(errors="surrogateescape"))
    return digest.hexdigest()


def _digest(path: str) -> str:
    """The SHA-256 of the file; empty where there is none."""
    try:
        return file_sha256(Path(path)) if path else ""
    except OSError:
        return ""


@cache
def _own_digest() -> str:
    """A digest of our own version and of the rooms that measure, compare and word the results.

    What a card claims is part of the job, so that the rooms which read cards are not.
    """
    package = Path(catalog.__file__).parent
    digest = hashlib.sha256(catalog.__version__.encode())
    for room in ("smoke", "network", "weights", "proof", "model"):
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
