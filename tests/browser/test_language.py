"""The same site in Chinese: the switch between languages, its words, its search, and how pages name their language."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_site import CARD

# Text of the interface on a page that is in Latin letters: words that nobody translated. The cards' own are left out,
# and so are names that are the same in every language.
LATIN = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const theirs = element.closest("[dir=auto], [lang]:not(html), code, pre, .figure, .brand, svg");
    if (element.checkVisibility() && !theirs) found.push(walker.currentNode.textContent.trim());
  }
  return found.filter((text) => /[A-Za-z]{3}/.test(text));
}"""
NAMES = (
    r"MindSpore|Markdown|catalog|index\.json|UID|SHA-256|Top-\d|MNIST|COCO 2017|SQuAD 1\.1|Apache-2\.0|MIT|acme|one"
    r"|image|[\w.]*tinynet\w*|ckpt"
)


@pytest.mark.parametrize(
    "path", ["index.html", CARD, "models/index.html", "compare.html", "evidence.html"]
)
def test_switch_leads_there_and_back(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("link", name="中文", exact=True).click()
    page.wait_for_url("**/zh/**")
    assert page.locator("html").get_attribute("lang") == "zh"
    expect(page.get_by_role("navigation", name="主导航")).to_contain_text("模型")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(lambda url: "/zh/" not in url)
    assert page.locator("html").get_attribute("lang") == "en"


def test_switch_leads_from_a_card_to_its_twin(page: Page) -> None:
    page.goto(CARD)
    page.get_by_role("link", name="中文", exact=True).click()
    page.wait_for_url("**/zh/cards/acme/1.2/tinynet_digits_cn.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/small/{CARD}")


def test_chinese_page_leads_to_the_guide_and_back_home(page: Page) -> None:
    page.goto("zh/models/index.html")
    guide = page.get_by_role("link", name="指南")
    assert guide.get_attribute("hreflang") == "en"
    guide.click()
    expect(page.locator("h1")).to_have_text("Guide")


@pytest.mark.parametrize(
    "path",
    [
        f"small/zh/{CARD}",
        "small/zh/evidence.html",
        "wide/zh/models/index.html",
        "wide/zh/models/one/ghostnet.html",
    ],
)
def test_no_word_of_the_interface_is_left_in_english(page: Page, top: str, path: str) -> None:
    page.goto(top + path)
    texts = page.evaluate(LATIN)
    assert [text for text in texts if re.search("[A-Za-z]{3}", re.sub(NAMES, "", text))] == []


def test_search_and_comparison_speak_chinese(page: Page, top: str) -> None:
    page.goto(f"{top}wide/zh/models/index.html")
    page.get_by_role("searchbox", name="搜索模型").fill("图像分类")
    assert page.locator("[data-listing] > li:visible > a").count() == 7
    assert page.locator("[data-count]").inner_text() == "7 个模型"
    page.get_by_label("对比: VGG").check()
    page.get_by_role("link", name="对比", exact=True).last.click()
    row = page.locator(".compare tr", has_text="任务")
    expect(row.locator("td")).to_have_text("图像分类")
    expect(page.locator(".compare [data-fact=state] td")).to_contain_text("已确认")
