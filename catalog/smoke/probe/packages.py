"""MindSpore and the packages of networks beside it, imported and ready for the CPU."""

from __future__ import annotations

import importlib
from contextlib import suppress

from catalog.network.model_packages import KNOWN


def import_all() -> None:
    """Imports MindSpore and every known model package that is installed."""
    import mindspore

    mindspore.set_device("CPU")
    mindspore.set_context(mode=mindspore.PYNATIVE_MODE)
    for package in KNOWN:
        # A package that does not import here says so in the cards that want it.
        with suppress(Exception):
            importlib.import_module(f"{package.name}.{package.folder}")
