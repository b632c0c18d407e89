"""Bodies of cards: what of Markdown comes out, and what of HTML does not."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest

from catalog.website.markdown.highlight import highlight
from catalog.website.markdown.render import render_body

REL = 'rel="nofollow ugc noopener"'

CODE = '<pre class="code"><code>'
TABLE = """\
<div class="wide"><table>
<thead>
<tr>
<th>a</th>
<th class="right">b</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td class="right">2</td>
</tr>
</tbody>
</table></div>"""


SAME = (
    '<h3 id="body-same">Same</h3>\n',
    '<h3 id="body-same-1">Same-1</h3>\n',
    '<h3 id="body-same-2">Same</h3>',
)
WRAPPED = '<div class="wide"><table id="body-x"><tbody><tr><td>1</td></tr></tbody></table></div>'


class Parts(HTMLParser):
    """Tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def nowhere(link: str) -> str:  # noqa: ARG001  # what render_body calls
    return ""


def rendered(markdown: str) -> str:
    return str(render_body(markdown, nowhere)).strip()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        ("plain *words*", "<p>plain <em>words</em></p>"),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("a <b>bold</b> one", "<p>a <b>bold</b> one</p>"),
        ("- one\n  - two", "<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("# A\n## B", '<h3 id="body-a">A</h3>\n<h4 id="body-b">B</h4>'),
        (
            "## A\n#### C\n### B",
            '<h3 id="body-a">A</h3>\n<h4 id="body-c">C</h4>\n<h4 id="body-b">B</h4>',
        ),
        ("## Same\n## Same", '<h3 id="body-same">Same</h3>\n<h3 id="body-same-1">Same</h3>'),
        ("## 简介", '<h3 id="body-简介">简介</h3>'),
        ("## !!", '<h3 id="body-section">!!</h3>'),
        ("[a](https://x.example/?b&c)", f'<p><a href="https://x.example/?b&amp;c" {REL}>a</a></p>'),
        ("<https://x.example>", f'<p><a href="https://x.example" {REL}>https://x.example</a></p>'),
        ("[a](mailto:b@x.example)", f'<p><a href="mailto:b@x.example" {REL}>a</a></p>'),
        (
            "## A b\n[up](#a-b)",
            f'<h3 id="body-a-b">A b</h3>\n<p><a href="#body-a-b" {REL}>up</a></p>',
        ),
        ("[up](#nothing)", "<p><a>up</a></p>"),
        ("[there](../readme.txt)", "<p><a>there</a></p>"),
        ("[there](//x.example/a)", "<p><a>there</a></p>"),
        (
            "![a cat](https://x.example/c.png)",
            f'<p><a href="https://x.example/c.png" {REL}>[picture: a cat]</a></p>',
        ),
        ("![](cat.png)", "<p><span>[picture: cat.png]</span></p>"),
        (
            "[![cat](https://x.example/c.png)](https://x.example)",
            f'<p><a href="https://x.example" {REL}><span>[picture: cat]</span></a></p>',
        ),
        ("- [ ] open\n- [x] done", "<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>"),
        (
            "see https://x.example/a.",
            f'<p>see <a href="https://x.example/a" {REL}>https://x.example/a</a>.</p>',
        ),
        ("www.x.example", f'<p><a href="http://www.x.example" {REL}>www.x.example</a></p>'),
        (
            "- a\n\n  ```\n  b\n  ```",
            "<ul>\n<li>\n<p>a</p>\n<pre><code>b\n</code></pre>\n</li>\n</ul>",
        ),
        ("# Same\n# Same-1\n# Same", "".join(SAME)),
        ('`<a href="x">`', '<p><code>&lt;a href="x"&gt;</code></p>'),
        ("<table id=x><tr><td>1</td></tr></table>", WRAPPED),
        ("> " * 300 + "x", "<pre>" + "&gt; " * 300 + "x</pre>"),
        ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("```unheard-of\nx\n```", "<pre><code>x\n</code></pre>"),
        (
            "```py\nif 1\n```",
            f'{CODE}<span class="k">if</span> <span class="mi">1</span>\n</code></pre>',
        ),
        (
            "```py\n'a' # b\n```",
            f'{CODE}<span class="s">\'a\'</span> <span class="c"># b</span>\n</code></pre>',
        ),
        (
            "| a | b |\n|--|-:|\n| 1 | 2 |",
            TABLE,
        ),
    ],
)
def test_markdown_comes_out(markdown: str, expected: str) -> None:
    assert rendered(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<script>alert(1)</script>", ""),
        ("<style>a{}</style>", ""),
        (
            "a <b onclick=alert(1) style='color:red' class='state confirmed'>b</b>",
            "<p>a <b>b</b></p>",
        ),
        ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
        ("<a href='javascript:alert(1)'>a</a>", "<p><a>a</a></p>"),
        ("<a href='JaVa\tScRiPt:alert(1)'>a</a>", "<p><a>a</a></p>"),
        ("<a href='data:text/html,x'>a</a>", "<p><a>a</a></p>"),
        ("<h1>theirs</h1>", '<h3 id="body-theirs">theirs</h3>'),
        ("x <span id='content'>y</span>", '<p>x <span id="body-content">y</span></p>'),
        ("x <img src=x onerror=alert(1)>", "<p>x <span>[picture: x]</span></p>"),
        ("<iframe src=https://x.example></iframe>", ""),
        ("<form action=https://x.example><button>go</button></form>", "go"),
        ("<svg><script>alert(1)</script></svg>", "<p></p>"),
        (
            "<pre><code class='language-c'><b>x</b>",
            '<pre><code class="language-c"><b>x</b>\n</code></pre>',
        ),
        ("a </div></section></main> b", "<p>a  b</p>"),
        ("<!-- comment --> x", "x"),
    ],
)
def test_html_that_does_not_come_out(markdown: str, expected: str) -> None:
    assert rendered(markdown) == expected


def test_footnotes_lead_down_and_back() -> None:
    body = rendered("a[^1]\n\n[^1]: why")
    assert {
        'href="#body-fn-1"',
        'id="body-fn-1"',
        'href="#body-fnref-1"',
        'id="body-fnref-1"',
    } <= set(re.findall(r'(?:href|id)="[^"]*"', body))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("![a](https://x.example/c.png)", True),
        ("[![a](https://x.example/c.png)](https://y.example)", True),
        ("![a](http://x.example/c.png)", False),
        ("![a](https://y.example/c.png)", False),
        ("![a](https://x.example@y.example/c.png)", False),
        ("![a](https://x.example:8000/c.png)", False),
        ("![a](https://[x.example/c.png)", False),
        ("![a](c.png)", False),
    ],
)
def test_pictures_of_hosts_that_are_allowed(markdown: str, shown: bool) -> None:
    body = render_body(markdown, nowhere, image_hosts=("x.example",))
    assert ('<img src="https://x.example/c.png" alt="a" loading="lazy">' in body) == shown


@pytest.mark.parametrize(
    "piece", ["<div>", "> ", "- a\n" * 9, "[", "*a ", "<b>", "![", "|a", "[^1]", "<a href='"]
)
def test_a_body_of_a_megabyte_takes_seconds(piece: str) -> None:
    before = process_time()
    render_body(piece * (1_000_000 // len(piece)), nowhere)
    assert process_time() - before < 10


def test_follow_decides_where_relative_links_lead() -> None:
    body = render_body("[a](other.md) [b](<x y.md>)", lambda link: f"to/{link}?&")
    assert str(body).count('href="to/other.md?&amp;"') == 1
    assert str(body).count('href="to/x%20y.md?&amp;"') == 1


@pytest.mark.parametrize("language", ["python", "bash", "no such language"])
def test_highlighting_keeps_every_character(language: str) -> None:
    code = "\n\nif x < 1 && y:\n\treturn '\\n' # <b>\n"
    assert unescape(re.sub("<[^>]*>", "", highlight(code, language))) == code


def test_bodies_of_the_corpus_have_nothing_that_runs_or_loads(corpus: Path) -> None:
    paths = sorted((corpus / "hub").rglob("*.md"))[::10]
    parts = Parts("".join(render_body(path.read_text(errors="replace"), nowhere) for path in paths))
    assert len(paths) > 200
    assert {"a", "p", "table", "pre", "h3"} <= parts.tags
    assert not parts.tags & {"script", "style", "img", "iframe", "form", "input", "svg", "h1", "h2"}
    assert parts.attributes <= {
        "href",
        "rel",
        "id",
        "class",
        "title",
        "start",
        "colspan",
        "rowspan",
        "dir",
        "lang",
    }
