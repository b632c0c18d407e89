"""A parser of arguments that says what was probably meant."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping

# As in console.py: the import of typing takes too long.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def as_it_stands(prog: str) -> argparse.HelpFormatter:
    """A formatter that leaves lines as they are, as wide as the terminal.

    argparse would ask shutil for the width, whose import takes a tenth of the time of ``--help``.
    """
    try:
        width = int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        width = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 80
    return argparse.RawDescriptionHelpFormatter(prog, width=max(width, 20) - 2)


class Parser(argparse.ArgumentParser):
    """argparse's parser; its errors name the command, option or choice that was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and ``message`` to stderr and exit with status 2."""
        choice = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)$", message)
        if choice:
            choices = re.findall(r"[\w-]+", choice[2])
            super().error(message + _meant(choice[1], choices))
        unknown = re.match(r"unrecognized arguments: (.*)$", message)
        words = [word for word in unknown[1].split() if word.startswith("-")] if unknown else []
        super().error(
            message
            + "".join(_meant(word.partition("=")[0], self.all_options()) for word in words[:1])
        )

    def commands(self) -> Mapping[str, Parser]:
        """The parsers of the commands, by name."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # no other name
                return action.choices
        return {}

    def all_options(self) -> list[str]:
        """The long options of this parser and of its commands."""
        options = [
            option
            for action in self._actions
            for option in action.option_strings
            if option.startswith("--")
        ]
        return options + [
            option for parser in self.commands().values() for option in parser.all_options()
        ]


def _meant(word: str, words: list[str]) -> str:
    # The nouns take longer to import than --help may take.
    from catalog.model import did_you_mean

    return did_you_mean(word, words).replace(": did", "; did")
