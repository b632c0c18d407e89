"""The card that stands in a source: its title, header and body, in both layouts.

The hub's layout is ``# Title``, ``---``, header, ``---``, body. A card may also begin with ``---``
and its header; its title is then the first heading of the body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Literal, NamedTuple

from catalog.model import Card, CodeBlock, Edit, Fault, Fix, Section, Source, Span, Uid
from catalog.parsing.header import read_header

MAX_HEADER = 64 * 1024
MAX_CARD = 5 * 1024 * 1024

_BEGIN = r"(?:^|(?<=\A\ufeff))"
_FENCE = re.compile(_BEGIN + r"---[ \t]*\r?$", re.M)
_TITLE = re.compile(_BEGIN + r"#[ \t]+([^\n]*?)[ \t]*#*[ \t]*\r?$", re.M)
_HEADING = re.compile(r"^##+[ \t]", re.M)
_MARK = re.compile(
    r"^(?:(#{1,6})[ \t]+([^\n]*?)[ \t]*#*[ \t]*\r?"
    r"|[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})([^\n]*))$",
    re.M,
)
_KEY = re.compile(r"[^\s:：#][^\n:：]{0,60}[:：]")
_INDENT = re.compile(r"^[ \t]*")


class _Parts(NamedTuple):
    """Where the parts of a card stand, and what is wrong with the fences between them."""

    preamble: Span
    header: Span
    body: Span
    faults: tuple[Fault, ...]


def parse_card(source: Source, key_aliases: Mapping[str, str]) -> Card:
    """The card in ``source``. Never raises: what cannot be read is in its ``faults``.

    ``key_aliases`` maps header keys of other languages to those of the catalog.
    """
    fault = _fault_of_file(source)
    if fault:
        nothing = Span(0, 0)
        return Card(source, "", nothing, {}, nothing, {}, {}, nothing, faults=(fault,))
    text = source.text
    parts = _find_parts(text)
    header = read_header(text, parts.header, key_aliases)
    title = _TITLE.search(text, *parts.preamble) or _TITLE.search(text, *parts.body)
    sections, blocks = scan_body(text, parts.body)
    chinese = Uid(source.uid).language == "zh" or any(
        text[span.start : span.end] in key_aliases
        for route, span in header.key_spans.items()
        if len(route) == 1
    )
    language: Literal["en", "zh"] = "zh" if chinese else "en"
    return Card(
        source=source,
        title=title[1] if title else "",
        title_span=Span(*title.span(1))
        if title
        else Span(parts.preamble.start, parts.preamble.start),
        header=header.values,
        header_span=parts.header,
        spans=header.spans,
        key_spans=header.key_spans,
        body_span=parts.body,
        sections=sections,
        code_blocks=blocks,
        faults=(*_encoding_faults(source), *parts.faults, *header.faults),
        language=language,
    )


def _fault_of_file(source: Source) -> Fault | None:
    """Why nothing of the file is read."""
    if source.unreadable:
        message = f"cannot be read: {source.unreadable}"
        return Fault("unreadable", Span(0, 0), message, "a card is a readable text file")
    if len(source.data) > MAX_CARD:
        message = f"the file has {len(source.data):,} bytes, more than {MAX_CARD:,}"
        hint = "keep a card to its text; link to everything else"
        return Fault("too-large", Span(0, 0), message, hint)
    if b"\0" in source.data:
        index = source.text.find("\0")
        message, hint = "a NUL byte: this is no text", "save the card as UTF-8 text"
        return Fault("nul", Span(index, index + 1), message, hint)
    return None


def _encoding_faults(source: Source) -> list[Fault]:
    faults = []
    if source.undecodable:
        index = source.undecodable[0]
        message = f"{len(source.undecodable)} bytes are not UTF-8, the first of them here"
        faults.append(Fault("not-utf8", Span(index, index + 1), message, "save the file as UTF-8"))
    if source.text.startswith("\ufeff"):
        fix = Fix("drop the byte order mark", (Edit(Span(0, 1), ""),))
        faults.append(
            Fault(
                "bom",
                Span(0, 1),
                "the file begins with a byte order mark",
                "save it without one",
                fix,
            )
        )
    return faults


def _find_parts(text: str) -> _Parts:
    """Where title, header and body stand.

    A header that is missing is empty; one that is never closed ends at a heading.
    """
    begin = 1 if text.startswith("\ufeff") else 0
    opening = _FENCE.search(text, begin)
    if not opening or not _opens_header(text, begin, opening):
        nothing = Span(begin, begin)
        fault = Fault(
            "no-header",
            nothing,
            "the card has no header",
            "put the header between two lines '---' below the title",
        )
        return _Parts(nothing, nothing, Span(begin, len(text)), (fault,))
    start = min(opening.end() + 1, len(text))
    closing = _FENCE.search(text, start)
    heading = _HEADING.search(text, start)
    if closing and not (
        heading
        and heading.start() < closing.start()
        and _is_prose(text, heading.end(), closing.start())
    ):
        end, after, faults = (
            closing.start(),
            min(closing.end() + 1, len(text)),
            _size_faults(start, closing.start()),
        )
    else:
        end = after = heading.start() if heading else len(text)
        hint = "put a line '---' between the last key and the body"
        fault = Fault(
            "open-header",
            Span(opening.start(), opening.end()),
            "the header that opens here never closes",
            hint,
        )
        faults = (fault, *_size_faults(start, end))
    # Nobody writes a header of this size by hand, and reading it would take long.
    read_to = end if end - start <= MAX_HEADER else start
    return _Parts(
        Span(begin, opening.start()), Span(start, read_to), Span(after, len(text)), faults
    )


def _opens_header(text: str, begin: int, fence: re.Match[str]) -> bool:
    """Whether the first ``---`` opens a header, and is no thematic break in a page of prose."""
    before = [line for line in text[begin : fence.start()].split("\n") if line.strip()]
    following = islice(
        (line for line in re.finditer(r"[^\n]+", text[fence.end() :]) if line[0].strip()), 10
    )
    return all(line.startswith(("#", "<!--")) for line in before) and any(
        _KEY.match(line[0]) for line in following
    )


def _is_prose(text: str, start: int, end: int) -> bool:
    """Whether more than keys stands below a heading: then ``---`` does not close the header."""
    lines = [line for line in text[start:end].split("\n")[1:] if line.strip()]
    return any(not re.match(r"[\w.-]+[ \t]*[:：]|\s|-|#", line) for line in lines)


def _size_faults(start: int, end: int) -> tuple[Fault, ...]:
    if end - start <= MAX_HEADER:
        return ()
    message = (
        f"the header has {end - start:,} characters, more than {MAX_HEADER:,}: it was not read"
    )
    return (Fault("too-large", Span(start, start), message, "move text to the body"),)


def scan_body(text: str, span: Span) -> tuple[tuple[Section, ...], tuple[CodeBlock, ...]]:
    """The headings and the fenced blocks of the body, in order; a block has no headings."""
    headings: list[tuple[int, str, Span]] = []
    blocks: list[CodeBlock] = []
    fence: re.Match[str] | None = None
    for mark in _MARK.finditer(text, *span):
        if fence is None and mark[1]:
            headings.append(
                (len(mark[1]), mark[2], Span(mark.start(), mark.end() - mark[0].endswith("\r")))
            )
        elif fence is None and mark[3] and "`" not in mark[4]:
            fence = mark
        elif fence is not None and mark[3] and mark[3].startswith(fence[3]) and not mark[4].strip():
            blocks.append(_block(text, fence, mark.start()))
            fence = None
    if fence is not None:
        blocks.append(_block(text, fence, span.end))
    return tuple(_sections(text, headings, span.end)), tuple(blocks)


def _block(text: str, fence: re.Match[str], end: int) -> CodeBlock:
    start = min(fence.end() + 1, end)
    words = fence[4].split()
    # The pattern matches every text.
    indent = len(_INDENT.match(fence[0])[0])  # type: ignore[index]  # as above
    lines = text[start:end].split("\n")
    code = "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines)
    return CodeBlock(words[0].lower() if words else "", code, Span(start, end))


def _sections(text: str, headings: list[tuple[int, str, Span]], end: int) -> list[Section]:
    sections = []
    following = [end] * 6
    for level, title, span in reversed(headings):
        stop = min(following[:level])
        following[level - 1] = span.start
        newline = text.find("\n", span.end, stop)
        sections.append(
            Section(level, title, span, Span(stop if newline < 0 else newline + 1, stop))
        )
    return sections[::-1]
