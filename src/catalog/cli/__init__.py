"""The command line: arguments, printing and exit status. Nothing else in the catalog does these.

Rooms are imported by the command that needs them, so that ``catalog --help`` stays instant.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog import __version__
from catalog.cli import build, lint, new, rules, smoke
from catalog.cli.common import CLEAN, MISUSED, NO_CARDS, command
from catalog.model import CatalogError

if TYPE_CHECKING:
    from catalog.cli.common import Commands

_EPILOG = """\
exit status
  0  clean, or nothing at or above --fail-on
  1  findings at or above --fail-on; a smoke check that was contradicted or failed
  2  wrong usage or settings
  3  no cards found

catalog.toml in the current folder or above holds the settings; `catalog COMMAND --help` tells more.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status; complaints go to stderr, findings to stdout."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except CatalogError as error:
        print(f"catalog: {error}", file=sys.stderr)
        return NO_CARDS if type(error).__name__ == "NoCardsError" else MISUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        print("catalog: stopped", file=sys.stderr)
        return 130
    return status


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands: also what ``docs/cli.md`` is made from."""
    parser = argparse.ArgumentParser(
        prog="catalog",
        description="A model hub as files: check the cards, publish the site, prove the networks.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"catalog {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (lint.add_lint, build.add_build, smoke.add_smoke, new.add_new, rules.add_explain, rules.add_rules, add_help):
        add(commands)
    return parser


def add_help(commands: Commands) -> None:
    """Add the command ``help``."""
    parser = command(
        commands, "help", _help, "show the help of all commands", "example:\n  catalog help --format markdown"
    )
    parser.add_argument("--format", choices=("text", "markdown"), default="text", help="default: text")


def _help(options: argparse.Namespace) -> int:
    os.environ["COLUMNS"] = "100"
    parser = make_parser()
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001  # argparse has no other way to its commands
    sections = [("catalog", parser), *((f"catalog {name}", one) for name, one in actions[0].choices.items())]
    if options.format == "markdown":
        print("# Command line\n\nThis page is made by `catalog help --format markdown`.")
    for name, one in sections:
        text = one.format_help().rstrip()
        print(f"\n## {name}\n\n```text\n{text}\n```" if options.format == "markdown" else f"\n{text}\n")
    return CLEAN
