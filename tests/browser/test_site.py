"""The golden hub's site in a real Chromium: from disk and from a server, with and without the script."""

from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page

HOSTILE = "cards/acme/1.2/index.html"
CARD = "cards/acme/1.2/tinynet_digits.html"
MISSING = "small/404.html"  # its links begin at the address of the site, so that it can be served at any depth
PAGES = (
    "small/index.html",
    "small/tasks/index.html",
    "small/tasks/classification.html",
    f"small/{CARD}",
    f"small/{HOSTILE}",
    "small/cards/acme/1.2/tinynet_digits_cn.html",
    "small/cards/lost/1.0/no_header.html",
    "small/models/acme/-img-src=x-onerror=alert(1)-.html",
    "small/guide/index.html",
    "small/guide/format.html",
    "small/compare.html",
    "small/evidence.html",
    "wide/index.html",
    "wide/models/index.html",
    "wide/models/one/ghostnet.html",
    "wide/datasets/mnist.html",
    "wide/leaderboards/index.html",
    "wide/leaderboards/mnist.html",
    "wide/compare.html?m=one/ghostnet&m=two/vgg",
    "wide/findings.html",
    "wide/evidence.html",
    "wide/rules/index.html",
    "wide/rules/sch203.html",
    MISSING,
    "small/zh/index.html",
    f"small/zh/{CARD}",
    "small/zh/cards/lost/1.0/no_header.html",
    "wide/zh/index.html",
    "wide/zh/models/index.html",
    "wide/zh/models/one/ghostnet.html",
    "wide/zh/leaderboards/mnist.html",
    "wide/zh/compare.html?m=one/ghostnet&m=two/vgg",
    "wide/zh/findings.html",
    "wide/zh/evidence.html",
    "wide/zh/rules/sch203.html",
)
"""One page of every kind, in both languages, and the hostile ones."""

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


@pytest.mark.parametrize(
    ("way", "path"),
    [
        (way, path)
        for way in ("disk", "server")
        for path in PAGES
        if (way, path) != ("disk", MISSING)
    ],
)
def test_page_is_quiet_and_asks_nobody_else(
    page: Page, folder: Path, top: str, way: str, path: str
) -> None:
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
    start = top if way == "server" else f"{folder.as_uri()}/"
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


def test_copy_buttons_copy_all_of_it(page: Page) -> None:
    page.goto(CARD)
    page.locator(".files button").click()
    assert page.evaluate("navigator.clipboard.readText()") == HASH
    page.locator(".sample button").first.click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("import mindspore\n")
    page.locator("[aria-labelledby=cite] button").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "@misc{acme-1.2-tinynet-digits,\n"
    )
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
        assert (
            page.locator("[data-theme-toggle]").get_attribute("aria-pressed")
            == str(scheme == "light").lower()
        )


@pytest.mark.parametrize("path", PAGES)
def test_text_can_be_read(page: Page, top: str, path: str) -> None:
    page.goto(top + path)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        contrast, where = page.evaluate(LOWEST_CONTRAST)
        assert contrast >= 4.5, where


@pytest.mark.parametrize("width", [320, 1280])
def test_odd_cards_make_pages_that_fit(page: Page, top: str, folder: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    pages = [path for path in (folder / "odd").rglob("*.html") if "rules" not in path.parts]
    assert len(pages) > 30
    for path in pages:
        page.goto(top + quote(path.relative_to(folder).as_posix()))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_window(page: Page, top: str, path: str) -> None:
    page.goto(top + path)
    for width in (320, 390, 768, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_the_script_everything_is_there(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("index.html")
        assert page.locator("button:visible, input:visible, select:visible").count() == 0
        page.get_by_role("link", name="Browse all models").click()
        assert page.locator("[data-listing] > li").count() == 3
        assert page.locator("button:visible, input:visible, select:visible").count() == 0
        page.get_by_role("link", name="TinyNet", exact=True).click()
        page.get_by_role("link", name="Newest card").click()
        assert page.locator(".evidence tbody tr").count() == 7
        assert page.locator(".hash").text_content() == HASH
        page.locator(".evidence summary").nth(1).click()
        assert page.get_by_text("refuses 28 & <28>").is_visible()
        page.get_by_role("link", name="Image classification").first.click()
        assert page.locator("h1").inner_text() == "Image classification"
        page.get_by_role("link", name="Guide").click()
        assert page.locator("h1").inner_text() == "Guide"


def test_each_state_has_its_own_colour_and_sign(page: Page) -> None:
    page.goto(CARD)
    colours = {
        name: page.locator(f".evidence .state.{name}").first.evaluate(
            "state => getComputedStyle(state).color"
        )
        for name in ("confirmed", "contradicted", "untestable", "claimed")
    }
    assert len(set(colours.values())) == 4
    red, green, _ = map(
        int, colours["confirmed"].removeprefix("rgb(").removesuffix(")").split(", ")
    )
    assert green > red
    signs = page.locator(".evidence .state b").all_inner_texts()
    assert {sign.strip() for sign in signs} == {"✓", "≠", "–", "·", "○"}


def test_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto(CARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_print_leaves_the_frame_out_and_the_hash_in(page: Page) -> None:
    page.goto(CARD)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    assert page.locator("header.top").is_hidden()
    assert page.locator("button:visible").count() == 0
    for part, width in ((".hash", 300), (".evidence", 700), (".prose", 700)):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["width"] > width, part
    assert page.evaluate("document.documentElement.scrollWidth") <= 794


def test_nothing_moves_where_no_motion_is_wanted(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("index.html")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.doors a')).transitionDuration")
        == "0s"
    )
