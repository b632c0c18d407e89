"""What a run says on the page of its card and on the page for maintainers, in both languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.hub.open import open_hub
from catalog.hub.resources import resource_folders
from catalog.model import Settings, Verdict
from catalog.website.rendering.templating import interface_words
from tests.card_facts import ran_on
from tests.whole_site import whole_site


def site_of(folder: Path, language: str) -> dict[str, str]:
    """A site of one card that works on MindSpore 2.9.0, and on 2.10.0 no more."""
    path = folder / "cards" / "a" / "1.0" / "n.md"
    path.parent.mkdir(parents=True)
    path.write_text("# N\n\n---\n\nmodel-name: n\n\n---\n", encoding="utf-8")
    result = ran_on(
        "a/1.0/n", v2_9_0=Verdict.CONTRADICTED, v2_10_0=Verdict.FAILED, v2_11_0=Verdict.UNTESTABLE
    ).result
    assert result
    hub = open_hub([folder / "cards"], Settings(root=str(folder), language=language))
    site = whole_site(hub, {result.uid: replace(result, failure="removed-name")})
    return {page.path: page.whole.decode() for page in site if page.path.endswith(".html")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_a_card_has_a_strip_of_versions(tmp_path: Path, language: str) -> None:
    text = interface_words(resource_folders("templates", str(tmp_path)), language).card
    page = site_of(tmp_path, language)["cards/a/1.0/n.html"]
    _, start, strip = page.partition(f'<ul class="strip" aria-label="{text.tried}">')
    assert start
    items = strip.partition("</ul>")[0]
    signs = [
        items.partition(f"</b> {version}</span>")[0].rpartition('class="sign ')[2]
        for version in ("2.9.0", "2.10.0", "2.11.0")
    ]
    assert [sign.partition('"')[0] for sign in signs] == ["contradicted", "failed", "untestable"]
    assert f"{text.last_good} 2.9.0" in page


def test_the_page_for_maintainers_has_failures_by_class(tmp_path: Path) -> None:
    page = site_of(tmp_path, "zh")["evidence.html"]
    assert (
        '<code>removed-name</code><small lang="en">'
        "the code uses a name that this MindSpore has not</small>" in page
    )
    assert '<a href="cards/a/1.0/n.html">' in page
