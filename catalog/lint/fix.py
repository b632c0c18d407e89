"""Applies the fixes of findings to a card, and refuses those that would do harm."""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import lint_card
from catalog.model import Card, Edit, Finding, Fix, Hub, Rule, Source, Span
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import decode

MAX_TRIALS = 32
MAX_ROUNDS = 6


class FixedCard(NamedTuple):
    """A card after its fixes: bytes, parsed card, fixes applied, and why others were refused."""

    data: bytes
    card: Card
    applied: int
    refused: tuple[str, ...]


def fix_card(
    card: Card, hub: Hub, findings: Iterable[Finding], rules: Iterable[Rule], unsafe: bool
) -> FixedCard:
    """``card`` with the fixes of its own ``findings`` applied.

    A fix is refused that leads to a new finding of ``rules``, or that changes a value elsewhere.
    """
    own = [finding for finding in findings if finding.path == card.source.path and finding.fix]
    single = [rule for rule in rules if not rule.catalog_wide]
    wanted = {(finding.code, finding.message) for finding in own}
    done = FixedCard(card.source.data, card, 0, ())
    for _ in range(MAX_ROUNDS):
        fixes = [
            (finding, finding.fix)
            for finding in own
            if finding.fix and (finding.fix.safe or unsafe)
        ]
        if not fixes:
            break
        trial = _Trial(done.card, hub, single, _counts(lint_card(done.card, hub, single)))
        harmless, refused = _harmless(trial, [], fixes, iter(range(MAX_TRIALS)))
        data = apply_fixes(done.card.source, harmless)
        fixed = trial.parse(data) if harmless else done.card
        done = FixedCard(data, fixed, done.applied + len(harmless), tuple(refused))
        if not harmless:
            break
        # Of fixes that overlap one is applied; the next round finds the others in their new place.
        own = [
            finding
            for finding in lint_card(fixed, hub, single)
            if finding.fix and (finding.code, finding.message) in wanted
        ]
    return done


def _harmless(
    trial: _Trial, accepted: list[Fix], fixes: list[tuple[Finding, Fix]], trials: Iterator[int]
) -> tuple[list[Fix], list[str]]:
    """``accepted`` and those of ``fixes`` that do no harm beside it, and why others are refused.

    Fixes are tried together, and by halves where they do harm, until ``trials`` run out.
    """
    if next(trials, None) is None:
        return accepted, [
            _refusal(finding, "too many fixes of this card do harm") for finding, _ in fixes
        ]
    together = _apart([*accepted, *(fix for _, fix in fixes)])
    reason = trial.harm(together)
    if not reason:
        return together, []
    if len(fixes) == 1:
        return accepted, [_refusal(fixes[0][0], reason)]
    middle = len(fixes) // 2
    accepted, refused = _harmless(trial, accepted, fixes[:middle], trials)
    accepted, more = _harmless(trial, accepted, fixes[middle:], trials)
    return accepted, refused + more


def _refusal(finding: Finding, reason: str) -> str:
    return f"{finding.path}:{finding.place.line}: {finding.code}: not mended, {reason}"


def _counts(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in findings)


class _Trial(NamedTuple):
    """A card before its fixes, with the counts of its findings, to compare a fixed text with."""

    card: Card
    hub: Hub
    rules: list[Rule]
    before: Counter[tuple[str, str]]

    def parse(self, data: bytes) -> Card:
        """``data`` parsed in the place of the card's own bytes."""
        text, undecodable = decode(data)
        source = replace(self.card.source, data=data, text=text, undecodable=undecodable)
        return parse_card(source, load_key_aliases(self.hub.settings.root))

    def harm(self, fixes: list[Fix]) -> str:
        """Why these fixes must not be applied together; empty where they may."""
        fixed = self.parse(apply_fixes(self.card.source, fixes))
        new = _counts(lint_card(fixed, self.hub, self.rules)) - self.before
        if new:
            code, message = min(new)
            return f"it would lead to {code}: {message}"
        touched = [edit.span for fix in fixes for edit in fix.edits]
        for key, value in self.card.header.items():
            start, end = self.card.key_span(key).start, self.card.span(key).end
            if fixed.header.get(key) != value and not any(
                span.start <= end and span.end >= start for span in touched
            ):
                return f"it would change {key!r}"
        return ""


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that do not touch a range that an earlier one touches."""
    apart: dict[Fix, None] = {}
    taken: list[Span] = []
    for fix in fixes:
        if fix not in apart and not any(_overlaps(edit.span, taken) for edit in fix.edits):
            apart[fix] = None
            for edit in fix.edits:
                bisect.insort(taken, edit.span)
    return list(apart)


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Whether ``span`` shares a character with one of ``taken``, which are sorted and disjoint."""
    before = bisect.bisect_left(taken, (span.end, span.end))
    return before > 0 and taken[before - 1].end > span.start


def apply_fixes(source: Source, fixes: Iterable[Fix]) -> bytes:
    """The bytes of ``source`` with ``fixes`` applied; all other bytes are as they were."""
    data = source.data
    edits: list[Edit] = sorted((edit for fix in fixes for edit in fix.edits), reverse=True)
    for edit in edits:
        start, end = source.byte_range(edit.span)
        data = data[:start] + edit.text.encode() + data[end:]
    return data


def unified_diff(source: Source, data: bytes) -> str:
    """A unified diff from ``source`` to ``data``; empty where they are equal."""
    before, after = (
        text.splitlines(keepends=True) for text in (source.text, data.decode(errors="replace"))
    )
    lines = difflib.unified_diff(before, after, source.path, source.path)
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )
