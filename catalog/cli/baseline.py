"""``catalog baseline``: the findings that a hub lives with for now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, Progress, add_command, open_cards

if TYPE_CHECKING:
    from catalog.cli.console import Commands


def add_baseline(commands: Commands) -> None:
    """Add the command ``baseline``."""
    example = (
        "The first time all findings are written. Later entries whose finding is gone are dropped,"
        " and new findings\n"
        "stay out, so that the file only shrinks; --add-new lets them in."
        " Findings of mandatory rules never enter.\n\n"
        "examples:\n  catalog baseline write\n  catalog lint --baseline lint-baseline.json"
    )
    parser = add_command(commands, "baseline", _baseline, example)
    parser.add_argument("action", choices=("write",), help="write the file anew")
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="where it lies (default: lint-baseline.json beside catalog.toml)",
    )
    parser.add_argument(
        "--cards", type=Path, metavar="DIR", help="the folder of all cards (default: cards)"
    )
    parser.add_argument(
        "--add-new", action="store_true", help="let findings in that the file does not list yet"
    )


def _baseline(options: argparse.Namespace) -> int:
    from catalog.hub.atomic_files import replace_file
    from catalog.lint.baseline import (
        BASELINE_FILE,
        baseline_entries,
        baseline_json,
        read_baseline,
    )
    from catalog.lint.engine import choose_rules, lint
    from catalog.rules import RULES

    hub = open_cards([options.cards] if options.cards else [])
    rules = choose_rules(RULES, hub.settings)
    file = options.file or Path(hub.settings.root) / BASELINE_FILE
    before = read_baseline(file) if file.exists() else None
    mandatory = {rule.code for rule in rules if rule.mandatory}
    findings = lint(hub, rules, Progress("linted", len(hub.cards)))
    now = baseline_entries([finding for finding in findings if finding.code not in mandatory])
    listed = {entry.fingerprint for entry in before or ()}
    new = [entry for entry in now if entry.fingerprint not in listed]
    takes_all = before is None or options.add_new
    after = [entry for entry in now if takes_all or entry.fingerprint in listed]
    current = {entry.fingerprint for entry in now}
    gone = [entry for entry in before or () if entry.fingerprint not in current]
    for entry in gone:
        print(f"gone: {entry.uid}: {entry.code} {entry.message}")
    replace_file(file, baseline_json(after).encode())
    added = len(after) + len(gone) - len(listed)
    print(f"{file.name}: {len(after):,} known findings, {len(gone):,} dropped, {added:,} added")
    if len(after) < len(now):
        print(
            f"catalog: {len(new):,} new findings are not listed: mend them, or use --add-new",
            file=sys.stderr,
        )
    return CLEAN
