"""A parser of arguments that says what was probably meant."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping

from catalog.model.suggestion import did_you_mean

# As in common.py: typing costs more than it is worth here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def as_it_stands(prog: str) -> argparse.HelpFormatter:
    """A formatter that leaves lines as they are, as wide as the terminal.

    argparse would ask shutil for the width, whose import takes a tenth of the time that ``--help`` has.
    """
    try:
        width = int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        width = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width, 20) - 2)


class Parser(argparse.ArgumentParser):
    """argparse's parser; its complaints about unknown commands, options and choices name the nearest known one."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and ``message`` to stderr and exit with status 2."""
        choice = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)$", message)
        if choice:
            known = re.findall(r"[\w-]+", choice[2])
            super().error(message + _meant(choice[1], known))
        unknown = re.match(r"unrecognized arguments: (.*)$", message)
        words = [word for word in unknown[1].split() if word.startswith("-")] if unknown else []
        super().error(
            message
            + "".join(_meant(word.partition("=")[0], self.all_options()) for word in words[:1])
        )

    def commands(self) -> Mapping[str, Parser]:
        """The parsers of the commands, by name."""
        actions = [one for one in self._actions if isinstance(one, argparse._SubParsersAction)]  # noqa: SLF001  # argparse gives it no other name
        return actions[0].choices if actions else {}

    def all_options(self) -> list[str]:
        """The long options of this parser and of its commands."""
        found = [
            option
            for action in self._actions
            for option in action.option_strings
            if option.startswith("--")
        ]
        return found + [
            option for parser in self.commands().values() for option in parser.all_options()
        ]


def _meant(word: str, known: list[str]) -> str:
    return did_you_mean(word, known).replace(": did", "; did")
