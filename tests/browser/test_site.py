"""The golden hub's site in a real Chromium: from disk and from a server, with and without the script."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from catalog import settings
from catalog.build import build, read_results
from catalog.hub import open_hub
from catalog.mkdocs_plugin import guide_pages

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
HOSTILE = "cards/acme/1.2/index.html"
CARD = "cards/acme/1.2/tinynet_digits.html"
PAGES = (
    "index.html",
    "tasks/index.html",
    "tasks/classification.html",
    CARD,
    HOSTILE,
    "cards/acme/1.2/tinynet_digits_cn.html",
    "cards/acme/gpu/1.0/tinynet_v1.0_digits.html",
    "cards/lost/1.0/no_header.html",
    "guide/index.html",
    "guide/format.html",
)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HASH = "fedcba9876543210" * 4

# The lowest contrast of any text on the page with what stands behind it (WCAG 2.2, success criterion 1.4.3).
LOWEST_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  let lowest = [21, ""];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < lowest[0]) lowest = [contrast, element.outerHTML.slice(0, 80)];
  }
  return lowest;
}"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site in ``small/``."""
    top = tmp_path_factory.mktemp("served")
    hub = open_hub([GOLDEN / "cards"], settings.load(GOLDEN))
    results = read_results(GOLDEN / "smoke.json", hub.settings)
    build(hub, top / "small", results, [], guide_pages(hub.settings))
    return top


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Nothing."""


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[str]:
    """The site's address, below a base path."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/small/"
        server.shutdown()


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=served) as made:
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def shown_rows(page: Page) -> list[str]:
    return page.locator("[data-listing] tbody tr:visible th a").all_inner_texts()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("way", ["disk", "server"])
def test_page_is_quiet_and_asks_nobody_else(page: Page, folder: Path, served: str, way: str, path: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("dialog", dismiss)
    page.on("request", lambda request: asked.append(request.url))
    start = served if way == "server" else f"{(folder / 'small').as_uri()}/"
    page.goto(start + path)
    page.wait_for_load_state("networkidle")
    assert complaints == []
    assert [url for url in asked if not url.startswith(start)] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert page.locator("[data-theme-toggle]").is_visible()


def test_policy_stops_a_script_that_got_in(page: Page) -> None:
    page.goto(HOSTILE)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("", 3),
        ("tiny", 1),
        ("TINYNET mnist", 1),
        ("中文", 1),
        ("שלום", 1),
        ("contradicted", 1),
        ("digits 1.0", 1),
        ("tinynet nowhere", 0),
    ],
)
def test_filter(page: Page, words: str, rows: int) -> None:
    page.goto("index.html")
    page.get_by_role("searchbox").fill(words)
    assert len(shown_rows(page)) == rows
    assert page.locator("[data-nothing]").is_visible() == (rows == 0)


def test_filter_is_in_the_address(page: Page) -> None:
    page.goto("index.html")
    page.get_by_role("searchbox").fill("no header & more")
    address = page.evaluate("location.href")
    assert address.endswith("?q=no+header+%26+more")
    page.goto("tasks/index.html")
    page.goto(address)
    assert page.get_by_role("searchbox").input_value() == "no header & more"
    assert shown_rows(page) == []


def test_keys_of_the_filter(page: Page) -> None:
    page.goto("index.html")
    page.keyboard.press("/")
    page.keyboard.type("tiny/")
    assert page.get_by_role("searchbox").input_value() == "tiny/"
    page.keyboard.press("Escape")
    assert page.get_by_role("searchbox").input_value() == ""
    assert len(shown_rows(page)) == 3
    assert page.evaluate("location.search") == ""


def test_copy_buttons_copy_all_of_it(page: Page) -> None:
    page.goto(CARD)
    page.locator(".files button").click()
    assert page.evaluate("navigator.clipboard.readText()") == HASH
    page.locator(".sample button").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("import mindspore\n")
    page.locator(".facts button").click()
    assert page.evaluate("navigator.clipboard.readText()") == "acme/1.2/tinynet_digits"
    assert page.locator(".facts button").inner_text() == "Copied"


def test_hash_is_short_to_see_and_whole_to_select(page: Page) -> None:
    page.goto(CARD)
    assert page.locator(".hash").text_content() == HASH
    box = page.locator(".hash").bounding_box()
    assert box is not None
    assert box["width"] < 200


@pytest.mark.parametrize("scheme", SCHEMES)
def test_theme_is_the_systems_until_chosen(browser: Browser, served: str, scheme: Scheme) -> None:
    with browser.new_context(base_url=served, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto("index.html")
        background = "getComputedStyle(document.body).backgroundColor"
        before = page.evaluate(background)
        page.locator("[data-theme-toggle]").click()
        after = page.evaluate(background)
        page.goto(CARD)
        assert page.evaluate(background) == after != before
        assert page.locator("[data-theme-toggle]").get_attribute("aria-pressed") == str(scheme == "light").lower()


@pytest.mark.parametrize("path", PAGES)
def test_text_can_be_read(page: Page, path: str) -> None:
    page.goto(path)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        contrast, where = page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, where


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_window(page: Page, path: str) -> None:
    page.goto(path)
    for width in (320, 390, 768, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_the_script_everything_is_there(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("index.html")
        assert len(shown_rows(page)) == 3
        assert page.locator("button:visible, input:visible").count() == 0
        page.get_by_role("link", name="TinyNet", exact=True).click()
        assert page.locator(".evidence tbody tr").count() == 7
        assert page.locator(".hash").text_content() == HASH
        page.locator(".evidence summary").nth(1).click()
        assert page.get_by_text("refuses 28 & <28>").is_visible()
        page.get_by_role("link", name="Image classification").first.click()
        assert page.locator("h1").inner_text() == "Image classification"
        page.get_by_role("link", name="Guide").click()
        assert page.locator("h1").inner_text() == "Guide"


def test_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(CARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_print_leaves_the_frame_out_and_the_hash_in(page: Page) -> None:
    page.goto(CARD)
    page.emulate_media(media="print")
    assert page.locator("header.top").is_hidden()
    assert page.locator("button:visible").count() == 0
    box = page.locator(".hash").bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_nothing_moves_where_no_motion_is_wanted(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.doors a')).transitionDuration") == "0s"
