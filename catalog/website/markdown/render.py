"""Markdown of cards as safe HTML.

First Markdown, then the allow-list, then our own parts, so that nothing an author writes can pass
for a part of the site.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection

from cmarkgfm import markdown_to_html_with_extensions
from cmarkgfm.cmark import Options
from markupsafe import Markup

from catalog.website.markdown.headings_links import check_links, link_pictures, nest_headings
from catalog.website.markdown.highlight import COLOURED_LANGUAGES, highlight
from catalog.website.markdown.sanitise import is_too_deep, sanitise

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist"]
_SAME_LANGUAGE = {"py": "python", "python3": "python", "sh": "bash", "yml": "yaml", "c++": "cpp"}
_REPLACED = {
    '<input type="checkbox" disabled="" />': "☐",
    '<input type="checkbox" checked="" disabled="" />': "☑",
    **{f'<{cell} align="left">': f"<{cell}>" for cell in ("td", "th")},
    **{f'<{cell} align="right">': f'<{cell} class="right">' for cell in ("td", "th")},
    **{f'<{cell} align="center">': f'<{cell} class="middle">' for cell in ("td", "th")},
}
"""What the Markdown library writes, and what the site has in its place."""
_FENCE = re.compile(r'<pre><code class="language-([^"]*)">')
_CODE = re.compile(r'<pre><code class="language-([a-z]+)">([^<]*)</code></pre>')
_TABLE = re.compile(r'<table\b(?:[^>"]|"[^"]*")*>')


def render_body(
    markdown: str, follow: Callable[[str], str], level: int = 3, image_hosts: Collection[str] = ()
) -> Markup:
    """HTML of ``markdown`` whose highest heading is of ``level`` (3 to 6): no script, no style.

    Ids begin with ``body-``; links carry ``rel="nofollow ugc noopener"``. A picture becomes a link
    to it, but for those on ``image_hosts``. ``follow`` gives the address on the site that a
    relative link means; where it is empty only the words stay. Markdown whose elements are nested
    too deep is shown as it was written.
    """
    # A lone surrogate, which is no Unicode text, becomes a question mark.
    text = markdown.encode(errors="replace").decode()
    raw = markdown_to_html_with_extensions(text, _OPTIONS, _EXTENSIONS)
    if is_too_deep(raw):
        return Markup(f"<pre>{html.escape(markdown, quote=False)}</pre>")
    for theirs, ours in _REPLACED.items():
        raw = raw.replace(theirs, ours)
    clean = sanitise(_FENCE.sub(_name_language, raw))
    if "<img" in clean:
        clean = link_pictures(clean, image_hosts)
    clean = nest_headings(clean, level)
    clean = check_links(clean, follow)
    clean = _CODE.sub(_highlight_block, clean)
    if "<table" in clean:
        clean = _TABLE.sub(r'<div class="wide">\g<0>', clean).replace("</table>", "</table></div>")
    return Markup(clean)


def _name_language(match: re.Match[str]) -> str:
    """The start of a block of code, its language named only where we colour it."""
    name = html.unescape(match[1]).casefold()
    language = _SAME_LANGUAGE.get(name, name)
    if language not in COLOURED_LANGUAGES:
        return "<pre><code>"
    return f'<pre><code class="language-{language}">'


def _highlight_block(match: re.Match[str]) -> str:
    language, code = match.groups()
    return f'<pre class="code"><code>{highlight(html.unescape(code), language)}</code></pre>'
