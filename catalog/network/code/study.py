"""The code that a card names, studied once a folder and run."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.hub.settings import SETTINGS_FILE
from catalog.model import Card, Hub, Settings, once
from catalog.network.code.imports import CodeStudy, study_folder
from catalog.network.code.mindspore_names import NameTable, load_name_table
from catalog.network.git_mirror import SCHEME
from catalog.network.locate import Missing, Network, find_network
from catalog.parsing.card_files import is_folder


class CardCode(NamedTuple):
    """Where a card's network is, and the study of its folder, None where it has none."""

    network: Network | Missing
    study: CodeStudy | None


class Studies:
    """The studies of a run, one a folder: many cards may name the same."""

    def __init__(self, hub: Hub) -> None:
        self.table = load_name_table(hub.settings.root)
        self.version = _target(hub.settings, self.table)
        self._studies: dict[str, CodeStudy] = {}

    def of(self, folder: str) -> CodeStudy:
        """The study of ``folder``."""
        if folder not in self._studies:
            self._studies[folder] = study_folder(Path(folder), self.table, self.version)
        return self._studies[folder]


@lru_cache(maxsize=1)
def hub_studies(hub: Hub) -> Studies:
    """The studies of the run over ``hub``."""
    return Studies(hub)


@once
def code_of(card: Card, hub: Hub) -> CardCode | None:
    """The code that the card's network entry or mapped link names; None where there is none."""
    return _card_code(card, hub) if _is_at_hand(card, hub.settings) else None


def _card_code(card: Card, hub: Hub) -> CardCode:
    network = find_network(card, hub.settings)
    folder = network.folder if isinstance(network, Network) else ""
    return CardCode(network, hub_studies(hub).of(folder) if folder else None)


def names_code(card: Card, settings: Settings) -> bool:
    """Whether ``code_of`` may depend on files: of the hub, of its mirrors or of packages."""
    return "network" in card.header or bool(settings.smoke_sources and card.text("repo-link"))


def named_folders(card: Card, settings: Settings) -> tuple[Path, ...]:
    """Folders of the hub that ``card`` names, there or not: ``code_of`` depends on that."""
    if "network" in card.header:
        sources = [card.text("network", "source") or card.text("network")]
        sources.append(sources[0].partition("/")[0])
    else:
        link = card.text("repo-link")
        sources = [
            f"{source}/{link.removeprefix(prefix.rstrip('/')).strip('/')}"
            for prefix, source in settings.smoke_sources.items()
            if link.startswith(prefix.rstrip("/")) and not source.startswith(SCHEME)
        ]
    return tuple(Path(settings.root, source) for source in sources)


def _is_at_hand(card: Card, settings: Settings) -> bool:
    """Whether the card names a folder or a git mirror; installed packages are not studied."""
    if "network" in card.header:
        # Without a settings file the hub's folder is unknown: a source that is not below it may
        # still be right.
        source = card.text("network", "source") or card.text("network")
        return Path(settings.root, SETTINGS_FILE).is_file() or is_folder(
            Path(settings.root, source.partition("/")[0])
        )
    link = card.text("repo-link") if settings.smoke_sources else ""
    return any(
        link.startswith(prefix.rstrip("/"))
        and (source.startswith(SCHEME) or is_folder(Path(settings.root, source)))
        for prefix, source in settings.smoke_sources.items()
    )


def _target(settings: Settings, table: NameTable) -> str:
    """The newest of the listed releases that the settings name; else the newest of all."""
    for release in reversed(table.releases):
        if release.version in settings.smoke_mindspore:
            return release.version
    return table.newest
