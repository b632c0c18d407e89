"""The fixes of ``catalog lint``: applied to the files, or shown."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.lint.reports import FOR_PEOPLE, chosen_format

if TYPE_CHECKING:
    from catalog.model import Finding, Hub, Rule


def mend(
    hub: Hub, findings: Sequence[Finding], rules: Sequence[Rule], options: argparse.Namespace
) -> Hub:
    """``hub`` with the fixes of ``findings`` applied.

    The files are written, unless only the diff is asked for. A card from stdin goes to stdout instead. What was
    refused, and why, goes to stderr.
    """
    from catalog.hub.atomic_files import replace_file
    from catalog.lint import fix

    own: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        own[finding.path].append(finding)
    cards, applied, refused = dict(hub.cards), 0, 0
    for key, card in hub.cards.items():
        mended = fix.mend_card(card, hub, own[card.source.path], rules, options.unsafe_fixes)
        refused += len(mended.refused)
        for reason in mended.refused:
            print(f"catalog: {reason}", file=sys.stderr)
        if mended.data != card.source.data:
            applied += mended.applied
            cards[key] = mended.card
            if options.diff:
                _show(fix.diff(card.source, mended.data), options)
            elif not options.stdin_filename:
                replace_file(Path(card.source.file), mended.data)
        if options.stdin_filename and not options.diff and _is_asked(card.source.file, options):
            sys.stdout.flush()
            sys.stdout.buffer.write(mended.data)
    _tell(applied, refused, options.diff)
    return replace(hub, cards=cards)


def _is_asked(file: str, options: argparse.Namespace) -> bool:
    return file == str(options.stdin_filename)


def _show(diff: str, options: argparse.Namespace) -> None:
    """Print ``diff`` where it does not spoil a report for a program."""
    out = sys.stdout if chosen_format(options.format) in FOR_PEOPLE else sys.stderr
    out.write(diff)


def _tell(applied: int, refused: int, only_shown: bool) -> None:
    parts = []
    if applied:
        parts.append(
            f"{applied:,} {'fix' if applied == 1 else 'fixes'} {'to apply' if only_shown else 'applied'}"
        )
    if refused:
        parts.append(f"{refused:,} refused")
    if parts:
        print(", ".join(parts), file=sys.stderr)
