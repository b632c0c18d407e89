"""Builds, runs and measures networks: the only folder that imports MindSpore, in own processes.

A server imports it once and forks for each card, before any operation runs (``fork_server``). The
fork confines itself (``confine``), reads its request, one JSON object, and runs the steps
(``run_steps``). After each it writes all that is known by then: the last line counts, whatever
becomes of the process.
"""

from __future__ import annotations

import importlib.util
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("mindspore", "mindcv", "numpy")


def is_installed() -> bool:
    """Whether MindSpore is installed here, without importing it."""
    return importlib.util.find_spec("mindspore") is not None


def installed_versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide what is measured."""
    releases = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            releases[name] = version(name)
        except PackageNotFoundError:
            continue
    return releases
