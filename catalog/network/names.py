"""The names by which a card may mean a network, and the names of a package that they match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from catalog.model import Card, fold


class WantedName(NamedTuple):
    """A name to look for, and where on the card it stands."""

    name: str
    where: str


def names_to_try(card: Card) -> tuple[WantedName, ...]:
    """The names to try: the model's, the file's without its data set, the backbone's."""
    names = (
        WantedName(card.text("model-name"), "model-name"),
        WantedName(_without_datasets(card), "file name"),
        WantedName(card.text("backbone-name"), "backbone-name"),
    )
    return tuple(candidate for candidate in names if fold(candidate.name))


def matching_names(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of ``names`` equal to ``name``, else all that differ in case or punctuation, sorted."""
    names = names if isinstance(names, Collection) else tuple(names)
    if name in names:
        return (name,)
    return tuple(sorted(other for other in names if fold(other) == fold(name)))


def _without_datasets(card: Card) -> str:
    """The card's file name without its data sets: ``resnet50_imagenet2012`` is ``resnet50``."""
    stem = card.uid.name
    datasets = {fold(name) for name in card.texts("train-dataset")}
    return next((head for head, tail in _cuts(stem) if fold(tail) in datasets), stem)


def _cuts(stem: str) -> Iterator[tuple[str, str]]:
    """``stem`` cut in two at each ``_``, the longest tail first."""
    parts = stem.split("_")
    for at in range(1, len(parts)):
        yield "_".join(parts[:at]), "_".join(parts[at:])
