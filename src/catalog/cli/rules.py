"""``catalog explain`` and ``catalog rules``: what the linter knows."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from catalog.cli.common import CLEAN, command
from catalog.model import CatalogError

if TYPE_CHECKING:
    from catalog.cli.common import Commands


def add_explain(commands: Commands) -> None:
    """Add the command ``explain``."""
    parser = command(
        commands,
        "explain",
        _explain,
        "tell what a rule finds, why, and what is right",
        "example:\n  catalog explain AST101",
    )
    parser.add_argument("code", metavar="CODE", help="a code such as AST101, or a name such as truncated-sha256")


def _explain(options: argparse.Namespace) -> int:
    import difflib

    from catalog.report import explain
    from catalog.rules import RULES

    named = {name: rule for rule in RULES for name in (rule.code, rule.name)}
    rule = named.get(options.code.upper()) or named.get(options.code.lower())
    if rule is None:
        nearest = difflib.get_close_matches(options.code, named, n=1, cutoff=0.5)
        raise CatalogError(f"there is no rule {options.code!r}" + (f": did you mean {nearest[0]}?" if nearest else ""))
    print(explain(rule))
    return CLEAN


def add_rules(commands: Commands) -> None:
    """Add the command ``rules``."""
    parser = command(commands, "rules", _rules, "list all rules", "example:\n  catalog rules --format json")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")


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
            print(f"{rule.code}  {rule.severity:<7}  {rule.name:<26}  {rule_page(rule).fault}")
    return CLEAN
