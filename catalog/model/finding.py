"""Findings: what a rule says of a place, the rule itself, and what reports print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from catalog.model.card import Card
from catalog.model.hub import Hub, Severity
from catalog.model.source import Fix, Place, Route, Span


@dataclass(frozen=True)
class Hit:
    """What a rule says of a place in a card: a route into its header, or a span of its file."""

    card: Card
    where: Route | Span
    message: str
    hint: str
    fix: Fix | None = None

    @property
    def span(self) -> Span:
        return self.where if isinstance(self.where, Span) else self.card.span(*self.where)


@dataclass(frozen=True)
class Rule:
    """A check with its identity. ``doc`` is the docstring of the check: the page of the rule.

    ``tags`` are words to select it by: its family, ``fixable``, ``mandatory``, ``catalog-wide``.
    """

    code: str
    name: str
    severity: Severity
    check: Callable[[Card, Hub], Iterator[Hit]] | Callable[[Hub], Iterator[Hit]]
    doc: str
    catalog_wide: bool = False
    tags: frozenset[str] = frozenset()

    @property
    def fixable(self) -> bool:
        """Whether at least some of its findings can be mended."""
        return "fixable" in self.tags

    @property
    def mandatory(self) -> bool:
        """Whether nobody can switch it off, lower it, allow it or leave it in a baseline."""
        return "mandatory" in self.tags


class Finding(NamedTuple):
    """A hit with its rule and its place: what reports print."""

    path: str
    place: Place
    code: str
    name: str
    severity: Severity
    message: str
    hint: str
    line_text: str = ""
    fix: Fix | None = None
    uid: str = ""
