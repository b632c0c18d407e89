"""``catalog new``: the first draft of a card."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, add_command, hub_settings

if TYPE_CHECKING:
    from catalog.cli.console import Commands


def add_new(commands: Commands) -> None:
    """Add the command ``new``."""
    example = "example:\n  catalog new mindspore/ascend/2.5/ghostnet_imagenet2012"
    parser = add_command(commands, "new", _new, example)
    parser.add_argument("uid", metavar="UID", help="publisher/[ascend|gpu|cpu/]version/name")
    parser.add_argument(
        "--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)"
    )


def _new(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from catalog.hub.new_card import create_card
    from catalog.hub.vocabularies import load_vocabularies

    settings = hub_settings(options.cards)
    datasets = load_vocabularies(settings.root)["datasets"]
    path = create_card(
        options.cards or Path(settings.root) / settings.cards,
        options.uid,
        datetime.now(UTC).date(),
        datasets,
    )
    name = os.path.relpath(path)
    print(f"{name} is written: fill the empty places, then run `catalog lint {name}`")
    return CLEAN
