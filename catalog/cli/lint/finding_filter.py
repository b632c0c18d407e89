"""Which findings ``catalog lint`` reports: of one card, not in a baseline, or of a change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from catalog.hub.git_changes import Changes
    from catalog.lint.baseline import BaselineEntry
    from catalog.model import Finding, Hub, Rule


class FindingFilter(NamedTuple):
    """The path of one card; a baseline and its entries; changes, and where cards were read.

    What is empty or None filters nothing.
    """

    card: str
    baseline: Path | None
    entries: tuple[BaselineEntry, ...]
    changes: Changes | None
    folders: tuple[Path, ...]


class FilteredFindings(NamedTuple):
    """The findings to report, and a note about the others, which may be empty."""

    findings: list[Finding]
    note: str


def open_filter(hub: Hub, card: str, options: argparse.Namespace) -> FindingFilter:
    """The filter that ``options`` ask for.

    Raises:
        CatalogError: the baseline or the revision cannot be read.
    """
    root = Path(hub.settings.root)
    entries: tuple[BaselineEntry, ...] = ()
    since = None
    if options.baseline:
        from catalog.lint.baseline import read_baseline

        entries = read_baseline(options.baseline)
    if options.since:
        from catalog.hub.git_changes import find_changes

        since = find_changes(options.since, root)
    folders = tuple(path for path in options.paths or [root / hub.settings.cards] if path.is_dir())
    return FindingFilter(card, options.baseline, entries, since, folders)


def filter_findings(
    wanted: FindingFilter, hub: Hub, findings: Sequence[Finding], rules: Sequence[Rule]
) -> FilteredFindings:
    """Those of ``findings`` that ``wanted`` lets through."""
    passed, note = list(findings), ""
    if wanted.card:
        passed = [finding for finding in passed if finding.path == wanted.card]
    if wanted.baseline:
        from catalog.lint.baseline import compare_with_baseline

        compared = compare_with_baseline(passed, wanted.entries, rules, hub.cards)
        passed = list(compared.new)
        note = f"{len(compared.listed):,} more findings are in {wanted.baseline}"
        if compared.gone:
            note += (
                f", {len(compared.gone):,} of its entries are gone: "
                "drop them with `catalog baseline write`"
            )
    if wanted.changes:
        from catalog.lint.since import findings_since

        passed = findings_since(hub, passed, rules, wanted.changes, wanted.folders)
    return FilteredFindings(passed, note)
