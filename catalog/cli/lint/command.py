"""``catalog lint``: findings, and their fixes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import (
    CLEAN,
    FOUND,
    add_command,
    add_work_options,
    cards_folder,
    collect_seldom,
    hub_settings,
    open_cards,
)
from catalog.cli.lint.finding_filter import filter_findings, open_filter
from catalog.cli.lint.reports import has_grave, parse_output, stdout_format, write_reports
from catalog.report import FORMATS, LintReport

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from catalog.cli.console import Commands
    from catalog.model import Finding, Hub, Rule, Settings

_EXAMPLE = """\
examples:
  catalog lint
  catalog lint cards/mindspore --select asset,LNK --fail-on warning
  catalog lint --fix --diff
  catalog lint --since origin/main --output sarif=lint.sarif
  catalog lint --stdin-filename cards/acme/1.0/net.md < draft.md

RULES are codes, beginnings of codes, names or tags, with commas between them: \
AST101,LNK,moving-branch,fixable
"""


def add_lint(commands: Commands) -> None:
    """Add the command ``lint``."""
    parser = add_command(commands, "lint", _lint, _EXAMPLE)
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="folders of cards, or cards (default: cards)",
    )
    which = parser.add_argument_group("which rules")
    which.add_argument(
        "--select", type=_parse_names, default=(), metavar="RULES", help="only these"
    )
    which.add_argument(
        "--extend-select", type=_parse_names, default=(), metavar="RULES", help="these too"
    )
    which.add_argument(
        "--ignore", type=_parse_names, default=(), metavar="RULES", help="all but these"
    )
    which.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        help="what makes the exit status 1 (default: error)",
    )
    _add_scope(parser)
    _add_fixes(parser)
    _add_outputs(parser)
    add_work_options(parser)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    scope = parser.add_argument_group("which findings")
    scope.add_argument(
        "--since",
        metavar="REV",
        help="only those that the changes since this git revision brought about",
    )
    scope.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="all but those in a file of `catalog baseline write`",
    )
    scope.add_argument(
        "--stdin-filename",
        type=Path,
        metavar="PATH",
        help="those of the card on stdin, as if it were this file; PATHs are its catalog",
    )


def _add_fixes(parser: argparse.ArgumentParser) -> None:
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument(
        "--fix",
        action="store_true",
        help="mend what can be mended without changing what a value says",
    )
    fixes.add_argument(
        "--unsafe-fixes", action="store_true", help="mend also what should be looked at afterwards"
    )
    fixes.add_argument(
        "--diff", action="store_true", help="print what would be mended, and write nothing"
    )


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    outputs = parser.add_argument_group("reports")
    outputs.add_argument(
        "--format",
        choices=("auto", *FORMATS),
        default="auto",
        help="default: github in GitHub Actions, else full",
    )
    outputs.add_argument(
        "--output",
        type=parse_output,
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="write one more report",
    )
    outputs.add_argument(
        "--statistics", action="store_true", help="how often each rule found something"
    )


def _parse_names(text: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def _lint(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from catalog.lint.engine import choose_rules, lint
    from catalog.rules import RULES

    collect_seldom()
    options.fix = options.fix or options.unsafe_fixes
    hub, card = _open(options)
    hub = replace(hub, settings=_with_selection(hub.settings, options))
    rules = choose_rules(RULES, hub.settings)
    if card and not options.paths:
        rules = tuple(rule for rule in rules if not rule.catalog_wide)
    wanted = open_filter(hub, card, options)
    if card:
        findings = lint(hub, rules)
    else:
        hub, findings = _read(hub, rules, options)
        hub = _with_text(hub) if options.since else hub
    reported = filter_findings(wanted, hub, findings, rules)
    # What --diff only shows still stands in the files: the exit status speaks of those.
    grave = has_grave(reported.findings, options.fail_on or hub.settings.fail_on)
    if options.fix or options.diff:
        from catalog.cli.lint.fix import fix_cards

        hub = fix_cards(_with_text(hub), reported.findings, rules, options)
        reported = filter_findings(wanted, hub, lint(hub, rules), rules)
    if not options.diff:
        grave = has_grave(reported.findings, options.fail_on or hub.settings.fail_on)
    if "sarif" in (stdout_format(options.format), *(name for name, _ in options.output)):
        # It names the lines and columns of every edit.
        hub = _with_text(hub, {finding.path for finding in reported.findings if finding.fix})
    sources = {item.source.path: item.source for item in hub.cards.values()}
    count = 1 if card else len(hub.cards)
    write_reports(LintReport(reported.findings, count, rules, sources), options)
    if reported.note:
        print(f"catalog: {reported.note}", file=sys.stderr)
    return FOUND if grave else CLEAN


def _read(
    hub: Hub, rules: Sequence[Rule], options: argparse.Namespace
) -> tuple[Hub, list[Finding]]:
    """The cards that ``options`` name, and their findings; earlier runs are reused."""
    from catalog.cli.lint.run import read_cards_and_findings

    paths = options.paths or [cards_folder(hub.settings)]
    read = read_cards_and_findings(paths, hub.settings, rules, options)
    return read.hub, read.findings


def _with_text(hub: Hub, paths: Collection[str] | None = None) -> Hub:
    """``hub`` whose cards at ``paths``, or all, have their text and their places in memory."""
    from dataclasses import replace

    from catalog.hub.open import reopen_card

    cards = {
        key: reopen_card(card, hub.settings)
        if not card.source.text and (paths is None or card.path in paths)
        else card
        for key, card in hub.cards.items()
    }
    return replace(hub, cards=cards)


def _open(options: argparse.Namespace) -> tuple[Hub, str]:
    """A hub of the named cards, if any, and the card on stdin; and the path of the latter."""
    from catalog.hub.open import empty_hub

    if not options.stdin_filename:
        return empty_hub(hub_settings(options.paths[0] if options.paths else None)), ""
    from catalog.hub.open import replace_card
    from catalog.model import CatalogError

    if options.since or options.baseline:
        raise CatalogError(
            "--stdin-filename tells all findings of one card: leave --since and --baseline out"
        )
    hub = (
        open_cards(options.paths)
        if options.paths
        else empty_hub(hub_settings(options.stdin_filename))
    )
    hub, card = replace_card(hub, options.stdin_filename, sys.stdin.buffer.read())
    return hub, card.source.path


def _with_selection(settings: Settings, options: argparse.Namespace) -> Settings:
    """``settings`` with the rules that the command line selects and ignores.

    A rule that the command line selects is on, whatever the settings say.
    """
    from dataclasses import replace

    wanted = {*options.select, *options.extend_select}
    return replace(
        settings,
        select=options.select or settings.select,
        extend_select=options.extend_select,
        ignore=(*(name for name in settings.ignore if name not in wanted), *options.ignore),
        severity={
            name: severity
            for name, severity in settings.severity.items()
            if severity != "off" or name not in wanted
        },
    )
