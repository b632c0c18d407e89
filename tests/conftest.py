"""What tests share: real cards where they are at hand, and one Chromium for all browser tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

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
