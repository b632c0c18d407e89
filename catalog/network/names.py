"""By which names a card may mean a network, and which of a package's names they spell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from catalog.model import Card, fold


class Wanted(NamedTuple):
    """A name to look for, and where on the card it stands."""

    name: str
    where: str


def wanted(card: Card) -> tuple[Wanted, ...]:
    """The names to try, the likeliest first: the model's, the file's without its data set, the backbone's."""
    names = (
        Wanted(card.text("model-name"), "model-name"),
        Wanted(_without_datasets(card), "file name"),
        Wanted(card.text("backbone-name"), "backbone-name"),
    )
    return tuple(one for one in names if fold(one.name))


def spelt(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of ``known`` that ``name`` spells: itself, else all that differ in case and punctuation only, sorted."""
    known = known if isinstance(known, Collection) else tuple(known)
    return (
        (name,) if name in known else tuple(sorted(one for one in known if fold(one) == fold(name)))
    )


def _without_datasets(card: Card) -> str:
    """The name of the card's file without the data sets that it ends in: ``resnet50_imagenet2012`` is ``resnet50``."""
    stem = card.uid.rpartition("/")[2].removesuffix("_cn")
    datasets = {fold(name) for name in card.texts("train-dataset")}
    return next((head for head, tail in _cuts(stem) if fold(tail) in datasets), stem)


def _cuts(stem: str) -> Iterator[tuple[str, str]]:
    """``stem`` cut in two at each ``_``, the longest tail first."""
    parts = stem.split("_")
    for at in range(1, len(parts)):
        yield "_".join(parts[:at]), "_".join(parts[at:])
