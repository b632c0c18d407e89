"""Builds networks, runs and measures them: the only room that imports MindSpore, in processes of its own.

A server imports it once and forks for each card, before any operation runs (``server``). The fork confines itself
(``confine``), reads its request, one JSON object, and climbs the ladder (``ladder``), telling after each step what is
known by then: the last line counts, whatever becomes of the process.
"""

from __future__ import annotations

import importlib.util
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("mindspore", "mindcv", "numpy")


def is_installed() -> bool:
    """Whether MindSpore is installed here, without importing it."""
    return importlib.util.find_spec("mindspore") is not None


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide what is measured."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
