"""Which of all findings ``catalog lint`` tells: those of one card, those that are new, those of a change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from catalog.hub.git_changes import Changes
    from catalog.lint.baseline import Entry
    from catalog.model import Finding, Hub, Rule


class Scope(NamedTuple):
    """What was asked for: the path of one card, the baseline and its entries, changes and where cards were read."""

    card: str
    baseline: Path | None
    known: tuple[Entry, ...]
    since: Changes | None
    folders: tuple[Path, ...]


class Kept(NamedTuple):
    """The findings that are told, and a word about the others; empty where there is none to say."""

    findings: list[Finding]
    note: str


def open_scope(hub: Hub, card: str, options: argparse.Namespace) -> Scope:
    """What ``options`` ask for. Raises CatalogError for a baseline or a revision that cannot be read."""
    root = Path(hub.settings.root)
    known: tuple[Entry, ...] = ()
    since = None
    if options.baseline:
        from catalog.lint import baseline

        known = baseline.read(options.baseline)
    if options.since:
        from catalog.hub.git_changes import changes

        since = changes(options.since, root)
    folders = tuple(path for path in options.paths or [root / hub.settings.cards] if path.is_dir())
    return Scope(card, options.baseline, known, since, folders)


def keep(scope: Scope, hub: Hub, findings: Sequence[Finding], rules: Sequence[Rule]) -> Kept:
    """Those of ``findings`` that are in ``scope``."""
    kept, note = list(findings), ""
    if scope.card:
        kept = [finding for finding in kept if finding.path == scope.card]
    if scope.baseline:
        from catalog.lint.baseline import compare

        held = compare(kept, scope.known, rules, hub.cards)
        kept = list(held.new)
        note = f"{len(held.known):,} more findings are in {scope.baseline}"
        if held.gone:
            note += f", {len(held.gone):,} of its entries are gone: drop them with `catalog baseline write`"
    if scope.since:
        from catalog.lint.since import touched

        kept = touched(hub, kept, rules, scope.since, scope.folders)
    return Kept(kept, note)
