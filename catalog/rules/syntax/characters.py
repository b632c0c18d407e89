"""SYN2: characters that are hard to see and that programs misread."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub, Span
from catalog.rules.define import rule

_TRAILING = re.compile(r"(?<![ \t\u00a0\u3000])[ \t\u00a0\u3000]+(?=\r?$)", re.M)
_TAB = re.compile(r"\t")
_WIDE_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_FENCE = re.compile(r"^---[ \t]*\r?$", re.M)
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f]")


@rule("SYN201", "crlf-line-ends", "warning", "fixable")
def crlf_line_ends(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""Lines end in CR LF.

    Files with both kinds of line ends make every later change look like a change of the whole file.

    bad file:
        # GhostNet\r

        ---\r
        model-name: ghostnet\r
        ---\r
    """
    text = card.source.text
    if "\r\n" not in text:
        return
    ends = [match.start() for match in re.finditer("\r\n", text)]
    fix = Fix("end lines in LF", tuple(Edit(Span(end, end + 1), "") for end in ends))
    yield Hit(card, Span(ends[0], ends[0] + 2), "lines end in CR LF", "save the file with LF", fix)


@rule("SYN202", "missing-final-newline", "info", "fixable")
def missing_final_newline(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""The last line has no line end.

    Tools that append or join files glue the next text to it, and diffs show a change where none is.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet
        ---

        A small network.\-
    """
    text = card.source.text
    if text and not text.endswith("\n"):
        end = Span(len(text), len(text))
        newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") > 0 else "\n"
        yield Hit(
            card,
            end,
            "the last line has no line end",
            "end it",
            Fix("end the last line", (Edit(end, newline),)),
        )


@rule("SYN203", "trailing-space", "info", "fixable")
def trailing_space(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""A line of the header ends in blanks.

    They cannot be seen, and change the value for every reader that does not strip them.

    bad:
        author: Noah's Ark Lab \_

    good:
        author: Noah's Ark Lab
    """
    for match in _TRAILING.finditer(card.source.text, *card.header_span):
        fix = Fix("drop the blanks", (Edit(Span(*match.span()), ""),))
        yield Hit(card, Span(*match.span()), "blanks at the end of the line", "delete them", fix)


@rule("SYN204", "tab-in-header", "warning", "fixable")
def tab_in_header(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""A tab stands in the header.

    YAML forbids tabs in indentation, and in a value they are mistaken for a blank.

    bad:
        author:\tNoah's Ark Lab

    good:
        author: Noah's Ark Lab
    """
    if card.source.text.find("\t", *card.header_span) < 0:
        return
    for match in _TAB.finditer(card.source.text, *card.header_span):
        after = card.source.text[match.end() : match.end() + 1]
        if after not in ("", "\r", "\n", "\t", " "):
            span = Span(*match.span())
            yield Hit(
                card,
                span,
                "a tab in the header",
                "write blanks",
                Fix("write a blank", (Edit(span, " "),), safe=False),
            )


@rule("SYN205", "look-alike-blank", "warning", "fixable")
def look_alike_blank(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""A blank in the header is another character than the blank.

    No-break and ideographic spaces come from word processors and input methods; a search for the text does not find it.

    bad:
        author: Noah's\u00a0Ark Lab

    good:
        author: Noah's Ark Lab
    """
    if card.source.text.isascii():
        return
    for match in _WIDE_BLANK.finditer(card.source.text, *card.header_span):
        if card.source.text[match.end() : match.end() + 1] in ("", "\r", "\n"):
            continue
        span = Span(*match.span())
        fix = Fix("write a blank", (Edit(span, " "),), safe=False)
        yield Hit(
            card,
            span,
            f"U+{ord(match[0]):04X} in the place of a blank",
            "write an ordinary blank",
            fix,
        )


@rule("SYN206", "invisible-character", "warning", "fixable")
def invisible_character(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""A character that nobody sees stands in the card.

    Zero-width and direction characters make two texts that look the same differ, and can make a link or a name show as
    another.

    bad:
        author: Noah's\u200b Ark Lab

    good:
        author: Noah's Ark Lab
    """
    if card.source.text.isascii():
        return
    for match in _ZERO_WIDTH.finditer(card.source.text, 1):
        span = Span(*match.span())
        fix = Fix("delete it", (Edit(span, ""),), safe=False)
        yield Hit(card, span, f"the invisible character U+{ord(match[0]):04X}", "delete it", fix)


@rule("SYN207", "control-character", "error", "fixable")
def control_character(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""A control character stands in the card.

    YAML and XML forbid them, so a feed or an index made of this text cannot be read.

    bad:
        author: Noah's\u0007 Ark Lab

    good:
        author: Noah's Ark Lab
    """
    for match in _CONTROL.finditer(card.source.text):
        span = Span(*match.span())
        fix = Fix("delete it", (Edit(span, ""),), safe=False)
        yield Hit(card, span, f"the control character U+{ord(match[0]):04X}", "delete it", fix)


@rule("SYN208", "third-fence", "warning", "fixable")
def third_fence(card: Card, hub: Hub) -> Iterator[Hit]:
    """A line `---` stands in the body too.

    Simple readers cut a card at every such line and lose what follows. `***` draws the same line.

    bad body:
        First part.

        ---

        Second part.

    good body:
        First part.

        ***

        Second part.
    """
    blocks = [block.content for block in card.code_blocks]
    if not card.mentions("\n---"):
        return
    for match in _FENCE.finditer(card.source.text, *card.body_span):
        start = match.start()
        if not any(span.start <= start < span.end for span in blocks):
            above = card.source.text[:start].rstrip(" \t").endswith(("\n\n", "\r\n\r\n"))
            span = Span(start, start + 3)
            fix = Fix("write ***", (Edit(span, "***"),)) if above else None
            yield Hit(
                card,
                span,
                "a third '---' in the card",
                "write '***', or '##' before a heading",
                fix,
            )


@rule("SYN209", "chinese-key", "warning", "fixable")
def chinese_key(card: Card, hub: Hub) -> Iterator[Hit]:
    """An English card has a Chinese key.

    Chinese keys belong to the card whose name ends in `_cn`; here programs look for the English ones.

    bad:
        训练后端: gpu

    good:
        train-backend: gpu
    """
    if card.uid.language == "zh":
        return
    for route, span in card.key_spans.items():
        written = card.source.text[span.start : span.end]
        if not written.isascii() and isinstance(route[-1], str) and route[-1] != written:
            fix = Fix(f"write {route[-1]}", (Edit(span, route[-1]),))
            yield Hit(
                card,
                span,
                f"the Chinese key {written!r} in an English card",
                f"write '{route[-1]}'",
                fix,
            )
