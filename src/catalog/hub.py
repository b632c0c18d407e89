"""Opens a hub: reads the cards that were asked for, with the vocabularies, the card schema and the settings."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from catalog import schema
from catalog.model import Card, CatalogError, Hub, Settings, Source
from catalog.parse import parse
from catalog.read import card_paths, read_source

_UID = re.compile(r"(?:^|/)([^/]+/(?:(?:ascend|gpu|cpu)/)?\d+(?:\.\d+)+/[^/]+)$")


class NoCardsError(CatalogError):
    """Nothing to work on: a folder without cards. Exit status 3."""


def open_hub(paths: Iterable[Path], settings: Settings) -> Hub:
    """The hub of all cards below ``paths``.

    Raises:
        CatalogError: a path does not exist, or a file of the hub's own schema folder cannot be read.
        NoCardsError: there is no card below any of them.
    """
    paths = list(paths)
    aliases = schema.key_aliases(settings.root)
    cards: dict[str, Card] = {}
    for source in sources(paths):
        card = parse(source, aliases)
        cards[card.uid if card.uid not in cards else f"{card.uid} ({source.path})"] = card
    if not cards:
        raise NoCardsError(
            f"no cards below {', '.join(str(path) for path in paths)}: a card is a file that ends in .md"
        )
    return Hub(cards, schema.vocabularies(settings.root), schema.load("card", settings.root), settings)


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files of all cards below ``paths``, each once, in the order of their UIDs."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise CatalogError(f"there is no {path}: name a folder of cards, or a card")
        root = path if path.is_dir() else path.parent
        for found in card_paths(path) if path.is_dir() else [path]:
            key = _absolute(found)
            if key not in seen:
                seen.add(key)
                yield _with_uid(read_source(found, root, _shown(key, root)), key)


def _absolute(path: Path) -> Path:
    """``path`` from the root of the disk. Links are not followed: a link to a card is a card of its own."""
    return Path(os.path.normpath(Path.cwd() / path))


def _shown(path: Path, root: Path) -> str:
    """How reports call a file: from the current folder where it lies below it, else from the folder that was named."""
    for base in (Path.cwd(), _absolute(root)):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def _with_uid(source: Source, path: Path) -> Source:
    """``source`` with the UID that its whole path says, where the part below the named folder is none."""
    whole = _UID.search(path.as_posix().removesuffix(".md"))
    if whole is None or _UID.fullmatch(source.uid):
        return source
    return replace(source, uid=whole[1])
