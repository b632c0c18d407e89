"""Reads a list of flat mappings in YAML's block style, the form of nearly every `asset:`, without PyYAML's events.

Whatever is written in another form is left to ``entry``; what is read here comes out as it would there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from catalog.model import Span
from catalog.parsing.yaml_entry import Header

_FIRST = re.compile(r"([A-Za-z][\w-]*): *\r?\n", re.ASCII)
_DASH = re.compile(r"(?: *\r?\n)*( *)-(?: +(?=[^\s-])| *\r?\n(?: *\r?\n)*( +)(?=[^\s-]))")
# Values are words of printable ASCII without `#`; the first sign means nothing to YAML, and no colon ends a word.
_WORD = r"(?:[!-\x22$-9;-~]|:(?=[!-~]))"
_PAIR = re.compile(
    rf"([A-Za-z][\w-]*): +([A-Za-z0-9</.]{_WORD}*(?: +{_WORD}+)*) *\r?(?:\n|\Z)", re.ASCII
)
_INDENT = re.compile(r"(?: *\r?\n)*( *)(?=[^\s])")


def read_flat(text: str, start: int, key_aliases: Mapping[str, str]) -> Header | None:
    """The values of the entry ``text``, which stands at ``start``; None where it has another form."""
    first = _FIRST.match(text)
    if first is None:
        return None
    key = key_aliases.get(first[1], first[1])
    items: list[dict[str, Any]] = []
    header = Header({key: items}, {}, {(key,): Span(start, start + first.end(1))}, [])
    header.spans[key,] = Span(start, start)
    index, indent = first.end(), -1
    while dash := _DASH.match(text, index):
        if indent not in (-1, len(dash[1])):
            return None
        indent = len(dash[1])
        sign = dash.end(1)
        if not items:
            header.spans[key,] = Span(start + sign, start + sign)
        column = dash.end() - (text.rfind("\n", 0, dash.end()) + 1)
        end = _pairs(header, text, start, dash.end(), (key, len(items)), column, key_aliases)
        if end is None or column <= indent:
            return None
        index = end
    if not items or text[index:].strip():
        return None
    last = max(span.end for span in header.spans.values())
    header.spans[key,] = Span(header.spans[key,].start, last)
    return header


def _pairs(
    header: Header,
    text: str,
    start: int,
    index: int,
    route: tuple[str, int],
    column: int,
    key_aliases: Mapping[str, str],
) -> int | None:
    """Read the pairs of one mapping, all at ``column``; where they end, or None where one has another form."""
    values: dict[str, Any] = {}
    header.values[route[0]].append(values)
    header.spans[route] = Span(start + index, start + index)
    while pair := _PAIR.match(text, index):
        key = key_aliases.get(pair[1], pair[1])
        if key in values:
            return None
        values[key] = pair[2]
        header.spans[(*route, key)] = Span(start + pair.start(2), start + pair.end(2))
        header.key_spans[(*route, key)] = Span(start + pair.start(1), start + pair.end(1))
        indent = _INDENT.match(text, pair.end())
        if indent is None or len(indent[1]) != column:
            return pair.end()
        index = indent.end()
    return None
