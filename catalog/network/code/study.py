"""The code that a card names, found and studied: once for each card, each folder and each run."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.hub.settings import FILE
from catalog.model import Card, Hub, Settings, once
from catalog.network import git_mirror as mirrors
from catalog.network import locate as sources
from catalog.network.code import mindspore_names as table
from catalog.network.code.imports import Study, study
from catalog.network.locate import Missing, Network
from catalog.parsing.card_files import is_folder


class Code(NamedTuple):
    """Where a card's network is, and the study of its folder; None where it is in none."""

    network: Network | Missing
    study: Study | None


class Studies:
    """The studies of a run, each folder's once: many cards may name one."""

    def __init__(self, hub: Hub) -> None:
        self.table = table.load(hub.settings.root)
        self.version = _target(hub.settings, self.table)
        self._known: dict[str, Study] = {}

    def of(self, folder: str) -> Study:
        """The study of ``folder``."""
        if folder not in self._known:
            self._known[folder] = study(Path(folder), self.table, self.version)
        return self._known[folder]


@lru_cache(maxsize=1)
def studies(hub: Hub) -> Studies:
    """The studies of this hub's run."""
    return Studies(hub)


@once
def code_of(card: Card, hub: Hub) -> Code | None:
    """The code that the card's network entry or its mapped link names; None where it names none at hand."""
    return _found(card, hub) if _is_at_hand(card, hub.settings) else None


def _found(card: Card, hub: Hub) -> Code:
    network = sources.find(card, hub.settings)
    folder = network.folder if isinstance(network, Network) else ""
    return Code(network, studies(hub).of(folder) if folder else None)


def names_code(card: Card, settings: Settings) -> bool:
    """Whether ``code_of`` may depend on files: of the hub, of its mirrors or of packages."""
    return "network" in card.header or bool(settings.smoke_sources and card.text("repo-link"))


def _is_at_hand(card: Card, settings: Settings) -> bool:
    """Whether a folder or a git mirror that is there is named; an installed package is not read here."""
    if "network" in card.header:
        # Cards that are linted far from their hub say nothing of where it begins.
        source = card.text("network", "source") or card.text("network")
        return Path(settings.root, FILE).is_file() or is_folder(
            Path(settings.root, source.partition("/")[0])
        )
    link = card.text("repo-link") if settings.smoke_sources else ""
    return any(
        link.startswith(prefix.rstrip("/"))
        and (source.startswith(mirrors.SCHEME) or is_folder(Path(settings.root, source)))
        for prefix, source in settings.smoke_sources.items()
    )


def _target(settings: Settings, known: table.Table) -> str:
    """The newest release that the settings name and that is listed; else the newest that is listed."""
    wanted = settings.smoke_mindspore
    return next(
        (one.version for one in reversed(known.releases) if one.version in wanted), known.newest
    )
