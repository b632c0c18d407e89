"""Turns the Markdown of a card, which anybody may have written, into HTML that is safe to publish.

Markdown first, then the allow-list, then what is ours: nothing that an author writes can look like our own parts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from itertools import groupby
from urllib.parse import quote, unquote, urlsplit

import nh3
from markupsafe import Markup
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    String,
    _TokenType,
    is_token_subtype,
)
from pygments.util import ClassNotFound

from catalog.website.markdown import gfm

ID_PREFIX = "body-"
LOWEST_HEADING = 6
DEEPEST = 200
"""How many elements may stand inside each other; a body that goes deeper is shown as it was written."""
_REL = "nofollow ugc noopener"
_TEXT_TAGS = (
    "p br hr strong em b i u s del ins sub sup small kbd samp var abbr mark q cite code pre blockquote span div "
    "ul ol li dl dt dd table thead tbody tfoot tr caption details summary figure figcaption h1 h2 h3 h4 h5 h6 section"
)
_LANGUAGES = {
    "python",
    "bash",
    "shell",
    "console",
    "json",
    "yaml",
    "diff",
    "ini",
    "toml",
    "cpp",
    "c",
    "bibtex",
}
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
_OURS = {
    '<input type="checkbox" disabled="" />': "☐",
    '<input type="checkbox" checked="" disabled="" />': "☑",
    **{f'<{cell} align="left">': f"<{cell}>" for cell in ("td", "th")},
    **{f'<{cell} align="right">': f'<{cell} class="right">' for cell in ("td", "th")},
    **{f'<{cell} align="center">': f'<{cell} class="middle">' for cell in ("td", "th")},
}
"""What the Markdown library writes, and what the site has in its place."""
_INSIDE = r'((?:[^>"]|"[^"]*")*)'
_FENCE = re.compile(r'<pre><code class="language-([^"]*)">')
_CODE = re.compile(r'<pre><code class="language-([a-z]+)">([^<]*)</code></pre>')
_PICTURE = re.compile(rf"<(/?)(a|img)\b{_INSIDE}>")
_ATTRIBUTE = re.compile(r'\b(src|alt)="([^"]*)"')
_LINK = re.compile(rf"<a\b{_INSIDE}>")
_HREF = re.compile(r' href="(?!https?:|mailto:)([^"]*)"')
_TABLE = re.compile(rf"<table\b{_INSIDE}>")
_HEADING = re.compile(rf"<h([1-6])\b{_INSIDE}>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)\b{_INSIDE}>", re.IGNORECASE)
_ID = re.compile(r' id="([^"]*)"')
_NOT_SLUG = re.compile(r"[^\w\- ]")
_ANY = "\ue000"
_PLAIN_STRING = re.compile(r"""(["'])([\w/.:-]*)\1""")
_SPANS_LINES = re.compile(r"'''|\"\"\"|\\\n|^\s*\n|\n\s*\n\s*$|\ue000")


def render_body(
    markdown: str, follow: Callable[[str], str], level: int = 3, image_hosts: Collection[str] = ()
) -> Markup:
    """HTML of ``markdown`` whose highest heading is of ``level`` (3 to 6): no script, no style.

    Ids begin with ``body-``; links carry ``rel="nofollow ugc noopener"``. A picture becomes a link to it, but for
    those on ``image_hosts``. ``follow`` gives the address on the site that a relative link means; where it is empty
    only the words stay.
    """
    made = gfm.to_html(markdown)
    if made.count("<") > DEEPEST and _is_deep(made):
        return Markup(f"<pre>{html.escape(markdown, quote=False)}</pre>")
    clean = _cleaner().clean(_FENCE.sub(_known_language, _with_ours(made)))
    if "<img" in clean:
        clean = _link_pictures(clean, image_hosts)
    clean = _nest_headings(clean, level)
    clean = _check_links(clean, follow)
    clean = _CODE.sub(_coloured, clean)
    if "<table" in clean:
        clean = _TABLE.sub(r'<div class="wide">\g<0>', clean).replace("</table>", "</table></div>")
    return Markup(clean)


def _with_ours(made: str) -> str:
    for theirs, ours in _OURS.items():
        made = made.replace(theirs, ours)
    return made


def _is_deep(made: str) -> bool:
    """Whether more elements may stand inside each other than ``DEEPEST``: sanitising takes the square of the depth."""
    depth = 0
    for slash, name, inside in _TAG.findall(made):
        if slash:
            depth = max(0, depth - 1)
        elif name not in ("p", "br", "hr", "img", "li", "td", "th", "tr") and not inside.endswith(
            "/"
        ):
            depth += 1
            if depth > DEEPEST:
                return True
    return False


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
            "section": {"footnotes"},
            "td": {"right", "middle"},
            "th": {"right", "middle"},
        },
        link_rel=_REL,
        url_schemes={"http", "https", "mailto"},
        url_relative=_own_anchor,
        id_prefix=ID_PREFIX,
    )


def _own_anchor(url: str) -> str:
    return f"#{ID_PREFIX}{url[1:]}" if url.startswith("#") and len(url) > 1 else url


def _known_language(match: re.Match[str]) -> str:
    """The start of a block of code with a language that we colour, or with none."""
    name = html.unescape(match[1]).casefold()
    language = _SAME_LANGUAGE.get(name, name)
    return f'<pre><code class="language-{language}">' if language in _LANGUAGES else "<pre><code>"


def _link_pictures(clean: str, hosts: Collection[str]) -> str:
    """Sanitised HTML with pictures replaced by links to them, or by their words inside another link."""
    inside_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal inside_link
        slash, name, attributes = match.groups()
        if name == "a":
            inside_link = not slash
            return match[0]
        found = dict(_ATTRIBUTE.findall(attributes))
        source, alt = found.get("src", ""), found.get("alt", "")
        if _is_on(source, hosts):
            return f'<img src="{source}" alt="{alt}" loading="lazy">'
        words = f"picture: {alt or source.rsplit('/', 1)[-1] or 'no name'}"
        if inside_link or not source.startswith(("http://", "https://")):
            return f"<span>[{words}]</span>"
        return f'<a href="{source}" rel="{_REL}">[{words}]</a>'

    return _PICTURE.sub(replace, clean)


def _is_on(source: str, hosts: Collection[str]) -> bool:
    """Whether the picture at ``source`` may be loaded: over https, from a host of ``hosts`` itself."""
    try:
        return source.startswith("https://") and urlsplit(html.unescape(source)).netloc in hosts
    except ValueError:
        return False


def _nest_headings(clean: str, level: int) -> str:
    """Sanitised HTML whose headings have levels without gaps, from ``level`` down, and an id after their words."""
    above: list[str] = []
    seen: dict[str, int] = dict.fromkeys(
        (name.removeprefix(ID_PREFIX) for name in _ID.findall(clean)), 0
    )

    def replace(match: re.Match[str]) -> str:
        while above and above[-1] >= match[1]:
            above.pop()
        above.append(match[1])
        name = f"h{min(LOWEST_HEADING, level + len(above) - 1)}"
        if ' id="' in match[2]:
            return f"<{name}{match[2]}>{match[3]}</{name}>"
        words = html.unescape(_TAG.sub("", match[3]))
        slug = _NOT_SLUG.sub("", words.strip().casefold()).replace(" ", "-") or "section"
        unique = slug
        while unique in seen:
            seen[slug] = seen.get(slug, 0) + 1
            unique = f"{slug}-{seen[slug]}"
        seen[unique] = 0
        return f'<{name} id="{ID_PREFIX}{unique}"{match[2]}>{match[3]}</{name}>'

    return _HEADING.sub(replace, clean)


def _check_links(clean: str, follow: Callable[[str], str]) -> str:
    """Sanitised HTML in which every link that stays on the site leads somewhere."""
    anchors = (
        {html.unescape(name) for name in _ID.findall(clean)}
        if f'href="#{ID_PREFIX}' in clean
        else set()
    )

    def address(match: re.Match[str]) -> str:
        link = html.unescape(match[1])
        if link.startswith(f"#{ID_PREFIX}"):
            anchor = unquote(link[1:])
            return f' href="#{quote(anchor)}"' if anchor in anchors else ""
        page = follow(link)
        return f' href="{html.escape(page)}"' if page else ""

    def checked(match: re.Match[str]) -> str:
        made = _HREF.sub(address, match[0])
        return made if ' href="' in made else made.replace(f' rel="{_REL}"', "")

    return _LINK.sub(checked, clean)


def _coloured(match: re.Match[str]) -> str:
    language, code = match.groups()
    return f'<pre class="code"><code>{highlight(html.unescape(code), language)}</code></pre>'


def highlight(code: str, language: str) -> Markup:
    """``code`` with Pygments' class names around keywords, strings, numbers, names of tags and comments only.

    Plain where the language is unknown.
    """
    lexer = _lexer(language)
    if lexer is None:
        return Markup(html.escape(code, quote=False))
    if language == "python" and not _SPANS_LINES.search(code):
        return Markup("".join(map(_colour_line, code.splitlines(keepends=True))))
    return Markup(_colour_code(code, language))


def _colour_line(line: str) -> str:
    """A line of Python. Lines repeat from card to card but for their strings, so those are put in afterwards."""
    strings = _PLAIN_STRING.findall(line)
    made = _colour_code(_PLAIN_STRING.sub(rf"\1{_ANY}\1", line) if strings else line, "python")
    for _, string in strings:
        made = made.replace(_ANY, string, 1)
    return made


@lru_cache(maxsize=4096)
def _colour_code(code: str, language: str) -> str:
    lexer = _lexer(language)
    parts = []
    for colour, tokens in groupby(
        lexer.get_tokens(code) if lexer else (), lambda token: _colour(token[0])
    ):
        text = html.escape("".join(value for _, value in tokens), quote=False)
        parts.append(f'<span class="{colour}">{text}</span>' if colour else text)
    return "".join(parts)


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
