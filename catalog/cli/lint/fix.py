"""The fixes of ``catalog lint``: written to the files, or shown."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.lint.reports import stdout_format
from catalog.report import FORMATS

if TYPE_CHECKING:
    from catalog.model import Finding, Hub, Rule


def fix_cards(
    hub: Hub, findings: Sequence[Finding], rules: Sequence[Rule], options: argparse.Namespace
) -> Hub:
    """``hub`` with the fixes of ``findings`` applied.

    The files are written, unless only the diff is asked for. A card from stdin goes to stdout
    instead. Refused fixes and the reasons go to stderr.
    """
    from catalog.hub.atomic_files import replace_file
    from catalog.lint.fix import fix_card, unified_diff

    own: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        own[finding.path].append(finding)
    cards, applied, refused = dict(hub.cards), 0, 0
    for key, card in hub.cards.items():
        fixed = fix_card(card, hub, own[card.source.path], rules, options.unsafe_fixes)
        refused += len(fixed.refused)
        for reason in fixed.refused:
            print(f"catalog: {reason}", file=sys.stderr)
        if fixed.data != card.source.data:
            applied += fixed.applied
            cards[key] = fixed.card
            if options.diff:
                _print_diff(unified_diff(card.source, fixed.data), options)
            elif not options.stdin_filename:
                replace_file(Path(card.source.file), fixed.data)
        is_from_stdin = bool(options.stdin_filename) and card.source.file == str(
            options.stdin_filename
        )
        if is_from_stdin and not options.diff:
            sys.stdout.flush()
            sys.stdout.buffer.write(fixed.data)
    _print_counts(applied, refused, options.diff)
    return replace(hub, cards=cards)


def _print_diff(diff: str, options: argparse.Namespace) -> None:
    """Print ``diff`` to stdout, or to stderr where a report for programs goes to stdout."""
    out = sys.stdout if FORMATS[stdout_format(options.format)].for_people else sys.stderr
    out.write(diff)


def _print_counts(applied: int, refused: int, is_dry: bool) -> None:
    parts = []
    if applied:
        noun = "fix" if applied == 1 else "fixes"
        parts.append(f"{applied:,} {noun} {'to apply' if is_dry else 'applied'}")
    if refused:
        parts.append(f"{refused:,} refused")
    if parts:
        print(", ".join(parts), file=sys.stderr)
