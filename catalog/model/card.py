"""A card, and the figures that it claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeVar

from catalog.model.source import Fault, Route, Source, Span
from catalog.model.uid import Uid

_AUTOLINK = re.compile(r"<[^<>]*:[^<>]*>")


class Section(NamedTuple):
    """A heading of the body and the text up to the next heading of the same or a higher level."""

    level: int
    title: str
    heading: Span
    content: Span


class CodeBlock(NamedTuple):
    """A fenced block: its language in lower case, its text without indentation, and its place."""

    language: str
    text: str
    content: Span


@dataclass(frozen=True, eq=False)
class Card:
    """A model card: a plain mapping with a place for every value, and its body in parts.

    ``header`` holds ``str``, ``list`` and ``dict`` only: every scalar is the text that stands
    there, and keys in Chinese carry their English name. Cards are equal only to themselves.
    ``memo`` holds results of functions that are called ``once``.
    """

    source: Source
    title: str
    title_span: Span
    header: Mapping[str, Any]
    header_span: Span
    spans: Mapping[Route, Span]
    key_spans: Mapping[Route, Span]
    body_span: Span
    sections: tuple[Section, ...] = ()
    code_blocks: tuple[CodeBlock, ...] = ()
    faults: tuple[Fault, ...] = ()
    language: Literal["en", "zh"] = "en"
    memo: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def uid(self) -> Uid:
        """The card's path below the cards folder, without ``.md``."""
        return Uid(self.source.uid)

    @property
    def path(self) -> str:
        """How people call its file."""
        return self.source.path

    @property
    def readable(self) -> bool:
        """Whether it has a header to speak of."""
        return bool(self.header)

    def mentions(self, part: str) -> bool:
        """Whether ``part`` stands in the body: cheap, for rules that seldom have work to do."""
        return self.source.text.find(part, self.body_span.start, self.body_span.end) >= 0

    def is_block(self, index: int) -> bool:
        """Whether a place of the text is inside a fenced block of the body."""
        return any(block.content.start <= index < block.content.end for block in self.code_blocks)

    def is_code(self, index: int) -> bool:
        """Whether a place of the text is in a fenced block, or between backticks of its line."""
        text = self.source.text
        return (
            self.is_block(index) or text.count("`", text.rfind("\n", 0, index) + 1, index) % 2 == 1
        )

    @property
    def body(self) -> str:
        return self.source.text[self.body_span.start : self.body_span.end]

    def value(self, *route: str | int) -> Any:
        """What stands at ``route``: text, list or dict; None where nothing does."""
        value: Any = self.header
        for step in route:
            if isinstance(value, dict):
                value = value.get(step)
            elif (
                isinstance(value, list)
                and isinstance(step, int)
                and -len(value) <= step < len(value)
            ):
                value = value[step]
            else:
                return None
        return value

    def text(self, *route: str | int) -> str:
        """The text at ``route``, without the ``<…>`` around a link; empty where no text stands."""
        value = self.header.get(str(route[0])) if len(route) == 1 else self.value(*route)
        if not isinstance(value, str):
            return ""
        return value[1:-1].strip() if value[:1] == "<" and _AUTOLINK.fullmatch(value) else value

    def texts(self, *route: str | int) -> tuple[str, ...]:
        """The items at ``route``: of a list, or of a text, between ``,`` ``/`` ``;`` or ``、``."""
        value = self.value(*route)
        items = (
            value
            if isinstance(value, list)
            else re.split(r"[,/;、]", value)
            if isinstance(value, str)
            else []
        )
        return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())

    def span(self, *route: str | int) -> Span:
        """Where the value at ``route`` stands; the nearest parent that exists, else the title."""
        for end in range(len(route), 0, -1):
            if route[:end] in self.spans:
                return self.spans[route[:end]]
        return self.title_span

    def key_span(self, *route: str | int) -> Span:
        """Where the key at ``route`` stands, or its value where it has no key."""
        return self.key_spans.get(route) or self.span(*route)

    def within(self, part: str, *route: str | int) -> Span:
        """Where ``part`` first stands in the value at ``route``; the whole value if it does not."""
        span = self.span(*route)
        start = self.source.text.find(part, span.start, span.end)
        return Span(start, start + len(part)) if start >= 0 else span

    def line_span(self, span: Span) -> Span:
        """The whole lines that ``span`` touches, line ends included."""
        text = self.source.text
        end = text.find("\n", max(span.start, span.end - 1))
        return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1)


class Metric(NamedTuple):
    """A figure that a card claims.

    ``value`` is as written; ``unit`` is an id such as ``percent``, or empty. ``split`` is the part
    of the data set that it was measured on, such as ``validation``, or empty.
    """

    name: str
    label: str
    value: Decimal
    unit: str
    dataset: str
    source: str
    where: Span
    split: str = ""


class Input(NamedTuple):
    """A declared input tensor; ``layout`` has a letter per axis (``NCHW``), or is empty."""

    name: str
    shape: tuple[int, ...]
    layout: str
    dtype: str
    where: Span


class Asset(NamedTuple):
    """A file that a card offers, with the ``sha256`` and ``size`` (bytes) that the card states."""

    link: str
    format: str
    sha256: str
    where: Span
    size: Decimal | None = None


class Count(NamedTuple):
    """A count that a card claims; ``resolution`` is what its last written digit stands for."""

    value: Decimal
    resolution: Decimal
    text: str
    where: Span


_Rest = ParamSpec("_Rest")
_Result = TypeVar("_Result")


def once(
    function: Callable[Concatenate[Card, _Rest], _Result],
) -> Callable[Concatenate[Card, _Rest], _Result]:
    """``function``, called once for each card, whatever its other arguments.

    The result is in the card's ``memo`` under the function that this returns. Only for what cannot
    change in a run: a card does not, and a run has one hub.
    """

    @wraps(function)
    def remembered(card: Card, /, *arguments: _Rest.args, **keywords: _Rest.kwargs) -> _Result:
        if remembered not in card.memo:
            card.memo[remembered] = function(card, *arguments, **keywords)
        result: _Result = card.memo[remembered]
        return result

    return remembered
