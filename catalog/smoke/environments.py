"""Environments with one version of MindSpore each, made with ``venv`` and ``pip`` at first use."""

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

# MindSpore's wheels are built against NumPy 1, whatever their metadata say; mindcv has the networks
# of many cards.
_BESIDE = ("numpy<2", "mindcv>=0.3")
_READY = "ready.json"
_INSTALL_SECONDS = 1800
_ASK_SECONDS = 60
_VERSION = re.compile(r"\d+(\.\d+)+([.a-z]+\d+)?")
_ASK = "import importlib.metadata as m, sys; sys.stdout.write(m.version('mindspore'))"


@dataclass(frozen=True)
class Environment:
    """A Python with a version of MindSpore.

    ``python`` is its path, empty for the interpreter that runs this, or a worker of a cluster.
    ``fault`` says why the version cannot be installed, or is empty.
    """

    version: str
    python: str = ""
    fault: str = ""


def own_environment() -> Environment:
    """The Python that runs this, with the MindSpore that it has."""
    try:
        return Environment(version("mindspore"))
    except PackageNotFoundError:
        return Environment("")


def make_environment(word: str, folder: Path, tell: Callable[[str], object]) -> Environment:
    """The environment of ``word``: a version, such as ``2.9.0``, or the path of a Python with one.

    Environments lie in ``folder``, from run to run; ``tell`` gets a line before work that takes
    minutes. A version that cannot be installed is the ``fault`` of the environment.

    Raises:
        CatalogError: ``word`` is neither a version nor the path of a Python that has MindSpore.
    """
    check_version(word)
    if "/" in word:
        return _at(word)
    if word == own_environment().version:
        return own_environment()
    place = folder / _folder_name(word)
    python = place / "bin" / "python"
    if not _is_ready(place, python):
        tell(f"installing MindSpore {word}: this takes some minutes, once")
        fault = _install(place, word)
        if fault:
            return Environment(word, str(python), fault)
    return Environment(word, str(python))


def check_version(word: str) -> None:
    """Raises CatalogError where ``word`` is neither a version nor a path."""
    if "/" not in word and not _VERSION.fullmatch(word):
        raise CatalogError(
            f"{word!r} is no version of MindSpore: "
            "write one, such as 2.10.0, or the path of a Python"
        )


def _at(python: str) -> Environment:
    """The environment of the interpreter at ``python``.

    Raises:
        CatalogError: it cannot be run, or has no MindSpore.
    """
    # Not resolved: an environment's Python is a link and finds its packages from there.
    place = str(Path(python).absolute())
    try:
        command = [place, "-I", "-c", _ASK]
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CatalogError(f"{python} cannot be run: {error}") from None
    if answer.returncode:
        raise CatalogError(
            f"the Python at {python} has no MindSpore: {python} -m pip install mindspore"
        )
    return Environment(answer.stdout, place)


def _folder_name(word: str) -> str:
    """The name of an environment's folder: by version, this Python and the packages beside it."""
    digest = hashlib.sha256(json.dumps([sys.version_info[:2], _BESIDE]).encode()).hexdigest()[:8]
    return f"mindspore-{word}-{digest}"


def _is_ready(place: Path, python: Path) -> bool:
    return (place / _READY).is_file() and python.exists()


def _install(place: Path, word: str) -> str:
    """Makes the environment; returns why that failed, or an empty text."""
    shutil.rmtree(place, ignore_errors=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip = [str(place / "bin" / "python"), *install, f"mindspore=={word}", *_BESIDE]
    fault = _run([sys.executable, "-m", "venv", str(place)]) or _run(pip)
    if fault:
        shutil.rmtree(place, ignore_errors=True)
        if "No matching distribution found for mindspore" in fault:
            python = f"Python {sys.version_info[0]}.{sys.version_info[1]}"
            return f"there is no MindSpore {word} for {python} on this machine"
        return f"MindSpore {word} does not install: {fault}"
    (place / _READY).write_text(json.dumps({"mindspore": word}), encoding="utf-8")
    return ""


def _run(command: list[str]) -> str:
    """An empty text where ``command`` succeeds, else its last line that names an error."""
    try:
        process = subprocess.run(
            command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if not process.returncode:
        return ""
    for line in reversed(process.stderr.splitlines()):
        if "ERROR" in line:
            return line.strip()
    return f"status {process.returncode}"
