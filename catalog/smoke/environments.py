"""Environments with one version of MindSpore each, made with ``venv`` and ``pip`` where they are first asked for."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from catalog.model import CatalogError

# MindSpore's wheels are built against NumPy 1, whatever their metadata say; mindcv has the networks of many cards.
_BESIDE = ("numpy<2", "mindcv>=0.3")
_READY = "ready.json"
_INSTALL_SECONDS = 1800
_ASK_SECONDS = 60
_VERSION = re.compile(r"\d+(\.\d+)+([.a-z]+\d+)?")
_ASK = "import importlib.metadata as m, sys; sys.stdout.write(m.version('mindspore'))"


@dataclass(frozen=True)
class Environment:
    """A Python with a version of MindSpore; empty is the one that runs this, or a worker of a cluster.

    ``fault`` says why it is not to be had, or is empty.
    """

    version: str
    python: str = ""
    fault: str = ""


def own() -> Environment:
    """The Python that runs this, with the MindSpore that it has."""
    try:
        return Environment(version("mindspore"))
    except PackageNotFoundError:
        return Environment("")


def named(word: str, folder: Path, tell: Callable[[str], object]) -> Environment:
    """The environment that ``word`` means: a version, such as ``2.9.0``, or the path of a Python that has one.

    Environments are kept in ``folder``; ``tell`` hears of work that takes minutes. Where a version is not to be had,
    that is the fault of the environment.

    Raises:
        CatalogError: ``word`` is neither a version nor the path of a Python that has MindSpore.
    """
    check(word)
    if "/" in word:
        return _at(word)
    if word == own().version:
        return own()
    place = folder / _name(word)
    python = place / "bin" / "python"
    if not _is_ready(place, python):
        tell(f"installing MindSpore {word}: this takes some minutes, once")
        fault = _install(place, word)
        if fault:
            return Environment(word, str(python), fault)
    return Environment(word, str(python))


def check(word: str) -> None:
    """Raises CatalogError where ``word`` is neither a version nor a path."""
    if "/" not in word and not _VERSION.fullmatch(word):
        raise CatalogError(
            f"{word!r} is no version of MindSpore: write one, such as 2.10.0, or the path of a Python"
        )


def _at(python: str) -> Environment:
    """The environment of the interpreter at ``python``. Raises CatalogError where that is none with MindSpore."""
    # Not resolved: an environment's Python is a link, and finds its packages by the place of the link.
    place = str(Path(python).absolute())
    try:
        command = [place, "-I", "-c", _ASK]
        asked = subprocess.run(
            command, capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CatalogError(f"{python} cannot be run: {error}") from None
    if asked.returncode:
        raise CatalogError(
            f"the Python at {python} has no MindSpore: {python} -m pip install mindspore"
        )
    return Environment(asked.stdout, place)


def _name(word: str) -> str:
    """The folder of an environment: of this version, this Python and what stands beside it."""
    digest = hashlib.sha256(json.dumps([sys.version_info[:2], _BESIDE]).encode()).hexdigest()[:8]
    return f"mindspore-{word}-{digest}"


def _is_ready(place: Path, python: Path) -> bool:
    return (place / _READY).is_file() and python.exists()


def _install(place: Path, word: str) -> str:
    """Makes the environment; why it could not be made, or nothing."""
    shutil.rmtree(place, ignore_errors=True)
    pip = (
        str(place / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    )
    fault = _run([sys.executable, "-m", "venv", str(place)]) or _run(
        [*pip, f"mindspore=={word}", *_BESIDE]
    )
    if fault:
        shutil.rmtree(place, ignore_errors=True)
        missing = "No matching distribution found for mindspore" in fault
        here = f"Python {sys.version_info[0]}.{sys.version_info[1]} on this machine"
        return (
            f"there is no MindSpore {word} for {here}"
            if missing
            else f"MindSpore {word} does not install: {fault}"
        )
    (place / _READY).write_text(json.dumps({"mindspore": word}), encoding="utf-8")
    return ""


def _run(command: list[str]) -> str:
    """Nothing where ``command`` succeeds, else the last line that it says."""
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
    return (
        ""
        if not ran.returncode
        else next((one for one in reversed(lines) if "ERROR" in one), f"status {ran.returncode}")
    )
