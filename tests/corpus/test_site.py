"""The site of the real cards in two languages: links lead somewhere, and pages are small."""

import gzip
import re
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from catalog.hub.open import open_hub
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.rules import RULES
from catalog.website.guide import guide_pages
from tests.whole_site import whole_site

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r'<[a-z][^<>]*?\s(?:href|src)="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')
SCRIPTS = ("assets/catalog.js", "assets/list.js", "assets/compare.js")


@pytest.fixture(scope="module")
def site(corpus: Path) -> dict[str, bytes]:
    """Every file of the site, by path."""
    ours = replace(load_settings(ROOT), url="", languages=("zh",))
    hub = open_hub([corpus / "hub"], ours)
    findings = lint(hub, choose_rules(RULES, ours))
    made = whole_site(hub, {}, findings, guide_pages(ours))
    return {page.path: page.whole for page in made}


def broken(site: Mapping[str, bytes]) -> Iterator[str]:
    """Links that lead to no file of the site, or to no id of a page."""
    texts = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    ids = {path: set(ID.findall(text)) for path, text in texts.items()}
    for path, text in texts.items():
        for link in set(LINK.findall(text)):
            if re.match("(https?|mailto):", link):
                continue
            target, _, anchor = link.partition("#")
            way = unquote(target.partition("?")[0])
            page = (
                normpath(join(dirname(path), way) if path != "404.html" else way.lstrip("/"))
                if target
                else path
            )
            if page not in site or (anchor and unquote(anchor) not in ids[page]):
                yield f"{path}: {link}"


def test_every_link_and_anchor_leads_somewhere(site: Mapping[str, bytes]) -> None:
    assert sum(path.endswith(".html") for path in site) > 5_000
    assert list(broken(site)) == []


def test_broken_links_are_found() -> None:
    page = (
        b'<a href="b.html#x">1</a> <a href="c.html">2</a> <a href="b.html#y">3</a> '
        b'<img src="d.png"> <a href="#z">4</a>'
    )
    found = list(broken({"a.html": page, "b.html": b'<p id="x">'}))
    assert sorted(found) == ["a.html: #z", "a.html: b.html#y", "a.html: c.html", "a.html: d.png"]


@pytest.mark.parametrize("way", ["", "zh/"])
def test_cards_search_and_scripts_are_light(site: Mapping[str, bytes], way: str) -> None:
    sizes = {
        path: len(gzip.compress(data, mtime=0))
        for path, data in site.items()
        if path.startswith(f"{way}cards/")
    }
    pages = [size for path, size in sizes.items() if path.endswith(".html")]
    assert len(pages) > 2_000
    assert statistics.mean(pages) <= 4_096
    assert len(gzip.compress(site[f"{way}assets/search-data.js"])) <= 30_000
    assert sum(len(gzip.compress(site[way + script])) for script in SCRIPTS) < 8_192
