"""``catalog lint``: findings, and their fixes."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.common import CLEAN, FOUND, Progress, command, open_cards, wants_colour
from catalog.model import Finding, Hub

if TYPE_CHECKING:
    from catalog.cli.common import Commands


def add_lint(commands: Commands) -> None:
    """Add the command ``lint``."""
    example = "examples:\n  catalog lint\n  catalog lint cards/mindspore --format github\n  catalog lint --fix --diff"
    parser = command(commands, "lint", _lint, "find what is wrong in cards, at which line, and how to mend it", example)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders of cards, or cards (default: cards)"
    )
    parser.add_argument("--format", choices=("full", "concise", "json", "github"), default="full", help="default: full")
    parser.add_argument(
        "--select", default="", metavar="RULES", help="only these: codes, beginnings of codes or names, with commas"
    )
    parser.add_argument("--ignore", default="", metavar="RULES", help="all but these")
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="what makes the exit status 1 (default: error)"
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without changing what a value says")
    parser.add_argument("--unsafe-fixes", action="store_true", help="mend also what should be looked at afterwards")
    parser.add_argument("--diff", action="store_true", help="print what would be mended, and write nothing")


def _lint(options: argparse.Namespace) -> int:
    from catalog.lint import choose, lint
    from catalog.report import report
    from catalog.rules import RULES

    hub = open_cards(options.paths)
    settings = hub.settings
    if options.select:
        settings = replace(settings, select=tuple(options.select.split(",")))
    if options.ignore:
        settings = replace(settings, ignore=(*settings.ignore, *options.ignore.split(",")))
    rules = choose(RULES, settings)
    findings = lint(hub, rules, Progress("linted", len(hub.cards)))
    if options.fix or options.unsafe_fixes or options.diff:
        hub, findings = _mend(hub, findings, options)
    sys.stdout.write(report(findings, len(hub.cards), options.format, wants_colour()))
    if options.format == "github":
        from catalog.report import summary

        print(summary(findings, len(hub.cards)), file=sys.stderr)
    grave = {"error": {"error"}, "warning": {"error", "warning"}, "info": {"error", "warning", "info"}}
    return (
        FOUND if any(finding.severity in grave[options.fail_on or settings.fail_on] for finding in findings) else CLEAN
    )


def _mend(hub: Hub, findings: list[Finding], options: argparse.Namespace) -> tuple[Hub, list[Finding]]:
    """The hub after fixing and what remains to be found in it; files are written unless only the diff is asked for."""
    from catalog import fix
    from catalog.lint import choose, lint
    from catalog.rules import RULES
    from catalog.write import replace_file

    rules = choose(RULES, hub.settings)
    out = sys.stdout if options.format in ("full", "concise") else sys.stderr
    cards = dict(hub.cards)
    applied = 0
    for key, card in hub.cards.items():
        mended = fix.mend_card(card, hub, findings, rules, options.unsafe_fixes)
        for reason in mended.refused:
            print(f"catalog: {reason}", file=sys.stderr)
        if mended.data == card.source.data:
            continue
        applied += mended.applied
        cards[key] = mended.card
        if options.diff:
            out.write(fix.diff(card.source, mended.data))
        else:
            replace_file(Path(card.source.file), mended.data)
    if applied:
        print(
            f"{applied:,} {'fix' if applied == 1 else 'fixes'} {'to apply' if options.diff else 'applied'}",
            file=sys.stderr,
        )
    hub = replace(hub, cards=cards)
    return hub, lint(hub, rules)
