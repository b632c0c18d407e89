"""Code with colours: Pygments' class names around the tokens that the site colours."""

from __future__ import annotations

import html
import re
from functools import cache, lru_cache
from itertools import groupby

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

_LANGUAGES = "python bash shell console json yaml diff ini toml cpp c bibtex"
COLOURED_LANGUAGES = frozenset(_LANGUAGES.split())
_CLASSES = {
    Keyword: "k",
    String: "s",
    Number: "mi",
    Comment: "c",
    Generic.Prompt: "c",
    Generic.Output: "c",
    Name.Tag: "nt",
}
_PLACEHOLDER = "\ue000"
_PLAIN_STRING = re.compile(r"""(["'])([\w/.:-]*)\1""")
_SPANS_LINES = re.compile(r"'''|\"\"\"|\\\n|^\s*\n|\n\s*\n\s*$|\ue000")


def highlight(code: str, language: str) -> Markup:
    """``code`` as HTML with its keywords, strings, numbers, comments and tag names in spans.

    Plain where Pygments does not know the language.
    """
    if _lexer(language) is None:
        return Markup(html.escape(code, quote=False))
    if language == "python" and not _SPANS_LINES.search(code):
        return Markup("".join(map(_colour_line, code.splitlines(keepends=True))))
    return Markup(_colour_code(code, language))


def _colour_line(line: str) -> str:
    """A line of Python, coloured.

    Lines repeat from card to card but for their strings: a placeholder stands for each of them, so
    that the cache is hit.
    """
    strings = _PLAIN_STRING.findall(line)
    pattern = _PLAIN_STRING.sub(rf"\1{_PLACEHOLDER}\1", line) if strings else line
    coloured = _colour_code(pattern, "python")
    for _, string in strings:
        coloured = coloured.replace(_PLACEHOLDER, string, 1)
    return coloured


@lru_cache(maxsize=4096)
def _colour_code(code: str, language: str) -> str:
    lexer = _lexer(language)
    parts = []
    tokens = lexer.get_tokens(code) if lexer else ()
    for css_class, group in groupby(tokens, lambda token: _css_class(token[0])):
        text = html.escape("".join(value for _, value in group), quote=False)
        parts.append(f'<span class="{css_class}">{text}</span>' if css_class else text)
    return "".join(parts)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


@cache
def _css_class(kind: _TokenType) -> str:
    """The class of a kind of token; empty where it has the colour of the text."""
    return next((name for family, name in _CLASSES.items() if is_token_subtype(kind, family)), "")
