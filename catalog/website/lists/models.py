"""Models and families of cards, and the lines that lists show of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.claims.facts import STATES, Facts
from catalog.model import Vocabulary, fold
from catalog.website.numbers import format_brief, format_metric
from catalog.website.urls import model_pages

CHINESE = "\u00a0中文"
_NAMED_DATASETS = 3
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class PageLink(NamedTuple):
    """Words that lead to a page of the site; ``current`` where that is the page they stand on."""

    text: str
    page: str
    current: bool = False


class Model(NamedTuple):
    """All cards of one publisher with one model name, newest first; ``id`` is its page without folder and ending."""

    id: str
    page: str
    publisher: str
    title: str
    cards: tuple[Facts, ...]

    @property
    def newest(self) -> Facts:
        return self.cards[0]


class StateShare(NamedTuple):
    """A state, how many cards are in it, and where its part of a bar of width 100 begins and how wide it is."""

    state: str
    cards: int
    start: float
    width: float


class ModelLine(NamedTuple):
    """One line of a list of models: what its newest card says, over all its cards where that is more.

    ``apart`` is the model's id where another model has the same title, else empty.
    """

    number: int
    id: str
    title: str
    page: str
    task: str
    datasets: str
    more_datasets: int
    figure: str
    metric: str
    versions: str
    cards: int
    size: str
    state: str
    apart: str


def group_models(cards: Iterable[Facts]) -> tuple[Model, ...]:
    """Cards by publisher and model name, whatever its case and punctuation; sorted by title."""
    found: dict[tuple[str, str], list[Facts]] = {}
    for one in cards:
        found.setdefault((one.publisher, fold(one.model) or one.model), []).append(one)
    names = {key: (key[0], _id(group)) for key, group in found.items()}
    pages = model_pages(names.values())
    made = []
    for (publisher, name), group in found.items():
        page = pages[names[publisher, name]]
        ordered = tuple(sorted(group, key=age_key, reverse=True))
        made.append(Model(_without_folder(page), page, publisher, _title(ordered), ordered))
    return tuple(sorted(made, key=lambda model: (model.title.casefold(), model.page)))


def _id(group: Sequence[Facts]) -> str:
    """The model name in lower case; where spellings differ in punctuation, the most common."""
    spellings = Counter(one.model.casefold() for one in group)
    return min(spellings, key=lambda name: (-spellings[name], name))


def _without_folder(page: str) -> str:
    return page.partition("/")[2].removesuffix(".html")


def _title(cards: Sequence[Facts]) -> str:
    """The title that most cards carry, of those that spell the model's name; else the newest card's."""
    alike = Counter(one.title for one in cards if fold(one.title) == fold(one.model))
    ranked = sorted(
        alike, key=lambda title: (title != title.lower(), alike[title], title), reverse=True
    )
    return ranked[0] if ranked else cards[0].title


def group_families(cards: Iterable[Facts]) -> dict[tuple[str, str], tuple[Facts, ...]]:
    """Cards that differ in version or backend only, by publisher and family; newest first."""
    found: dict[tuple[str, str], list[Facts]] = {}
    for one in cards:
        found.setdefault((one.publisher, one.family), []).append(one)
    return {key: tuple(sorted(group, key=age_key, reverse=True)) for key, group in found.items()}


def age_key(one: Facts) -> tuple[tuple[int, ...], bool, str, str]:
    """What sorts cards from old to new: by version, then English, then day, then UID."""
    return version_numbers(one.version), one.card.language == "en", one.day, one.uid


def version_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version; empty where it has no second one, and so is none of MindSpore's."""
    parts = version.split(".")
    return tuple(map(int, parts)) if len(parts) > 1 and all(map(_NUMBER.fullmatch, parts)) else ()


def model_lines(found: Iterable[Model], units: Vocabulary) -> tuple[ModelLine, ...]:
    """A line a model, numbered as they come."""
    every = tuple(found)
    titles = Counter(model.title.casefold() for model in every)
    return tuple(
        _line(number, model, units, model.id if titles[model.title.casefold()] > 1 else "")
        for number, model in enumerate(every)
    )


def _line(number: int, model: Model, units: Vocabulary, apart: str) -> ModelLine:
    newest = model.newest
    metric = newest.metrics[0] if newest.metrics else None
    datasets = list(dict.fromkeys(label.text for one in model.cards for label in one.datasets))
    sizes = [one.size for one in model.cards if one.size]
    return ModelLine(
        number=number,
        id=model.id,
        title=model.title,
        page=model.page,
        task=newest.task.text,
        datasets=", ".join(datasets[:_NAMED_DATASETS]),
        more_datasets=max(0, len(datasets) - _NAMED_DATASETS),
        figure=format_metric(metric, units) if metric else "",
        metric=metric.label if metric else "",
        versions=_range(model.cards),
        cards=len(model.cards),
        size=format_brief(sizes[0]) if sizes else "",
        state=newest.state,
        apart=apart,
    )


def _range(cards: Sequence[Facts]) -> str:
    """The newest version; with the oldest before it where that is another."""
    known = [one.version for one in cards if one.version]
    if not known:
        return ""
    return known[0] if known[-1] == known[0] else f"{known[-1]}\u2009–\u2009{known[0]}"


def version_links(
    group: Sequence[Facts], pages: Mapping[str, str], current: str = ""
) -> tuple[PageLink, ...]:
    """A link a card of a family; its words are the version, and the backend or name where that tells two apart."""
    texts = [
        f"{one.version or _name(one)}{CHINESE if one.card.language == 'zh' else ''}"
        for one in group
    ]
    for tell_apart in (_backend, _name):
        repeated = {text for text, count in Counter(texts).items() if count > 1}
        texts = [
            f"{text} {tell_apart(one)}".strip() if text in repeated else text
            for text, one in zip(texts, group, strict=True)
        ]
    return tuple(
        PageLink(text, pages[one.uid], one.uid == current)
        for text, one in zip(texts, group, strict=True)
    )


def _backend(one: Facts) -> str:
    return "/".join(label.text for label in one.backends)


def _name(one: Facts) -> str:
    return one.uid.rpartition("/")[2]


def state_shares(cards: Sequence[Facts]) -> tuple[StateShare, ...]:
    """How many cards are in each state that occurs, as parts of a bar of width 100."""
    counts = Counter(one.state for one in cards)
    shares: list[StateShare] = []
    start = 0.0
    for state in STATES:
        if counts[state]:
            width = round(100 * counts[state] / len(cards), 3)
            shares.append(StateShare(state, counts[state], round(start, 3), width))
            start += width
    return tuple(shares)
