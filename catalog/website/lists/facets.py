"""Facets: the ways to narrow a list of models, and the models that have each choice."""

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
    """One value of a facet, its page, and the numbers of the models that have it, ascending.

    ``text`` is empty where the interface has the words: no value, a state, a range of parameters.
    """

    id: str
    text: str
    page: str
    models: tuple[int, ...]


class Facet(NamedTuple):
    """A way to narrow a list, and its choices in the order of the page."""

    name: str
    choices: tuple[FacetChoice, ...]


def stated_values(facts: Facts) -> dict[str, tuple[Label, ...]]:
    """What a card states in the facets that its page links to; empty where it states nothing."""
    version = facts.version.replace("/", "-")
    return {
        "task": (facts.task,) if facts.task.id else (),
        "dataset": facts.datasets,
        "version": (Label(version, facts.version),) if version else (),
        "backend": facts.backends,
        "licence": (facts.licence,) if facts.licence.id else (),
    }


def facet_values(facts: Facts) -> dict[str, tuple[Label, ...]]:
    """What a card has in each facet; ``none`` where it says nothing."""
    size = facts.size
    values = stated_values(facts)
    values["status"] = (Label(facts.state, ""),)
    values["parameters"] = (Label(size_range(size), ""),) if size else ()
    values["publisher"] = (Label(facts.publisher, facts.publisher),) if facts.publisher else ()
    return {name: values[name] or (Label(NONE, ""),) for name in FOLDERS}


def size_range(size: int) -> str:
    """The range that ``size`` parameters lie in; the end of a range belongs to the next one."""
    return next((name for name, end in RANGES if size < end), _HUGE)


def count_facets(models: Sequence[Model]) -> tuple[Facet, ...]:
    """Every facet with its choices; the number of a model is its place in ``models``."""
    texts: dict[str, dict[str, str]] = {name: {} for name in FOLDERS}
    having: dict[str, dict[str, dict[int, None]]] = {name: {} for name in FOLDERS}
    for number, model in enumerate(models):
        for facts in model.cards:
            for name, labels in facet_values(facts).items():
                for label in labels:
                    texts[name].setdefault(label.id, label.text)
                    having[name].setdefault(label.id, {})[number] = None
    return tuple(Facet(name, tuple(_choices(name, texts[name], having[name]))) for name in FOLDERS)


def _choices(
    name: str, texts: Mapping[str, str], having: Mapping[str, Mapping[int, None]]
) -> Iterable[FacetChoice]:
    pages = pages_below(FOLDERS[name], texts)

    def order(choice: str) -> tuple[bool, tuple[int, ...], str]:
        return choice == NONE, _ORDERS[name](choice, len(having[choice])), choice

    for choice in sorted(texts, key=order):
        yield FacetChoice(choice, texts[choice], pages[choice], tuple(having[choice]))


def _by_models(_choice: str, models: int) -> tuple[int, ...]:
    return (-models,)


def _newest_first(version: str, _models: int) -> tuple[int, ...]:
    numbers = version_numbers(version)
    return (not numbers, *(-number for number in numbers))


def _by_state(state: str, _models: int) -> tuple[int, ...]:
    return (next((place for place, name in enumerate(STATES) if name == state), len(STATES)),)


def _by_range(range_name: str, _models: int) -> tuple[int, ...]:
    places = (place for place, (name, _) in enumerate(RANGES) if name == range_name)
    return (next(places, len(RANGES)),)


_ORDERS: Mapping[str, Callable[[str, int], tuple[int, ...]]] = {
    **dict.fromkeys(FOLDERS, _by_models),
    "version": _newest_first,
    "status": _by_state,
    "parameters": _by_range,
}
