"""``catalog smoke``: the networks of the cards, built and compared."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import add_command

if TYPE_CHECKING:
    from catalog.cli.console import Commands

_EXAMPLE = """\
examples:
  catalog smoke
  catalog smoke mindspore/1.5/ghostnet_imagenet2012 --results smoke.json -j 2
  catalog smoke --changed-since origin/main --results smoke.json --junit smoke.xml
  catalog smoke --shard 1/4 --results part1.json
  catalog smoke merge part1.json part2.json part3.json part4.json --results smoke.json
  catalog smoke --mindspore 2.8.0,2.9.0,2.10.0 --results smoke.json
  catalog smoke bisect mindspore/1.5/ghostnet_imagenet2012 --mindspore 2.7.2,2.8.0,2.9.0,2.10.0

VERSIONS are versions of MindSpore, or paths of Pythons that have one, with commas between them.
`merge FILE...` joins the results of runs, the oldest first; \
`bisect UID` finds the version that broke a network.
"""


def add_smoke(commands: Commands) -> None:
    """Add the command ``smoke``."""
    parser = add_command(commands, "smoke", _smoke, _EXAMPLE)
    parser.add_argument(
        "which", nargs="*", metavar="UID|PATH", help="cards to prove (default: all)"
    )
    _add_selection(parser)
    _add_work(parser)
    _add_outputs(parser)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    which = parser.add_argument_group("which cards")
    which.add_argument(
        "--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)"
    )
    which.add_argument(
        "--changed-since",
        metavar="REV",
        help="only those that changed since this git revision, or whose code did",
    )
    which.add_argument(
        "--only-failed",
        action="store_true",
        help="only those that --results does not hold as right for what they state now",
    )
    which.add_argument(
        "--shard", metavar="K/N", help="only the K-th of N parts, the same on every machine"
    )


def _add_work(parser: argparse.ArgumentParser) -> None:
    work = parser.add_argument_group("how")
    work.add_argument(
        "-j",
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many at once (default: cores)",
    )
    work.add_argument(
        "--assets",
        type=Path,
        metavar="DIR",
        help="a folder with weights and test files of the cards",
    )
    work.add_argument(
        "--export", action="store_true", help="export every network, as MindIR and ONNX"
    )
    work.add_argument(
        "--on", metavar="WHERE", help="a Dask scheduler to work on, as tcp://host:8786"
    )
    work.add_argument(
        "--mindspore",
        type=_split,
        default=(),
        metavar="VERSIONS",
        help="on these, each in an environment of its own",
    )
    work.add_argument(
        "--trust",
        type=_split,
        default=(),
        metavar="SOURCES",
        help="packages, git mirrors and changed folders whose code may run; * is all",
    )
    work.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        help="where to keep results (default: the user's cache)",
    )
    work.add_argument("--no-cache", action="store_true", help="prove every card again")


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    outputs = parser.add_argument_group("what comes out")
    outputs.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="smoke.json: where to write what is found, "
        "beside what it holds of other cards and versions",
    )
    outputs.add_argument("--junit", type=Path, metavar="FILE", help="where to write JUnit's XML")
    outputs.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        default="error",
        help="what makes the exit status 1: contradicted or failed (error, the default), "
        "not testable here too (warning), not stated too (info)",
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(",")) if word)


def _smoke(options: argparse.Namespace) -> int:
    from catalog.cli.smoke.merge_bisect import bisect_versions, merge_result_files
    from catalog.cli.smoke.run import smoke_run

    match options.which:
        case ["merge", *files]:
            return merge_result_files([Path(file) for file in files], options)
        case ["bisect", *uids]:
            return bisect_versions(uids, options)
    return smoke_run(options)
