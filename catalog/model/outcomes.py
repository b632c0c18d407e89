"""What the verbs bring about: findings, smoke results and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from catalog.model.card import Card
from catalog.model.hub import Hub, Severity
from catalog.model.source import Fix, Place, Route, Span

Verdict = Literal["confirmed", "contradicted", "not stated", "not testable here", "failed"]

VERDICTS: tuple[Verdict, ...] = (
    "confirmed",
    "contradicted",
    "not stated",
    "not testable here",
    "failed",
)


@dataclass(frozen=True)
class Hit:
    """A rule's word about one place of one card. ``where`` is a route into the header, or a span of the file."""

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
        """Whether nobody can switch it off, lower it, allow it at the spot or leave it in a baseline."""
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


@dataclass(frozen=True)
class Check:
    """One fact compared: what the card says, what was measured, the verdict, and how it was found out."""

    fact: str
    claimed: str
    measured: str
    verdict: Verdict
    evidence: str


@dataclass(frozen=True)
class SmokeResult:
    """All checks of one card, where its network was found, and on what it ran. Times in seconds, memory in bytes.

    ``failure`` is the class of the reason why not everything was measured, such as ``missing-module``; empty otherwise.
    ``runs`` are results of the same card elsewhere: on other versions of MindSpore, or on other machines. ``stated`` is
    a digest of what the card said when it was run; empty where that is not known.
    """

    uid: str
    network: str
    checks: tuple[Check, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    peak_memory: int = 0
    log: str = ""
    failure: str = ""
    runs: tuple[SmokeResult, ...] = ()
    stated: str = ""

    @property
    def verdict(self) -> Verdict:
        """The gravest verdict of all checks: failed, contradicted, then confirmed, not testable here, not stated."""
        grave: tuple[Verdict, ...] = (
            "failed",
            "contradicted",
            "confirmed",
            "not testable here",
            "not stated",
        )
        return next(
            (one for one in grave if any(check.verdict == one for check in self.checks)),
            "not stated",
        )


class Words(NamedTuple):
    """Where a page has the words of a card's author: the card's path, and from which byte to which."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """One file of the site: its path below the site's folder, with ``/``, and its bytes.

    ``words`` is known where the rest of the page does not depend on the words in it. What is in ``more`` follows
    ``data``: pieces of a file that is better not held in memory at once, the same whenever they are asked for.
    """

    path: str
    data: bytes
    words: Words | None = None
    more: Iterable[bytes] = ()

    @property
    def whole(self) -> bytes:
        """All bytes of the file."""
        return b"".join((self.data, *self.more))
