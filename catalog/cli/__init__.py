"""The command line: arguments, printing and exit status, which nothing else here has to do with.

Rooms are imported by the command that needs them, so that ``catalog --help`` stays instant.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

from catalog import __version__
from catalog.cli.console import CLEAN, MISUSED, NO_CARDS, SUMMARIES
from catalog.cli.parser import Parser, as_it_stands

__all__ = ["main"]

_MODULES = {"explain": "rules", "schema": "rules", "lint": "lint.command", "smoke": "smoke.command"}
"""Where a command is defined that is in no module of its own name."""
_OF_SITES = {"cmarkgfm", "jinja2", "markdown", "markupsafe", "mkdocs", "nh3", "pygments"}
"""What the extra ``site`` installs, for the commands that make websites."""

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
    arguments = sys.argv[1:] if arguments is None else arguments
    options = make_parser(arguments[0] if arguments else "").parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        print("catalog: stopped", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _OF_SITES:
            raise
        print(
            f"catalog: this needs {error.name}, which is not installed: "
            "pip install 'catalog-hub[site]'",
            file=sys.stderr,
        )
        return MISUSED
    except Exception as error:
        # Imported late: a build that has nothing to do needs nothing of the model.
        from catalog.executors import ExecutorError
        from catalog.model import CatalogError

        if not isinstance(error, CatalogError | ExecutorError):
            raise
        print(f"catalog: {error}", file=sys.stderr)
        return NO_CARDS if type(error).__name__ == "NoCardsError" else MISUSED
    return status


def make_parser(only: str | None = None) -> Parser:
    """The parser of all commands; where ``only`` is given, the others are but names."""
    parser = Parser(
        prog="catalog",
        description="A model hub as files: check the cards, publish the site, prove the networks.",
        epilog=_EPILOG,
        formatter_class=as_it_stands,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"catalog {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, summary in SUMMARIES.items():
        if only in (None, name):
            module = importlib.import_module(f"catalog.cli.{_MODULES.get(name, name)}")
            getattr(module, f"add_{name}")(commands)
        else:
            commands.add_parser(name, help=summary, formatter_class=as_it_stands, add_help=False)
    return parser
