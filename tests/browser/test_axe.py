"""What axe-core finds on a page of every kind, in both themes: nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_site import PAGES, SCHEMES, Scheme

AXE = Path(__file__).resolve().parents[2] / ".cache" / "node_modules" / "axe-core" / "axe.min.js"
FOUND = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)"""


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which the Makefile fetches where npm is there; without it the tests are skipped."""
    if not AXE.is_file():
        reason = "no axe-core: `make npm` fetches it with npm"
        pytest.skip(reason)
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, top: str, axe: str, path: str, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(top + path)
    page.evaluate(axe)
    assert page.evaluate(FOUND) == []
