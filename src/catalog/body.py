"""Turns the Markdown of a card, which anybody may have written, into HTML that is safe to publish.

Markdown first, then the allow-list, then what is ours: nothing that an author writes can look like our own parts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, String, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

ID_PREFIX = "body-"
LOWEST_HEADING = 6
_TEXT_TAGS = (
    "p br hr strong em b i u s del ins sub sup small kbd samp var abbr mark q cite code pre blockquote span div "
    "ul ol li dl dt dd table thead tbody tfoot tr caption details summary figure figcaption h3 h4 h5 h6"
)
_LANGUAGES = {"python", "bash", "shell", "console", "json", "yaml", "diff", "ini", "toml", "cpp", "c", "bibtex"}
_SAME_LANGUAGE = {"py": "python", "python3": "python", "sh": "bash", "yml": "yaml", "c++": "cpp"}
_COLOURS = {
    Keyword: "k",
    String: "s",
    Number: "mi",
    Comment: "c",
    Generic.Prompt: "c",
    Generic.Output: "c",
    Name.Tag: "nt",
}
_CODE = re.compile(r'<pre><code class="language-([a-z]+)">([^<]*)</code></pre>')
_PICTURE = re.compile(r"<(/?)(a|img)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'\b(src|alt)="([^"]*)"')
_HREF = re.compile(r' href="(?!https?:|mailto:)([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_NOT_SLUG = re.compile(r"[^\w\- ]")


def render_body(markdown: str, follow: Callable[[str], str], level: int = 3) -> Markup:
    """HTML of ``markdown`` whose highest heading is of ``level`` (3 to 6): no script, no style, no remote image.

    Ids begin with ``body-``; links carry ``rel="nofollow ugc noopener"``; a picture becomes a link to it.
    ``follow`` gives the address on the site that a relative link means; where it is empty only the words stay.
    """
    tokens = _markdown().parse(markdown)
    _nest_headings(tokens, level)
    _align_cells(tokens)
    clean = _cleaner().clean(_markdown().renderer.render(tokens, _markdown().options, {}))
    if "<img" in clean:
        clean = _link_pictures(clean)
    clean = _check_links(clean, follow)
    clean = _CODE.sub(_coloured, clean)
    return Markup(clean.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>"))


def highlight(code: str, language: str) -> Markup:
    """``code`` with Pygments' class names around keywords, strings, numbers, names of tags and comments only.

    Plain where the language is unknown.
    """
    lexer = _lexer(language)
    if lexer is None:
        return Markup(html.escape(code, quote=False))
    parts = []
    for colour, tokens in groupby(lexer.get_tokens(code), lambda token: _colour(token[0])):
        text = html.escape("".join(value for _, value in tokens), quote=False)
        parts.append(f'<span class="{colour}">{text}</span>' if colour else text)
    return Markup("".join(parts))


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


@cache
def _colour(kind: _TokenType) -> str:
    """The class of a kind of token; empty where it has the colour of the text."""
    return next((name for family, name in _COLOURS.items() if is_token_subtype(kind, family)), "")


@cache
def _markdown() -> MarkdownIt:
    """A CommonMark parser with tables and struck-out text, as GitHub and Gitee show cards."""
    parser = MarkdownIt("commonmark", {"html": True, "langPrefix": "language-"}).enable(["table", "strikethrough"])
    parser.add_render_rule("fence", _fence)
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={*_TEXT_TAGS.split(), "a", "img", "th", "td"},
        attributes={
            "*": {"id", "dir", "lang", "title"},
            "a": {"href"},
            "img": {"src", "alt"},
            "ol": {"start"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        allowed_classes={
            "code": {f"language-{name}" for name in _LANGUAGES},
            "td": {"right", "middle"},
            "th": {"right", "middle"},
        },
        link_rel="nofollow ugc noopener",
        url_schemes={"http", "https", "mailto"},
        url_relative=_own_anchor,
        id_prefix=ID_PREFIX,
    )


def _own_anchor(url: str) -> str:
    return f"#{ID_PREFIX}{url[1:]}" if url.startswith("#") and len(url) > 1 else url


def _fence(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """A fenced block with a language that we colour, or with none."""
    word = tokens[index].info.strip().split(maxsplit=1)
    name = word[0].casefold() if word else ""
    language = _SAME_LANGUAGE.get(name, name)
    attribute = f' class="language-{language}"' if language in _LANGUAGES else ""
    return f"<pre><code{attribute}>{html.escape(tokens[index].content, quote=False)}</code></pre>\n"


def _nest_headings(tokens: Sequence[Token], level: int) -> None:
    """Give headings levels without gaps, from ``level`` down, and an id after their words."""
    above: list[str] = []
    seen: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
            token.tag = f"h{min(LOWEST_HEADING, level + len(above) - 1)}"
            tokens[index + 2].tag = token.tag
            slug = _NOT_SLUG.sub("", tokens[index + 1].content.strip().casefold()).replace(" ", "-") or "section"
            seen[slug] = seen.get(slug, -1) + 1
            token.attrSet("id", f"{slug}-{seen[slug]}" if seen[slug] else slug)


def _align_cells(tokens: Sequence[Token]) -> None:
    """Turn the cells' inline alignment into classes: the site's policy allows no inline style."""
    for token in tokens:
        if token.type in ("td_open", "th_open") and "style" in token.attrs:
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            if side in ("right", "center"):
                token.attrSet("class", "right" if side == "right" else "middle")


def _link_pictures(clean: str) -> str:
    """Sanitised HTML with each picture replaced by a link to it, or by its words inside another link."""
    inside_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal inside_link
        slash, name, attributes = match.groups()
        if name == "a":
            inside_link = not slash
            return match[0]
        found = dict(_ATTRIBUTE.findall(attributes))
        source = found.get("src", "")
        words = f"picture: {found.get('alt') or source.rsplit('/', 1)[-1] or 'no name'}"
        if inside_link or not source.startswith(("http://", "https://")):
            return f"<span>[{words}]</span>"
        return f'<a href="{source}" rel="nofollow ugc noopener">[{words}]</a>'

    return _PICTURE.sub(replace, clean)


def _check_links(clean: str, follow: Callable[[str], str]) -> str:
    """Sanitised HTML in which every link that stays on the site leads somewhere."""
    anchors = {html.unescape(name) for name in _ID.findall(clean)} if f'href="#{ID_PREFIX}' in clean else set()

    def replace(match: re.Match[str]) -> str:
        link = html.unescape(match[1])
        if link.startswith(f"#{ID_PREFIX}"):
            anchor = unquote(link[1:])
            return f' href="#{quote(anchor)}"' if anchor in anchors else ""
        address = follow(link)
        return f' href="{html.escape(address)}"' if address else ""

    return _HREF.sub(replace, clean)


def _coloured(match: re.Match[str]) -> str:
    language, code = match.groups()
    return f'<pre class="code"><code>{highlight(html.unescape(code), language)}</code></pre>'
