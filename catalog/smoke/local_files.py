"""The local files of a card: its checkpoint, and test inputs with the outputs to expect."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from catalog.claims.card_claims import CardClaims
from catalog.model import Asset, Card
from catalog.parsing.card_files import is_file

_ARRAYS = (".npy", ".npz")
_DIGITS = 64
_TOLERANCES = {"rtol": "1e-3", "atol": "1e-5", "mismatches-per-million": "0"}


@dataclass(frozen=True)
class LocalCheckpoint:
    """A local checkpoint: its absolute path, the name of its asset, and its SHA-256 as stated."""

    path: str
    name: str
    sha256: str


@dataclass(frozen=True)
class OutputExample:
    """Test inputs and expected outputs, each a file of arrays, and how far the outputs may be off.

    ``fault`` says why they cannot be used, or is empty.
    """

    inputs: str
    outputs: str
    rtol: float
    atol: float
    per_million: float
    fault: str = ""


def find_checkpoint(claims: CardClaims, assets: Path | None) -> LocalCheckpoint | None:
    """The first checkpoint of the card that lies beside it or in the folder ``assets``.

    The file is called as the asset is, or by the hash that the card states.
    """
    file = claims.card.source.file
    beside = Path(file).resolve().parent if file else None
    for asset in claims.assets:
        if not _is_checkpoint(asset):
            continue
        name = _name(asset)
        hashed = asset.sha256 if len(asset.sha256) == _DIGITS else ""
        for folder in (beside, assets):
            for candidate in filter(None, (name, hashed)):
                if folder and is_file(folder / candidate):
                    return LocalCheckpoint(
                        str(folder.resolve() / candidate), name, asset.sha256.lower()
                    )
    return None


def checkpoint_name(claims: CardClaims) -> str:
    """The name of the first checkpoint that the card offers; empty where it offers none."""
    return next((_name(asset) for asset in claims.assets if _is_checkpoint(asset)), "")


def file_sha256(path: Path) -> str:
    """The SHA-256 of the file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_examples(card: Card, assets: Path | None) -> tuple[OutputExample, ...]:
    """Every entry under ``tests``, with its files beside the card or in the folder ``assets``."""
    entries = card.value("tests")
    beside = Path(card.source.file).resolve().parent if card.source.file else None
    folders = [folder.resolve() for folder in (beside, assets) if folder]
    count = len(entries) if isinstance(entries, list) else 0
    return tuple(_example(card, index, folders) for index in range(count))


def _example(card: Card, index: int, folders: Sequence[Path]) -> OutputExample:
    stated = {key: card.text("tests", index, key) for key in ("inputs", "outputs")}
    paths = {key: next(_files(name, folders), "") for key, name in stated.items()}
    lacking = [f"{key} {name or '(not named)'}" for key, name in stated.items() if not paths[key]]
    fault = (
        f"no file of arrays (.npy, .npz) beside the card or among the assets: {', '.join(lacking)}"
    )
    tolerances = [card.text("tests", index, key) or usual for key, usual in _TOLERANCES.items()]
    try:
        rtol, atol, per_million = map(float, tolerances)
    except ValueError as error:
        return OutputExample("", "", 0, 0, 0, f"a tolerance is no number: {error}")
    return OutputExample(
        paths["inputs"], paths["outputs"], rtol, atol, per_million, fault if lacking else ""
    )


def _files(name: str, folders: Sequence[Path]) -> Iterator[str]:
    """The files called ``name`` in or below each folder, not outside of it."""
    if PurePosixPath(name).suffix not in _ARRAYS:
        return
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and is_file(path):
            yield str(path)


def _name(asset: Asset) -> str:
    return PurePosixPath(unquote(urlsplit(asset.link).path)).name


def _is_checkpoint(asset: Asset) -> bool:
    return asset.format.lower() == "ckpt" or urlsplit(asset.link).path.endswith(".ckpt")
