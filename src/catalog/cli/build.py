"""``catalog build``: the website and the index."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.common import CLEAN, Progress, command, open_cards

if TYPE_CHECKING:
    from catalog.cli.common import Commands


def add_build(commands: Commands) -> None:
    """Add the command ``build``."""
    example = "examples:\n  catalog build\n  catalog build --cards cards --site site --smoke smoke.json"
    parser = command(commands, "build", _build, example)
    parser.add_argument("--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where to write the site (default: site)")
    parser.add_argument("--smoke", type=Path, metavar="FILE", help="what `catalog smoke --results` wrote")


def _build(options: argparse.Namespace) -> int:
    from catalog.build import build, read_results
    from catalog.lint import choose, lint
    from catalog.mkdocs_plugin import guide_pages
    from catalog.rules import RULES

    hub = open_cards([options.cards] if options.cards else [])
    site = options.site or Path(hub.settings.root) / hub.settings.site
    results = read_results(options.smoke, hub.settings) if options.smoke else {}
    findings = lint(hub, choose(RULES, hub.settings), Progress("linted", len(hub.cards)))
    done = build(hub, site, results, findings, guide_pages(hub.settings), Progress("written", 0))
    counts = f"{len(done.written):,} files written, {len(done.unchanged):,} unchanged, {len(done.removed):,} removed"
    print(f"{len(hub.cards):,} {'card' if len(hub.cards) == 1 else 'cards'}: {counts}; open {site / 'index.html'}")
    sys.stdout.flush()
    return CLEAN
