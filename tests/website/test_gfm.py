"""Markdown as GitHub's library makes it, and the memory that it takes."""

import resource

import pytest
from cmarkgfm import cmark

from catalog.website.markdown.gfm import to_html

EXTENSIONS = ("table", "autolink", "strikethrough", "tasklist")
OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
TEXTS = [
    "",
    "# A\n\n- [x] one\n- two\n\n| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n",
    "a note[^1] and another[^b], https://a.example\n\n[^1]: here\n[^c]: unused\n",
    "<b>raw</b>\n\n```python\nprint('中文')\n```\n",
    "[link]: https://a.example\n\n[link] and ![picture](x.png)\n",
    "> " * 300 + "deep",
]


@pytest.mark.parametrize("text", TEXTS)
def test_is_what_the_binding_makes(text: str) -> None:
    assert to_html(text) == cmark.markdown_to_html_with_extensions(text, OPTIONS, EXTENSIONS)


def test_lone_surrogate_is_no_fault() -> None:
    assert to_html("a\udcff") == "<p>a?</p>\n"


def test_memory_is_given_back() -> None:
    text = "\n\n".join(TEXTS[1:5]) * 40
    for _ in range(20):
        to_html(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(200):
        to_html(text)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 8_000, f"{grown:,} KB more after 200 bodies of {len(text):,} characters"
