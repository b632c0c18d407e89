"""One entry of a header, read from the events of PyYAML's parser, scalars as they are written."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

import yaml

from catalog.model import Fault, Route, Span

LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)
MAX_DEPTH = 20


class Header(NamedTuple):
    """The values of a header as text, the places of values and keys, and what could not be read."""

    values: dict[str, Any]
    spans: dict[Route, Span]
    key_spans: dict[Route, Span]
    faults: list[Fault]


class Piece(NamedTuple):
    """A piece of a card as PyYAML reads it. ``inserted`` are the places where a blank was added."""

    text: str
    start: int
    inserted: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Where a range of ``text`` stands in the card."""
        if not self.inserted:
            return Span(start + self.start, end + self.start)
        back = (
            index - bisect.bisect_left(self.inserted, index) + self.start for index in (start, end)
        )
        return Span(*back)


def repeated_key_fault(key: str, span: Span) -> Fault:
    """The fault of a key that stands at ``span`` for the second time."""
    return Fault(
        "repeated-key",
        span,
        f"{key!r} stands here a second time, and YAML keeps only the last",
        "keep one of the two lines and delete the other",
    )


def drop_places(header: Header, route: Route, value: Any) -> None:
    """Drop the places of ``value``, which stood at ``route`` before the key was repeated."""
    routes = [route]
    if isinstance(value, list | dict):
        routes = [inner for inner in header.spans if inner[: len(route)] == route]
    for inner in routes:
        header.spans.pop(inner, None)
        header.key_spans.pop(inner, None)


def parse_entry(piece: Piece, key_aliases: Mapping[str, str]) -> Header:
    """The values of one entry. Raises yaml.YAMLError where PyYAML cannot read it."""
    header = Header({}, {}, {}, [])
    events: Any = yaml.parse(piece.text, Loader=LOADER)
    builder = _Builder(header, piece, key_aliases, events)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            header.values.update(builder.mapping(()))
        elif isinstance(event, yaml.ScalarEvent):
            raise yaml.MarkedYAMLError(
                problem="could not find expected ':'", problem_mark=_mark(event)
            )
    return header


def _mark(event: Any) -> Any:
    return event.start_mark


def _span(piece: Piece, event: Any) -> Span:
    return piece.span(event.start_mark.index, event.end_mark.index)


class _Builder(NamedTuple):
    header: Header
    piece: Piece
    key_aliases: Mapping[str, str]
    events: Any

    def mapping(self, route: Route) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise yaml.MarkedYAMLError(
                    problem="a key must be one plain word", problem_mark=_mark(event)
                )
            key = self.key_aliases.get(event.value, event.value)
            span = _span(self.piece, event)
            if key in values:
                self.header.faults.append(repeated_key_fault(key, span))
                drop_places(self.header, (*route, key), values[key])
            self.header.key_spans[(*route, key)] = span
            values[key] = self.value(next(self.events), (*route, key))
        return values

    def value(self, event: Any, route: Route) -> Any:
        if len(route) > MAX_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_DEPTH} levels of nesting")
        span = _span(self.piece, event)
        self.header.spans[route] = span
        self._complain(event, span)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.AliasEvent):
            return f"*{event.anchor}"
        if isinstance(event, yaml.MappingStartEvent):
            value: Any = self.mapping(route)
        else:
            value = self.sequence(route)
        return value

    def sequence(self, route: Route) -> list[Any]:
        items: list[Any] = []
        before = len(self.header.spans)
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.value(event, (*route, len(items))))
        self._close(route, before)
        return items

    def _close(self, route: Route, before: int) -> None:
        """Extend the span of a list to the end of its last item; ``before`` spans came first."""
        spans = self.header.spans
        inner = islice(reversed(spans.values()), len(spans) - before)
        start, end = spans[route]
        spans[route] = Span(start, max((span.end for span in inner), default=end))

    def _complain(self, event: Any, span: Span) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            kind = "alias" if isinstance(event, yaml.AliasEvent) else "anchor"
            sign = "*" if kind == "alias" else "&"
            self.header.faults.append(
                Fault(
                    kind,
                    span,
                    f"the YAML {kind} '{sign}{anchor}' is not allowed in a card",
                    "write the value out",
                )
            )
        if getattr(event, "tag", None):
            self.header.faults.append(
                Fault(
                    "tag",
                    span,
                    f"the YAML tag {event.tag!r} is not allowed in a card",
                    "write the plain value",
                )
            )
