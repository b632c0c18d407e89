"""Applies the fixes of findings to a card, and takes back what would do harm."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from catalog.lint import lint_card
from catalog.model import Card, Edit, Finding, Fix, Hub, Rule, Source
from catalog.parse import parse
from catalog.read import decode
from catalog.schema import key_aliases


class Mended(NamedTuple):
    """What fixing made of a card: its new bytes and reading, how many fixes they hold, and what was refused and why."""

    data: bytes
    card: Card
    applied: int
    refused: tuple[str, ...]


def mend_card(card: Card, hub: Hub, findings: Iterable[Finding], rules: Iterable[Rule], unsafe: bool) -> Mended:
    """``card`` with the fixes of those ``findings`` that are its own applied; ``rules`` watch over the result.

    A fix that leads to a finding that was not there before, or that changes a value elsewhere, is refused.
    """
    own = [finding for finding in findings if finding.path == card.source.path and finding.fix]
    fixes = [(finding, finding.fix) for finding in own if finding.fix and (finding.fix.safe or unsafe)]
    if not fixes:
        return Mended(card.source.data, card, 0, ())
    single = [rule for rule in rules if not rule.catalog_wide]
    watch = _Watch(card, hub, single, {(finding.code, finding.message) for finding in lint_card(card, hub, single)})
    kept = _apart([fix for _, fix in fixes])
    refused: list[str] = []
    if watch.harm(kept):
        kept = []
        for finding, fix in fixes:
            reason = watch.harm(_apart([*kept, fix]))
            if reason:
                refused.append(f"{finding.path}:{finding.place.line}: {finding.code}: not mended, {reason}")
            else:
                kept = _apart([*kept, fix])
    data = apply(card.source, kept)
    return Mended(data, watch.read(data), len(kept), tuple(refused))


class _Watch(NamedTuple):
    """What a card was like before fixing, to hold each attempt against."""

    card: Card
    hub: Hub
    rules: list[Rule]
    known: set[tuple[str, str]]

    def read(self, data: bytes) -> Card:
        text, undecodable = decode(data)
        source = replace(self.card.source, data=data, text=text, undecodable=undecodable)
        return parse(source, key_aliases(self.hub.settings.root))

    def harm(self, fixes: list[Fix]) -> str:
        """Why these fixes must not be applied together; empty where they may."""
        mended = self.read(apply(self.card.source, fixes))
        for finding in lint_card(mended, self.hub, self.rules):
            if (finding.code, finding.message) not in self.known:
                return f"it would lead to {finding.code} {finding.name}"
        touched = [edit.span for fix in fixes for edit in fix.edits]
        for key, value in self.card.header.items():
            start, end = self.card.key_span(key).start, self.card.span(key).end
            if mended.header.get(key) != value and not any(span.start <= end and span.end >= start for span in touched):
                return f"it would change {key!r}"
        return ""


def _apart(fixes: list[Fix]) -> list[Fix]:
    """The fixes that do not touch a range that an earlier one touches."""
    kept: list[Fix] = []
    for fix in fixes:
        taken = [edit.span for other in kept for edit in other.edits]
        if fix not in kept and not any(
            edit.span.start < span.end and span.start < edit.span.end for edit in fix.edits for span in taken
        ):
            kept.append(fix)
    return kept


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
    before, after = (text.splitlines(keepends=True) for text in (source.text, data.decode(errors="replace")))
    lines = difflib.unified_diff(before, after, source.path, source.path)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
