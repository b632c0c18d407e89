"""Finding and comparing models: search, every facet, sorting, keys, addresses; with and without the script."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

MODELS = "models/index.html"
ALL = ["BERT", "GhostNet", "MobileNet", "ResNet-50", "ResNet-50", "Tall", "VGG", "Wide"]


def shown(page: Page) -> list[str]:
    return page.locator("[data-listing] > li:visible > a").all_text_contents()


def choose(page: Page, facet: str, value: str) -> None:
    page.locator(f'.facets [data-facet="{facet}"] [data-value="{value}"]').click()


@pytest.mark.parametrize(
    ("words", "models"),
    [
        ("", ALL),
        ("ghost", ["GhostNet"]),
        ("GHOSTN mnist", ["GhostNet"]),
        ("resnet 50", ["ResNet-50", "ResNet-50"]),
        ("res-net50", []),
        ("transf", ["BERT"]),
        ("former", []),
        ("quick", ["GhostNet"]),
        ("网络", ["MobileNet"]),
        ("小型", ["MobileNet"]),
        ("elan", ["Tall", "Wide"]),
        ("coco 2017 ghost", ["GhostNet"]),
        ("squad generation", ["BERT"]),
        ("nothing here", []),
        ("  ", ALL),
        ("(.*", ALL),
    ],
)
def test_search(wide: Page, words: str, models: list[str]) -> None:
    wide.goto(MODELS)
    wide.get_by_role("searchbox").fill(words)
    assert shown(wide) == models
    assert wide.locator("[data-nothing]").is_visible() == (not models)
    assert (
        wide.locator("[data-count]").inner_text()
        == f"{len(models)} model{'' if len(models) == 1 else 's'}"
    )


@pytest.mark.parametrize(
    ("facet", "value", "models"),
    [
        ("task", "text_generation", ["BERT"]),
        ("dataset", "coco-2017", ["GhostNet", "ResNet-50"]),
        ("backend", "ascend", ["BERT", "GhostNet", "ResNet-50"]),
        ("version", "1.9", ["BERT", "GhostNet", "ResNet-50"]),
        ("licence", "MIT", ["GhostNet", "MobileNet", "Tall", "VGG", "Wide"]),
        ("publisher", "one", ["GhostNet", "ResNet-50"]),
        ("status", "confirmed", ["VGG"]),
        ("parameters", "100m-1b", ["BERT", "VGG"]),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_facet(
    browser: Browser, top: str, facet: str, value: str, models: list[str], script: bool
) -> None:
    with browser.new_context(base_url=f"{top}wide/", java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(MODELS)
        link = page.locator(f'.facets [data-facet="{facet}"] [data-value="{value}"]')
        assert link.locator(".num").inner_text() == str(len(models))
        address = link.get_attribute("href")
        link.click()
        assert shown(page) == models
        assert page.locator(f'.facets [data-value="{value}"]').first.get_attribute("aria-current")
        assert (parse_qs(urlsplit(page.url).query) == {facet: [value]}) == script
        page.goto("index.html")
        page.goto(f"models/{address}" if not script else str(address))
        assert shown(page) == models


def test_facets_combine_and_count_what_they_would_leave(wide: Page) -> None:
    wide.goto(MODELS)
    choose(wide, "version", "1.9")
    choose(wide, "dataset", "mnist")
    assert shown(wide) == ["GhostNet", "ResNet-50"]
    counts = wide.locator('.facets [data-facet="backend"] li:visible').all_inner_texts()
    assert [text.split() for text in counts] == [["GPU", "1"], ["Ascend", "1"]]
    assert wide.locator('.facets [data-value="coco-2017"] .num').inner_text() == "1"
    choose(wide, "backend", "ascend")
    assert shown(wide) == ["ResNet-50"]
    choose(wide, "backend", "gpu")
    assert shown(wide) == ["GhostNet", "ResNet-50"]
    wide.get_by_role("searchbox").fill("ghost")
    assert shown(wide) == ["GhostNet"]
    wide.reload()
    assert shown(wide) == ["GhostNet"]
    assert wide.get_by_role("searchbox").input_value() == "ghost"
    wide.get_by_role("button", name="Remove: 1.9").click()
    wide.get_by_role("button", name="Clear").first.click()
    assert shown(wide) == ["GhostNet"]
    assert urlsplit(wide.url).query == "q=ghost"
    wide.go_back()
    assert wide.locator("[data-chips] button").count() == 4


def test_facet_of_one_card_is_not_mixed_with_that_of_another(wide: Page) -> None:
    wide.goto(f"{MODELS}?version=1.10&dataset=coco-2017&backend=gpu")
    assert shown(wide) == []


def test_page_of_a_facet_goes_on_narrowing(wide: Page) -> None:
    wide.goto("datasets/mnist.html")
    wide.get_by_role("searchbox").fill("res")
    assert shown(wide) == ["ResNet-50", "ResNet-50"]
    wide.get_by_role("searchbox").fill("")
    choose(wide, "licence", "Apache-2.0")
    wide.wait_for_url("**/models/index.html?dataset=mnist&licence=Apache-2.0")
    expect(wide.locator("[data-chips] button")).to_have_count(3)
    assert shown(wide) == ["ResNet-50", "ResNet-50"]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("name", "BERT"),
        ("newest", "Tall"),
        ("cards", "GhostNet"),
        ("smallest", "MobileNet"),
        ("largest", "BERT"),
    ],
)
def test_sort(wide: Page, order: str, first: str) -> None:
    wide.goto(MODELS)
    wide.get_by_label("Sort by").select_option(order)
    assert shown(wide)[0] == first
    assert sorted(shown(wide)) == ALL
    wide.reload()
    assert shown(wide)[0] == first


@pytest.mark.parametrize(
    "query", ["?sort=toString", "?task=__proto__&q=%00&compare=x", "?version=9.9"]
)
def test_nonsense_in_the_address_is_left_out(wide: Page, query: str) -> None:
    wide.goto(MODELS + query)
    assert len(shown(wide)) in (0, 8)


def test_keys_on_a_list(wide: Page) -> None:
    wide.goto(MODELS)
    wide.keyboard.press("/")
    wide.keyboard.type("net/")
    assert wide.get_by_role("searchbox").input_value() == "net/"
    wide.keyboard.press("Escape")
    assert wide.get_by_role("searchbox").input_value() == ""
    assert shown(wide) == ALL
    wide.keyboard.press("/")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        wide.keyboard.press(key)
    assert wide.evaluate("document.activeElement.textContent") == "GhostNet"
    wide.keyboard.press("Enter")
    expect(wide.locator("h1")).to_have_text("GhostNet")


def test_keys_of_the_search_on_every_other_page(wide: Page) -> None:
    wide.goto("rules/index.html")
    wide.keyboard.press("/")
    wide.keyboard.type("resnet")
    options = wide.get_by_role("option")
    expect(options).to_have_count(2)
    wide.keyboard.press("ArrowDown")
    wide.keyboard.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    wide.keyboard.press("Escape")
    expect(options).to_have_count(0)
    wide.keyboard.type("-50 two")
    wide.keyboard.press("ArrowDown")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**/models/two/resnet50.html")


def test_enter_shows_all_results(wide: Page) -> None:
    wide.goto("index.html")
    wide.get_by_role("combobox").fill("mnist cv")
    wide.keyboard.press("Enter")
    wide.wait_for_url("**/models/index.html?q=mnist%20cv")


def test_search_from_disk(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "wide" / "cards/two/2.0/vgg_mnist.html").as_uri())
    page.get_by_role("combobox").fill("ghost")
    page.get_by_role("option").first.click()
    expect(page.locator("h1")).to_have_text("GhostNet")
    page.goto((folder / "wide" / MODELS).as_uri())
    choose(page, "version", "2.0")
    assert shown(page) == ["MobileNet", "Tall", "VGG", "Wide"]
    page.close()


def test_compare_from_the_list(wide: Page) -> None:
    wide.goto(MODELS)
    for name in ("GhostNet", "VGG", "BERT"):
        wide.get_by_label(f"compare: {name}").check()
    wide.get_by_role("link", name="Compare", exact=True).last.click()
    wide.wait_for_url("**/compare.html?m=one%2Fghostnet&m=two%2Fvgg&m=two%2Fbert")
    assert wide.locator(".compare thead a").all_inner_texts() == ["GhostNet", "VGG", "BERT"]
    row = wide.locator(".compare tr", has_text="Top-1 accuracy, MNIST")
    assert [text.split("\u202f")[0] for text in row.locator("td").all_inner_texts()] == [
        "98",
        "96",
        "60",
    ]
    assert row.locator(".best").count() == 1
    assert "★" in row.locator("td").first.inner_text()


def test_compare_holds_six_and_its_address_is_all_it_knows(wide: Page) -> None:
    ids = [
        "two/bert",
        "one/ghostnet",
        "two/mobilenet",
        "one/resnet50",
        "two/tall",
        "two/vgg",
        "two/wide",
    ]
    wide.goto("compare.html?" + "&".join(f"m={one}" for one in ids))
    assert wide.locator(".compare thead a").count() == 6
    assert wide.locator("[data-full]").is_visible()
    wide.get_by_role("button", name="Remove: BERT").click()
    assert wide.locator(".compare thead a").count() == 5
    assert "bert" not in wide.url
    wide.get_by_role("combobox", name="Add a model").fill("bert")
    wide.get_by_role("option").first.click()
    assert wide.locator(".compare thead a").last.inner_text() == "BERT"
    wide.go_back()
    assert wide.locator(".compare thead a").count() == 5


@pytest.mark.parametrize("query", ["", "?m=gone/model", "?m=__proto__&m=constructor"])
def test_compare_of_nothing_says_so(wide: Page, query: str) -> None:
    wide.goto(f"compare.html{query}")
    assert wide.locator("[data-none]").is_visible()
    assert wide.locator("[data-unknown]").is_visible() == bool(query)
    assert wide.locator(".compare").is_hidden()


def test_keyboard_alone_narrows_and_compares(wide: Page) -> None:
    wide.goto(MODELS)
    link = wide.locator('.facets [data-value="coco-2017"]')
    for _ in range(60):
        wide.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    wide.keyboard.press("Enter")
    assert shown(wide) == ["GhostNet", "ResNet-50"]
    for _ in range(80):
        wide.keyboard.press("Tab")
        if wide.evaluate("document.activeElement.type") == "checkbox":
            break
    wide.keyboard.press("Space")
    assert wide.locator("[data-picked]").is_visible()
    assert "compare=one%2Fghostnet" in wide.url


def test_points_of_a_picture_are_the_rows_of_its_table(wide: Page) -> None:
    wide.goto("leaderboards/mnist.html")
    points = wide.locator("svg a").evaluate_all(
        "links => links.map((link) => link.getAttribute('aria-label'))"
    )
    rows = wide.locator(".ranking tbody tr").count()
    assert len(points) == rows == 9
    assert points[0] == "ResNet-50: 99\u202f%, 25\u202fM"
    assert wide.locator("svg > title").first.text_content() == "Top-1 accuracy, MNIST"
    wide.locator("svg a").first.click()
    expect(wide.locator("h1")).to_have_text("ResNet-50")


def test_home_shows_its_picture_as_a_table_too(wide: Page) -> None:
    wide.goto("index.html")
    drawn = wide.locator(".picture circle title").all_text_contents()
    wide.locator(".picture summary").click()
    cells = wide.locator(".picture table td").all_inner_texts()
    assert [text.rsplit(": ", 1)[1] for text in drawn] == [cell for cell in cells if cell.strip()]
