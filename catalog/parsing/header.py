"""The YAML header of a card: every value as the text that stands there, with its place.

The header is cut at its top-level keys. An entry that is one plain line is read here, every other
one (lists, quotes, flow style) by PyYAML's event parser, so that a fault costs a line and not the
card.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import yaml

from catalog.model import Edit, Fault, Fix, Span
from catalog.parsing.yaml_entry import Header, Piece, drop_places, parse_entry, repeated_key_fault

MAX_BROKEN_LINES = 50

_ENTRY = re.compile(r"^[^\s#\-\]}]", re.M)
_PLAIN = re.compile(
    r"""([A-Za-z][^\n:：#"'\[\]{}]*?)[ \t]*:[ \t]+"""
    r"""([^\s\-?:,\[\]{}#&*!|>'"%@`][^\n]*?)[ \t]*\r?(?:\n\s*)?\Z"""
)
_KEY = re.compile(r"([^\s:：#][^\n:：]*?)[ \t]*([:：])[ \t]*([^\n]*?)[ \t]*\r?$", re.M)
_WIDE = re.compile(r"^([ \t]*(?:-[ \t]+)?)([^\s:：][^:：\n]*?)[ \t]*(：[ \t]*)", re.M)
_ASCII_KEY = re.compile(r"[A-Za-z][\w-]*")


def read_header(text: str, span: Span, key_aliases: Mapping[str, str]) -> Header:
    """The header at ``span`` of ``text``. Never raises: what cannot be read is in ``faults``."""
    header = Header({}, {}, {}, [])
    starts = [match.start() for match in _ENTRY.finditer(text, span.start, span.end)]
    first = starts[0] if starts else span.end
    for line in re.finditer(r"[^\n]*\n?", text[span.start : first]):
        if line[0].strip() and not line[0].lstrip().startswith("#"):
            place = Span(
                span.start + line.start(), span.start + line.start() + len(line[0].rstrip())
            )
            header.faults.append(_not_a_key(text, place))
    for start, end in pairwise([*starts, span.end]):
        plain = _PLAIN.match(text, start, end)
        if plain and _is_plain(plain[2]):
            _add(
                header,
                key_aliases.get(plain[1], plain[1]),
                Span(*plain.span(1)),
                plain[2],
                Span(*plain.span(2)),
            )
        else:
            _read_entry(header, text[start:end], start, key_aliases)
    return header


def _is_plain(value: str) -> bool:
    return (
        ": " not in value and " #" not in value and not value.endswith(":") and "\t#" not in value
    )


def _not_a_key(text: str, span: Span) -> Fault:
    quoted = text[span.start : span.end].strip()
    return Fault(
        "not-a-key",
        span,
        f"{_short(quoted)!r} is neither a key nor the value of one",
        "write 'key: value', or indent the line below its key",
    )


def _add(header: Header, key: str, key_span: Span, value: Any, span: Span) -> None:
    if key in header.values:
        header.faults.append(repeated_key_fault(key, key_span))
        drop_places(header, (key,), header.values[key])
    header.values[key] = value
    header.spans[key,] = span
    header.key_spans[key,] = key_span


def _read_entry(header: Header, entry: str, start: int, key_aliases: Mapping[str, str]) -> None:
    """Read one top-level entry with PyYAML, giving up one broken line after the other."""
    first = _KEY.match(entry)
    if not first:
        end = start + len(entry.split("\n", 1)[0].rstrip())
        header.faults.append(
            _not_a_key(entry, Span(0, end - start))._replace(span=Span(start, end))
        )
        return
    piece = (
        _narrow_colons(header, Piece(entry, start), key_aliases)
        if "：" in entry
        else Piece(entry, start)
    )
    for _ in range(MAX_BROKEN_LINES):
        try:
            parsed = parse_entry(piece, key_aliases)
        except yaml.MarkedYAMLError as error:
            line = _broken_line(piece.text, error)
            if line == 0:
                break
            header.faults.append(_broken(piece, line, error))
            piece = piece._replace(text=_blank(piece.text, line))
        except (yaml.YAMLError, RecursionError) as error:
            header.faults.append(
                Fault(
                    "yaml", Span(start, start + first.end()), _problem(error), "rewrite this entry"
                )
            )
            break
        else:
            _merge(header, parsed)
            return
    _add_raw(header, piece, first, start, key_aliases)


def _merge(header: Header, entry: Header) -> None:
    for key in [key for key in entry.values if key in header.values]:
        header.faults.append(repeated_key_fault(key, entry.key_spans[key,]))
        drop_places(header, (key,), header.values[key])
    header.values.update(entry.values)
    header.spans.update(entry.spans)
    header.key_spans.update(entry.key_spans)
    header.faults.extend(entry.faults)


def _add_raw(
    header: Header, piece: Piece, first: re.Match[str], start: int, key_aliases: Mapping[str, str]
) -> None:
    """Add the text behind the colon of a line that is not YAML, and the fault that says why."""
    key = key_aliases.get(first[1], first[1])
    value = first[3]
    span = Span(start + first.start(3), start + first.end(3))
    _add(header, key, Span(start + first.start(1), start + first.end(1)), value, span)
    quoted = "'" + value.replace("'", "''") + "'"
    if value == "-":
        line_end = start + first.end()
        fault = Fault(
            "bare-dash",
            span,
            f"'{key}: -' is not YAML",
            "leave the line out where there is no value",
            Fix(
                "delete the line",
                (Edit(Span(start, _line_end(piece.text, first.end()) + start), ""),),
            )
            if line_end >= start
            else None,
        )
    elif ": " in value or value.endswith(":"):
        fix = Fix("quote the value", (Edit(span, quoted),))
        fault = Fault(
            "second-colon",
            span,
            f"a second colon in {_short(value)!r} breaks YAML",
            f"quote it: {quoted}",
            fix,
        )
    else:
        fix = Fix("quote the value", (Edit(span, quoted),), safe=False)
        fault = Fault(
            "yaml",
            span,
            f"{_short(value)!r} is not a YAML value",
            "put it in quotes, or close what it opens",
            fix,
        )
    header.faults.append(fault)


def _line_end(text: str, index: int) -> int:
    newline = text.find("\n", index)
    return len(text) if newline < 0 else newline + 1


def _narrow_colons(header: Header, piece: Piece, key_aliases: Mapping[str, str]) -> Piece:
    """``piece`` with ``key：value`` as ``key: value``; adds a fault to ``header`` for each."""
    parts: list[str] = []
    inserted: list[int] = []
    done = length = 0
    for match in _WIDE.finditer(piece.text):
        top_level = match.start() == 0
        if not (top_level or match[2] in key_aliases or _ASCII_KEY.fullmatch(match[2])):
            continue
        colon = Span(piece.start + match.start(3), piece.start + match.end(3))
        at_end = piece.text[match.end() : match.end() + 1] in ("", "\r", "\n")
        header.faults.append(
            Fault(
                "full-width-colon",
                Span(colon.start, colon.start + 1),
                f"a full-width colon after {match[2]!r} is not YAML",
                "write ': ', the ASCII colon and a blank",
                Fix("write an ASCII colon", (Edit(colon, ":" if at_end else ": "),)),
            )
        )
        narrow = ":" if at_end else ": " + " " * (len(match[3]) - 2)
        parts += [piece.text[done : match.start(3)], narrow]
        length += match.start(3) - done + len(narrow)
        done = match.end(3)
        inserted += [length - 1] * (len(narrow) - len(match[3]))
    parts.append(piece.text[done:])
    return Piece("".join(parts), piece.start, tuple(inserted))


def _broken_line(text: str, error: yaml.MarkedYAMLError) -> int:
    """The index of the line to give up: where the construct began, or where reading stopped."""
    opened = (
        error.context_mark
        if "flow" in str(error.context) or "quoted" in str(error.context)
        else None
    )
    mark = opened or error.problem_mark
    lines = text.split("\n")
    line = min(mark.line if mark else 0, len(lines) - 1)
    while line > 0 and not lines[line].strip():
        line -= 1
    return line


def _broken(piece: Piece, line: int, error: yaml.MarkedYAMLError) -> Fault:
    start = sum(len(above) + 1 for above in piece.text.split("\n")[:line])
    content = piece.text.split("\n")[line]
    left = start + len(content) - len(content.lstrip())
    return Fault(
        "yaml",
        piece.span(left, start + len(content.rstrip())),
        f"{_short(content.strip())!r} is not YAML: {_problem(error)}",
        "mend or quote this line; the lines around it were read",
    )


def _blank(text: str, line: int) -> str:
    lines = text.split("\n")
    lines[line] = " " * len(lines[line])
    return "\n".join(lines)


def _problem(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
    return problem or "nested too deeply"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
