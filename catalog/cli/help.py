"""``catalog help``: the help of all commands on one page."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, add_command

if TYPE_CHECKING:
    from catalog.cli.console import Commands


def add_help(commands: Commands) -> None:
    """Add the command ``help``."""
    parser = add_command(commands, "help", _help, "example:\n  catalog help --format markdown")
    parser.add_argument(
        "--format", choices=("text", "markdown"), default="text", help="default: text"
    )


def _help(options: argparse.Namespace) -> int:
    from catalog.cli import make_parser

    os.environ["COLUMNS"] = "100"
    parser = make_parser()
    sections = [
        ("catalog", parser),
        *((f"catalog {name}", command) for name, command in parser.commands().items()),
    ]
    if options.format == "markdown":
        print("# Command line\n\nThis page is made by `catalog help --format markdown`.")
    for name, section in sections:
        text = section.format_help().rstrip()
        print(
            f"\n## {name}\n\n```text\n{text}\n```"
            if options.format == "markdown"
            else f"\n{text}\n"
        )
    return CLEAN
