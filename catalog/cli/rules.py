"""``catalog explain``, ``catalog rules`` and ``catalog schema``: what the linter knows."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, add_command

if TYPE_CHECKING:
    from catalog.cli.console import Commands


def add_explain(commands: Commands) -> None:
    """Add the command ``explain``."""
    parser = add_command(
        commands,
        "explain",
        _explain,
        "examples:\n  catalog explain AST101\n  catalog explain --all",
    )
    parser.add_argument(
        "code",
        nargs="?",
        default="",
        metavar="CODE",
        help="a code such as AST101, or a name such as truncated-sha256",
    )
    parser.add_argument("--all", action="store_true", help="tell of all rules")


def _explain(options: argparse.Namespace) -> int:
    from catalog.model import CatalogError, did_you_mean
    from catalog.report import explain
    from catalog.rules import RULES

    if options.all == bool(options.code):
        raise CatalogError("name one rule, as in `catalog explain AST101`, or say --all")
    named = {name: rule for rule in RULES for name in (rule.code, rule.name)}
    rule = named.get(options.code.upper()) or named.get(options.code.lower())
    if options.code and rule is None:
        raise CatalogError(f"there is no rule {options.code!r}{did_you_mean(options.code, named)}")
    print("\n".join(explain(item) for item in ([rule] if rule else RULES)).rstrip())
    return CLEAN


def add_rules(commands: Commands) -> None:
    """Add the command ``rules``."""
    parser = add_command(commands, "rules", _rules, "example:\n  catalog rules --format json")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="default: text"
    )


def _rules(options: argparse.Namespace) -> int:
    import json

    from catalog.report import rules_document, rules_page
    from catalog.rules import RULES
    from catalog.rules.define import rule_page

    if options.format == "json":
        print(json.dumps(rules_document(RULES), ensure_ascii=False, indent=2))
    elif options.format == "markdown":
        sys.stdout.write(rules_page(RULES))
    else:
        for rule in RULES:
            mark = "M" if rule.mandatory else "F" if rule.fixable else " "
            print(
                f"{rule.code}  {rule.severity:<7}  {mark}  {rule.name:<26}  {rule_page(rule).fault}"
            )
        print(
            "F: some of its findings can be mended with --fix or --unsafe-fixes. "
            "M: nobody can switch it off."
        )
    return CLEAN


def add_schema(commands: Commands) -> None:
    """Add the command ``schema``."""
    example = "example:\n  catalog schema card > card.schema.json"
    parser = add_command(commands, "schema", _schema, example)
    parser.add_argument(
        "name", choices=("card", "findings", "index", "smoke"), help="what it describes"
    )


def _schema(options: argparse.Namespace) -> int:
    import json

    from catalog.cli.console import hub_settings
    from catalog.hub.card_schema import load_schema

    print(
        json.dumps(load_schema(options.name, hub_settings(None).root), ensure_ascii=False, indent=2)
    )
    return CLEAN
