"""Applies the fixes of findings to a card, and takes back what would do harm."""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from catalog.hub.vocabularies import key_aliases
from catalog.lint.engine import lint_card
from catalog.model import Card, Edit, Finding, Fix, Hub, Rule, Source, Span
from catalog.parsing.card import parse
from catalog.parsing.card_files import decode

MAX_TRIALS = 32
MAX_ROUNDS = 6


class Mended(NamedTuple):
    """What fixing made of a card: its new bytes and reading, how many fixes they hold, and what was refused and why."""

    data: bytes
    card: Card
    applied: int
    refused: tuple[str, ...]


def mend_card(
    card: Card, hub: Hub, findings: Iterable[Finding], rules: Iterable[Rule], unsafe: bool
) -> Mended:
    """``card`` with the fixes of those ``findings`` that are its own applied; ``rules`` watch over the result.

    A fix that leads to a finding that was not there before, or that changes a value elsewhere, is refused.
    """
    own = [finding for finding in findings if finding.path == card.source.path and finding.fix]
    single = [rule for rule in rules if not rule.catalog_wide]
    wanted = {(finding.code, finding.message) for finding in own}
    done = Mended(card.source.data, card, 0, ())
    for _ in range(MAX_ROUNDS):
        fixes = [
            (finding, finding.fix)
            for finding in own
            if finding.fix and (finding.fix.safe or unsafe)
        ]
        if not fixes:
            break
        watch = _Watch(done.card, hub, single, _counts(lint_card(done.card, hub, single)))
        kept, refused = _sift(watch, [], fixes, iter(range(MAX_TRIALS)))
        data = apply(done.card.source, kept)
        mended = watch.read(data) if kept else done.card
        done = Mended(data, mended, done.applied + len(kept), tuple(refused))
        if not kept:
            break
        # Fixes that touch one place wait for each other: the next round finds what is left at its new place.
        own = [
            one
            for one in lint_card(mended, hub, single)
            if one.fix and (one.code, one.message) in wanted
        ]
    return done


def _sift(
    watch: _Watch, kept: list[Fix], fixes: list[tuple[Finding, Fix]], trials: Iterator[int]
) -> tuple[list[Fix], list[str]]:
    """``kept`` with those of ``fixes`` that do no harm beside it, found by halving, and why each other one is not."""
    if next(trials, None) is None:
        return kept, [
            _refusal(finding, "too many fixes of this card do harm") for finding, _ in fixes
        ]
    together = _apart([*kept, *(fix for _, fix in fixes)])
    reason = watch.harm(together)
    if not reason:
        return together, []
    if len(fixes) == 1:
        return kept, [_refusal(fixes[0][0], reason)]
    middle = len(fixes) // 2
    kept, refused = _sift(watch, kept, fixes[:middle], trials)
    kept, more = _sift(watch, kept, fixes[middle:], trials)
    return kept, refused + more


def _refusal(finding: Finding, reason: str) -> str:
    return f"{finding.path}:{finding.place.line}: {finding.code}: not mended, {reason}"


def _counts(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings)


class _Watch(NamedTuple):
    """What a card was like before fixing, to hold each attempt against."""

    card: Card
    hub: Hub
    rules: list[Rule]
    known: Counter[tuple[str, str]]

    def read(self, data: bytes) -> Card:
        text, undecodable = decode(data)
        source = replace(self.card.source, data=data, text=text, undecodable=undecodable)
        return parse(source, key_aliases(self.hub.settings.root))

    def harm(self, fixes: list[Fix]) -> str:
        """Why these fixes must not be applied together; empty where they may."""
        mended = self.read(apply(self.card.source, fixes))
        new = _counts(lint_card(mended, self.hub, self.rules)) - self.known
        if new:
            code, message = min(new)
            return f"it would lead to {code}: {message}"
        touched = [edit.span for fix in fixes for edit in fix.edits]
        for key, value in self.card.header.items():
            start, end = self.card.key_span(key).start, self.card.span(key).end
            if mended.header.get(key) != value and not any(
                span.start <= end and span.end >= start for span in touched
            ):
                return f"it would change {key!r}"
        return ""


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that do not touch a range that an earlier one touches."""
    kept: dict[Fix, None] = {}
    taken: list[Span] = []
    for fix in fixes:
        if fix not in kept and not any(_overlaps(edit.span, taken) for edit in fix.edits):
            kept[fix] = None
            for edit in fix.edits:
                bisect.insort(taken, edit.span)
    return list(kept)


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Whether ``span`` has a character in common with one of the ranges ``taken``, which are sorted and apart."""
    before = bisect.bisect_left(taken, (span.end, span.end))
    return before > 0 and taken[before - 1].end > span.start


def apply(source: Source, fixes: Iterable[Fix]) -> bytes:
    """The bytes of ``source`` with ``fixes`` applied back to front; all other bytes are as they were."""
    data = source.data
    edits: list[Edit] = sorted((edit for fix in fixes for edit in fix.edits), reverse=True)
    for edit in edits:
        start, end = source.byte_range(edit.span)
        data = data[:start] + edit.text.encode() + data[end:]
    return data


def diff(source: Source, data: bytes) -> str:
    """A unified diff from ``source`` to ``data``; empty where they are equal."""
    before, after = (
        text.splitlines(keepends=True) for text in (source.text, data.decode(errors="replace"))
    )
    lines = difflib.unified_diff(before, after, source.path, source.path)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )
