"""The ways to narrow a list of models down: each facet, its choices, and how many models each of them leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.claims.facts import STATES, Facts, Label
from catalog.website.lists.models import Model, version_numbers
from catalog.website.urls import pages_below

NONE = "none"
FOLDERS = {
    "task": "tasks",
    "dataset": "datasets",
    "status": "states",
    "version": "versions",
    "parameters": "parameters",
    "backend": "backends",
    "licence": "licences",
    "publisher": "publishers",
}
"""Every facet, in the order of the page, and the folder of its pages."""

RANGES = (("under-1m", 10**6), ("1m-10m", 10**7), ("10m-100m", 10**8), ("100m-1b", 10**9))
_HUGE = "over-1b"


class FacetChoice(NamedTuple):
    """One value of a facet: its page, and the numbers of the models that have a card with it, ascending.

    ``text`` is empty where the interface has the words: no value, a state, a range of parameters.
    """

    id: str
    text: str
    page: str
    models: tuple[int, ...]


class Facet(NamedTuple):
    """A way to narrow down, and its choices as they are shown."""

    name: str
    choices: tuple[FacetChoice, ...]


def facet_values(one: Facts) -> dict[str, tuple[Label, ...]]:
    """What a card has in each facet; ``none`` where it says nothing."""
    nothing = (Label(NONE, ""),)
    version = one.version.replace("/", "-")
    return {
        "task": (one.task,) if one.task.id else nothing,
        "dataset": one.datasets or nothing,
        "status": (Label(one.state, ""),),
        "version": (Label(version, one.version),) if version else nothing,
        "parameters": (Label(size_range(one.size), ""),) if one.size else nothing,
        "backend": one.backends or nothing,
        "licence": (one.licence,) if one.licence.id else nothing,
        "publisher": (Label(one.publisher, one.publisher),) if one.publisher else nothing,
    }


def size_range(size: int) -> str:
    """The range that ``size`` parameters lie in: each begins where the one before ends."""
    return next((name for name, end in RANGES if size < end), _HUGE)


def count_facets(models: Sequence[Model]) -> tuple[Facet, ...]:
    """Every facet of ``models``, whose numbers are their places."""
    texts: dict[str, dict[str, str]] = {name: {} for name in FOLDERS}
    having: dict[str, dict[str, dict[int, None]]] = {name: {} for name in FOLDERS}
    for number, model in enumerate(models):
        for one in model.cards:
            for name, labels in facet_values(one).items():
                for label in labels:
                    texts[name].setdefault(label.id, label.text)
                    having[name].setdefault(label.id, {})[number] = None
    return tuple(Facet(name, tuple(_choices(name, texts[name], having[name]))) for name in FOLDERS)


def _choices(
    name: str, texts: Mapping[str, str], having: Mapping[str, Mapping[int, None]]
) -> Iterable[FacetChoice]:
    pages = pages_below(FOLDERS[name], texts)
    for one in sorted(
        texts, key=lambda one: (one == NONE, *_ORDERS[name](one, len(having[one])), one)
    ):
        yield FacetChoice(one, texts[one], pages[one], tuple(having[one]))


def _by_size(_one: str, models: int) -> tuple[int, ...]:
    return (-models,)


def _newest_first(one: str, _models: int) -> tuple[int, ...]:
    numbers = version_numbers(one)
    return (not numbers, *(-number for number in numbers))


def _by_state(one: str, _models: int) -> tuple[int, ...]:
    return (next((place for place, state in enumerate(STATES) if state == one), len(STATES)),)


def _by_range(one: str, _models: int) -> tuple[int, ...]:
    return (next((place for place, (name, _) in enumerate(RANGES) if name == one), len(RANGES)),)


_ORDERS: Mapping[str, Callable[[str, int], tuple[int, ...]]] = {
    **dict.fromkeys(FOLDERS, _by_size),
    "version": _newest_first,
    "status": _by_state,
    "parameters": _by_range,
}
