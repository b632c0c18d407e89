"""What tests share: real cards, one Chromium for all browser tests, and marks for slow tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import smoke_hub

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


BY_FIXTURE = {
    "browser": {"browser"},
    "corpus": {"corpus", "seeds"},
    "slow": {"repository_copy"},
}
"""The mark of a test by the fixtures that it uses."""
BY_MODULE = {
    "tests.browser.": "browser",
    "tests.build.test_warm_builds": "slow",
    "tests.house.test_ci": "slow",
    "tests.house.test_damaged_cards": "slow",
    "tests.house.test_packaging": "slow",
}
"""The mark of all tests of a module, by the beginning of its name."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that they use and the functions that their modules import."""
    for item in items:
        assert isinstance(item, pytest.Function)
        for mark, fixtures in BY_FIXTURE.items():
            if fixtures.intersection(item.fixturenames):
                item.add_marker(mark)
        for start, mark in BY_MODULE.items():
            if item.module.__name__.startswith(start):
                item.add_marker(mark)
        reasons = [skip.kwargs.get("reason", "") for skip in item.iter_markers("skipif")]
        runs_networks = getattr(item.module, "network", None) is smoke_hub.network
        if runs_networks or any("MindSpore" in reason for reason in reasons):
            item.add_marker("mindspore")
        if getattr(item.function, "is_hypothesis_test", False):
            item.add_marker("fuzz")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository: a hub with its own cards as well as the tool."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder that holds ``hub/``, 2,031 real cards, as CATALOG_CORPUS names it."""
    folder = os.environ.get("CATALOG_CORPUS")
    if not folder:
        pytest.skip("CATALOG_CORPUS does not name a folder of real cards")
    assert Path(folder, "hub").is_dir(), f"CATALOG_CORPUS is {folder}, where there is no hub/"
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def seeds(corpus: Path) -> Path:
    """The folder with the five cards that the project began with, beside the corpus."""
    return corpus.parent / "seeds"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window. Without one the test is skipped, but under CI it fails."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            reason = "no Chromium on this machine: install one, or run playwright install chromium"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        chromium = playwright.chromium.launch(executable_path=executable, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


def find_chromium(playwright: Playwright) -> str | None:
    """The system's Chromium, or the one that Playwright fetched."""
    installed = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    fetched = playwright.chromium.executable_path
    return installed or (fetched if Path(fetched).exists() else None)
