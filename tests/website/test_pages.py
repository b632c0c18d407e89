"""Pages as they come out: what is on them, what is escaped, and what a broken template says."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from catalog.hub.open import open_hub
from catalog.model import CatalogError, Hub, Page, Settings
from tests.whole_site import whole_site

CARD = "# {title}\n\n---\n\nmodel-name: net\n{header}\n\n---\n\n{body}\n"


def card(title: str = "Net", header: str = "x: y", body: str = "Words.") -> str:
    return CARD.format(title=title, header=header, body=body)


def hub_of(folder: Path, cards: Mapping[str, str], url: str = "") -> Hub:
    for name, text in cards.items():
        path = folder / "cards" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_hub([folder / "cards"], Settings(root=str(folder), title="Hub", url=url))


def rendered(hub: Hub, guide: tuple[Page, ...] = ()) -> dict[str, str]:
    return {
        page.path: page.whole.decode()
        for page in whole_site(hub, guide=guide)
        if not page.path.endswith((".png", ".ico", ".svg", ".json", ".csv"))
        and page.path != "feed.xml"
    }


def test_paths_of_a_site(tmp_path: Path) -> None:
    cards = {"a/1.0/net.md": card(header="module-type: cv-classification"), "a/1.1/net.md": card()}
    site = rendered(
        hub_of(tmp_path, cards, "https://hub.example/x/"), (Page("guide/index.html", b"guide"),)
    )
    assert {
        "404.html",
        "backends/none.html",
        "cards/a/1.0/net.html",
        "cards/a/1.1/net.html",
        "compare.html",
        "evidence.html",
        "findings.html",
        "guide/index.html",
        "index.html",
        "leaderboards/index.html",
        "models/a/net.html",
        "models/index.html",
        "robots.txt",
        "sitemap.xml",
        "tasks/classification.html",
        "tasks/index.html",
        "versions/1.0.html",
        "versions/index.html",
    } <= site.keys()
    assert {"rules/index.html", "rules/ast101.html"} <= site.keys()
    assert {
        "assets/style.css",
        "assets/catalog.js",
        "assets/list.js",
        "assets/search-data.js",
    } <= site.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (card(), '<h1 dir="auto">Net</h1>'),
        (card(title="n" * 5000), "n" * 5000),
        (card(title="שלום 🚀"), '<h1 dir="auto">שלום 🚀</h1>'),
        (card(title="AT&T <b>"), "AT&amp;T &lt;b&gt;</h1>"),
        (card(body=""), "The card has no text below its header."),
        (card(body="word " * 200_000), "word " * 199_999),
        (card(), "Nobody has run this network yet."),
        (
            card(header="license: Apache2.0"),
            'href="../../../licences/Apache-2.0.html">Apache-2.0</a></dd>',
        ),
        (
            card(header="train-dataset: [mnist, 我的]"),
            'href="../../../datasets/%E6%88%91%E7%9A%84.html">我的</a></dd>',
        ),
        (card(header="author: A & B"), '<dt>Author</dt><dd dir="auto">A &amp; B</dd>'),
        (
            card(header="update-time: 2022-3-4\nauthor: A {&} B"),
            "  author = {{A \\&amp; B}},\n  year = {2022},",
        ),
        (card(header="parameters: 5.2M"), ">5.2\u202fM</td>"),
        (card(header="input-shape: [224, 224, 3]"), ">224\u00a0×\u00a0224\u00a0×\u00a03</td>"),
        (
            card(header="asset: [{asset-link: https://x.example/a.ckpt, asset-sha256: 722e13be}]"),
            "722e13be</code>",
        ),
        (card(header="asset: [{asset-link: https://x.example/a.ckpt}]"), "no hash given"),
        (
            card(header="asset: [{asset-link: 'javascript:a'}]"),
            '<span class="name">javascript:a</span>',
        ),
        (
            card(header="repo-link: <https://git.example/o/r/tree/r1.0/cv/net>"),
            ">git.example/…/cv/net</a>",
        ),
        (card(header="module-type: cv"), 'href="../../../tasks/cv.html">Computer vision</a>'),
        ("# Only words\n\nNo header at all.\n", "This card cannot be read."),
        ("# Only words\n\nNo header at all.\n", "<p>No header at all.</p>"),
        ("", '<h1 dir="auto">net</h1>'),
        ("---\nmodel-name: net\n---\n\n# Head first\n\nBody.\n", '<h1 dir="auto">Head first</h1>'),
    ],
)
def test_what_a_card_page_shows(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in rendered(hub_of(tmp_path, {"a/1.0/net.md": text}))["cards/a/1.0/net.html"]


def test_table_of_200_columns(tmp_path: Path) -> None:
    text = card(body=f"|{'a|' * 200}\n|{'-|' * 200}\n|{'b|' * 200}")
    page = rendered(hub_of(tmp_path, {"a/1.0/net.md": text}))["cards/a/1.0/net.html"]
    assert len(re.findall("<td>b</td>", page)) == 200


def test_title_that_stands_in_the_body_is_shown_once(tmp_path: Path) -> None:
    text = "---\nmodel-name: net\n---\n\n# Head first\n\nBody.\n"
    page = rendered(hub_of(tmp_path, {"a/1.0/net.md": text}))["cards/a/1.0/net.html"]
    assert re.findall(r"<(title|h\d|p)\b[^>]*>Head first", page) == ["title", "h1"]


@pytest.mark.parametrize(
    ("folder", "link"),
    [
        ("https://git.example/edit/cards/", 'href="https://git.example/edit/cards/a/1.0/n%20t.md"'),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_card_links_to_where_it_is_edited(tmp_path: Path, folder: str, link: str) -> None:
    hub = hub_of(tmp_path, {"a/1.0/n t.md": card()})
    page = rendered(replace(hub, settings=replace(hub.settings, edit_url=folder)))[
        "cards/a/1.0/n t.html"
    ]
    assert (link in page, "Edit this card" in page) == (True, bool(link))


def test_whole_hash_is_on_the_page(tmp_path: Path) -> None:
    sha256 = "0123456789abcdef" * 4
    header = f"asset:\n  - asset-link: https://x.example/a.ckpt\n    asset-sha256: {sha256}"
    page = rendered(hub_of(tmp_path, {"a/1.0/net.md": card(header=header)}))["cards/a/1.0/net.html"]
    assert "0123456789abcdef" * 4 in re.sub("<[^>]*>", "", page)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("a/1.0/index.md", "cards/a/1.0/index.html"),
        ("a/1.0/a b#c%.md", "cards/a/1.0/a%20b%23c%25.html"),
        ("a/1.0/网络.md", "cards/a/1.0/%E7%BD%91%E7%BB%9C.html"),
        ("a/1.0/x\"y'.md", "cards/a/1.0/x-y&#39;.html"),
    ],
)
def test_model_links_to_cards_with_odd_names(tmp_path: Path, name: str, link: str) -> None:
    assert f'href="../../{link}"' in rendered(hub_of(tmp_path, {name: card()}))["models/a/net.html"]


def test_two_cards_with_one_uid_have_a_page_each(tmp_path: Path) -> None:
    for folder, title in (("one", "First"), ("two", "Second")):
        hub_of(tmp_path / folder, {"a/1.0/net.md": card(title=title)})
    hub = open_hub(
        [tmp_path / "one" / "cards", tmp_path / "two" / "cards"], Settings(root=str(tmp_path))
    )
    site = rendered(hub)
    assert "First</h1>" in site["cards/a/1.0/net.html"]
    assert "Second</h1>" in site["cards/a/1.0/net-2.html"]


def test_hub_without_a_url_has_no_site_map(tmp_path: Path) -> None:
    site = rendered(hub_of(tmp_path, {"a/1.0/net.md": card()}))
    assert "sitemap.xml" not in site
    assert "Sitemap" not in site["robots.txt"]


def test_missing_page_links_from_the_base_path(tmp_path: Path) -> None:
    site = rendered(hub_of(tmp_path, {"a/1.0/net.md": card()}, "https://hub.example/base/"))
    assert 'href="/base/assets/style.css"' in site["404.html"]


def test_guide_is_linked_to_where_there_is_one(tmp_path: Path) -> None:
    hub = hub_of(tmp_path, {"a/1.0/net.md": card()})
    assert "guide/index.html" not in rendered(hub)["index.html"]
    assert (
        'href="guide/index.html"' in rendered(hub, (Page("guide/index.html", b""),))["index.html"]
    )


@pytest.mark.parametrize(
    ("template", "text", "complaint"),
    [
        ("card.html", "one\n{% if %}", r"templates/card\.html:2: Expected an expression"),
        (
            "card.html",
            "one\n\n{{ titel }}",
            r"templates/card\.html:3: 'titel' is undefined \(while making cards/a",
        ),
        ("_facts.html", "{{ 1 / 0 }}", r"templates/_facts\.html:1: division by zero"),
        ("home.html", '{% extends "no.html" %}', r"index\.html needs the template no\.html"),
        ("words/en.yaml", "a: [", r"cannot read .*words/en\.yaml"),
        ("words/en.yaml", "words", r"words/en\.yaml is not a mapping"),
        ("words/en.yaml", "nav: up", r"words/en\.yaml: 'nav' must be a mapping"),
        ("words/en.yaml", "skip: {a: b}", r"words/en\.yaml: 'skip' must be a text"),
    ],
)
def test_broken_template_of_a_hub_is_named(
    tmp_path: Path, template: str, text: str, complaint: str
) -> None:
    path = tmp_path / "templates" / template
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(CatalogError, match=complaint):
        rendered(hub_of(tmp_path, {"a/1.0/net.md": card()}))


def test_template_of_a_hub_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "templates" / "assets").mkdir(parents=True)
    (tmp_path / "templates" / "missing.html").write_text("nothing at {{ root }}")
    (tmp_path / "templates" / "words").mkdir()
    (tmp_path / "templates" / "words" / "en.yaml").write_text("nav: {models: Our models}")
    (tmp_path / "templates" / "assets" / "style.css").write_text("body { color: red }")
    site = rendered(hub_of(tmp_path, {"a/1.0/net.md": card()}))
    assert (site["404.html"], site["assets/style.css"]) == ("nothing at /", "body { color: red }")
    assert "catalog" in site["assets/catalog.js"]
    assert "Our models</a>" in site["index.html"]
    assert "Tasks</a>" in site["index.html"]


def test_whole_corpus_twice_is_the_same_and_every_link_leads_somewhere(corpus: Path) -> None:
    hub = open_hub([corpus / "hub"], Settings())
    site = rendered(hub)
    assert sum(path.startswith("cards/") for path in site) == len(hub.cards)
    assert rendered(hub) == site
    assert not broken_links(site)


def broken_links(site: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pages and the links on them that lead to no page or to no id of a page."""
    ids = {path: set(re.findall(r'\sid="([^"]*)"', text)) for path, text in site.items()}
    broken = []
    for path, text in site.items():
        for link in (
            set(re.findall(r'<[a-z][^<>]*?\s(?:href|src)="([^"]*)"', text))
            if path != "404.html"
            else ()
        ):
            if re.match("(https?|mailto):", link) or link.endswith(
                (".json", ".xml", ".csv", ".svg")
            ):
                continue
            target, _, anchor = link.partition("#")
            page = (
                normpath(join(dirname(path), unquote(target.partition("?")[0]))) if target else path
            )
            if page not in site or (anchor and unquote(anchor) not in ids[page]):
                broken.append((path, link))
    return broken
