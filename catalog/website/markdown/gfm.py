"""GitHub's own Markdown library. The binding gives no memory back, 15 KB a card; here it is given back."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

from cmarkgfm import _cmark
from cmarkgfm.cmark import Options, core_extensions_ensure_registered, find_syntax_extension

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ("table", "autolink", "strikethrough", "tasklist")
_LIBRARY = _cmark.lib
_POINTERS = _cmark.ffi


def to_html(markdown: str) -> str:
    """HTML of ``markdown`` as GitHub makes it, before anything is sanitised. A lone surrogate becomes ``?``."""
    data = markdown.encode(errors="replace")
    parser = _LIBRARY.cmark_parser_new(_OPTIONS)
    try:
        for extension in _extensions():
            _LIBRARY.cmark_parser_attach_syntax_extension(parser, extension)
        _LIBRARY.cmark_parser_feed(parser, data, len(data))
        root = _LIBRARY.cmark_parser_finish(parser)
        made = _LIBRARY.cmark_render_html(
            root, _OPTIONS, _LIBRARY.cmark_parser_get_syntax_extensions(parser)
        )
    finally:
        _LIBRARY.cmark_parser_free(parser)
    text = bytes(_POINTERS.string(made)).decode()
    for give_back, pointer in zip(_freeing(), (root, made), strict=False):
        give_back(int(_POINTERS.cast("uintptr_t", pointer)))
    return text


@cache
def _extensions() -> tuple[Any, ...]:
    core_extensions_ensure_registered()
    return tuple(find_syntax_extension(name) for name in _EXTENSIONS)


@cache
def _freeing() -> tuple[Callable[[int], None], ...]:
    """What frees a tree, and what frees a text; none where the system does not show where these are."""
    try:
        found = (ctypes.CDLL(_cmark.__file__).cmark_node_free, ctypes.CDLL(None).free)
    except (AttributeError, OSError, TypeError):
        return ()
    for one in found:
        one.argtypes, one.restype = [ctypes.c_void_p], None
    return found
