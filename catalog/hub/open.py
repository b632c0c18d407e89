"""A hub opened: its cards with vocabularies, card schema and settings, and its smoke results."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from catalog.hub.card_schema import load_schema
from catalog.hub.vocabularies import load_key_aliases, load_vocabularies
from catalog.model import Card, CatalogError, Hub, Settings, SmokeResult, Source, Uid
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import card_paths, decode, make_source, read_source
from catalog.proof.smoke_json import read_smoke_json


class NoCardsError(CatalogError):
    """Nothing to work on: a folder without cards. Exit status 3."""


def open_hub(paths: Iterable[Path], settings: Settings) -> Hub:
    """The hub of all cards below ``paths``.

    Raises:
        CatalogError: a path does not exist, or a file of the hub's schema folder cannot be read.
        NoCardsError: there is no card below any of them.
    """
    return replace(empty_hub(settings), cards=dict(iterate_cards(paths, settings)))


def iterate_cards(paths: Iterable[Path], settings: Settings) -> Iterator[tuple[str, Card]]:
    """The cards below ``paths``, each with its key in the hub. Raises as ``open_hub`` does."""
    paths = list(paths)
    aliases = load_key_aliases(settings.root)
    seen: set[str] = set()
    for source in card_sources(paths):
        key = source.uid if source.uid not in seen else f"{source.uid} ({source.path})"
        seen.add(key)
        yield key, parse_card(source, aliases)
    if not seen:
        places = ", ".join(str(path) for path in paths)
        raise NoCardsError(f"no cards below {places}: a card is a file that ends in .md")


def card_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files of all cards below ``paths``, each once, in the order of their UIDs."""
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            raise CatalogError(f"there is no {path}: name a folder of cards, or a card")
        root = path if path.is_dir() else path.parent
        bases = _bases(root)
        for file in card_paths(path) if path.is_dir() else [path]:
            key = _absolute(file)
            if key not in seen:
                seen.add(key)
                yield _with_uid(read_source(file, root, _shown(key, bases)), key)


def source_at(path: Path, root: Path, data: bytes) -> Source:
    """``data`` as the file of a card at ``path`` below ``root``, whether or not there is one."""
    key = _absolute(path)
    return _with_uid(make_source(data, path, root, _shown(key, _bases(root))), key)


def replace_card(hub: Hub, path: Path, data: bytes) -> tuple[Hub, Card]:
    """``hub`` with ``data`` in the place of the card at ``path``, and that card."""
    card = parse_card(source_at(path, path.parent, data), load_key_aliases(hub.settings.root))
    others = {
        key: other
        for key, other in hub.cards.items()
        if _absolute(Path(other.source.file)) != _absolute(path)
    }
    return replace(hub, cards=others | {card.uid: card}), card


def reopen_card(card: Card, settings: Settings) -> Card:
    """``card`` read anew from its file, of which nothing but the header may be in memory."""
    source = reopen_source(card.source)
    return parse_card(source, load_key_aliases(settings.root)) if source.data else card


def reopen_source(source: Source) -> Source:
    """``source`` read anew; without text where its file is gone."""
    try:
        data = Path(source.file).read_bytes()
    except OSError:
        return source
    text, undecodable = decode(data)
    return replace(source, data=data, text=text, undecodable=undecodable)


def empty_hub(settings: Settings) -> Hub:
    """A hub without cards."""
    return Hub({}, load_vocabularies(settings.root), load_schema("card", settings.root), settings)


def read_smoke_results(path: Path, settings: Settings) -> dict[str, SmokeResult]:
    """The results in the file at ``path``. Raises CatalogError where it holds none."""
    results = read_smoke_json(path, load_schema("smoke", settings.root))
    return {result.uid: result for result in results}


def own_smoke_results(settings: Settings) -> Mapping[str, SmokeResult]:
    """The results in the file that the settings name; none where it is not there yet."""
    path = Path(settings.root, settings.smoke_results)
    if not settings.smoke_results or not path.is_file():
        return {}
    return read_smoke_results(path, settings)


def _absolute(path: Path) -> str:
    """``path`` from the root of the disk; links are not followed, as a link to a card is a card."""
    return os.path.abspath(path)  # noqa: PTH100  # faster than pathlib, and follows no link


def _bases(root: Path) -> tuple[str, str]:
    """The folders that paths in reports begin at: the current one, then the one named."""
    return str(Path.cwd()), _absolute(root)


def _shown(path: str, bases: tuple[str, str]) -> str:
    """The path of a file in reports: from the current folder, else from the folder named."""
    for base in bases:
        if path.startswith(base.rstrip("/") + "/"):
            return path.removeprefix(base).lstrip("/")
    return path


def _with_uid(source: Source, path: str) -> Source:
    """``source`` with the UID at the end of its whole path, where its own is not whole."""
    if Uid.at_end(source.uid) == source.uid:
        return source
    uid = Uid.at_end(Path(path).as_posix())
    return replace(source, uid=str(uid)) if uid else source
