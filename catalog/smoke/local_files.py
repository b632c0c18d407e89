"""The files at hand that prove a card: its checkpoint, and test inputs with the outputs that they must give."""

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
_RELATIVE, _ABSOLUTE = "1e-3", "1e-5"


@dataclass(frozen=True)
class Weights:
    """A checkpoint at hand: its absolute path, the name of its asset, and the SHA-256 that the card states."""

    path: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Example:
    """Test inputs and expected outputs, each a file of arrays, and how far the outputs may be off.

    ``fault`` says why it cannot be used, or is empty.
    """

    inputs: str
    outputs: str
    rtol: float
    atol: float
    per_million: float
    fault: str = ""


def weights(claims: CardClaims, assets: Path | None) -> Weights | None:
    """The first checkpoint of the card that lies beside it or in the folder ``assets``, by its name or its hash."""
    file = claims.card.source.file
    beside = Path(file).resolve().parent if file else None
    for asset in claims.assets:
        if not _is_checkpoint(asset):
            continue
        name = _name(asset)
        for folder in (beside, assets):
            for candidate in filter(
                None, (name, asset.sha256 if len(asset.sha256) == _DIGITS else "")
            ):
                if folder and is_file(folder / candidate):
                    return Weights(str(folder.resolve() / candidate), name, asset.sha256.lower())
    return None


def checkpoint_name(claims: CardClaims) -> str:
    """The name of the first checkpoint that the card offers; empty where it offers none."""
    return next((_name(asset) for asset in claims.assets if _is_checkpoint(asset)), "")


def sha256(path: Path) -> str:
    """The SHA-256 of the file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def examples(card: Card, assets: Path | None) -> tuple[Example, ...]:
    """Every entry under ``tests``, with its files beside the card or in the folder ``assets``."""
    entries = card.value("tests")
    beside = Path(card.source.file).resolve().parent if card.source.file else None
    folders = [folder.resolve() for folder in (beside, assets) if folder]
    return tuple(
        _example(card, index, folders)
        for index in range(len(entries) if isinstance(entries, list) else 0)
    )


def _example(card: Card, index: int, folders: Sequence[Path]) -> Example:
    stated = {key: card.text("tests", index, key) for key in ("inputs", "outputs")}
    found = {key: next(_files(name, folders), "") for key, name in stated.items()}
    lacking = [f"{key} {name or '(not named)'}" for key, name in stated.items() if not found[key]]
    fault = (
        f"no file of arrays (.npy, .npz) beside the card or among the assets: {', '.join(lacking)}"
    )
    try:
        rtol, atol, per_million = (
            float(card.text("tests", index, key) or usual)
            for key, usual in (
                ("rtol", _RELATIVE),
                ("atol", _ABSOLUTE),
                ("mismatches-per-million", "0"),
            )
        )
    except ValueError as error:
        return Example("", "", 0, 0, 0, f"a tolerance is no number: {error}")
    return Example(
        found["inputs"], found["outputs"], rtol, atol, per_million, fault if lacking else ""
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
