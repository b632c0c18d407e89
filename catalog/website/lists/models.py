"""Models and families: how cards are grouped, and what a list shows of each group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.claims.facts import STATES, Facts
from catalog.model import Uid, Vocabulary, fold
from catalog.website.numbers import format_brief, format_metric
from catalog.website.urls import model_pages

CHINESE = "\u00a0中文"
_NAMED_DATASETS = 3
_NEWEST = 6
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class PageLink(NamedTuple):
    """Words that lead to a page of the site; ``current`` where that is the page they stand on."""

    text: str
    page: str
    current: bool = False


class Model(NamedTuple):
    """All cards of one publisher with one model name, newest first.

    ``id`` is its page without folder and ending.
    """

    id: str
    page: str
    publisher: str
    title: str
    cards: tuple[Facts, ...]

    @property
    def newest(self) -> Facts:
        return self.cards[0]


class StateShare(NamedTuple):
    """A state, how many cards are in it, and its part of a bar of width 100."""

    state: str
    cards: int
    start: float
    width: float


class ModelLine(NamedTuple):
    """One line of a list of models: facts of the newest card, or of all cards together.

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
    """Cards by publisher and model name, ignoring its case and punctuation; sorted by title."""
    groups: dict[tuple[str, str], list[Facts]] = {}
    for facts in cards:
        groups.setdefault((facts.publisher, fold(facts.model) or facts.model), []).append(facts)
    names = {key: (key[0], _common_name(group)) for key, group in groups.items()}
    pages = model_pages(names.values())
    models = []
    for (publisher, name), group in groups.items():
        page = pages[names[publisher, name]]
        ordered = tuple(sorted(group, key=age_key, reverse=True))
        model_id = page.partition("/")[2].removesuffix(".html")
        models.append(Model(model_id, page, publisher, _common_title(ordered), ordered))
    return tuple(sorted(models, key=lambda model: (model.title.casefold(), model.page)))


def _common_name(group: Sequence[Facts]) -> str:
    """The model name in lower case; where spellings differ in punctuation, the most common."""
    spellings = Counter(facts.model.casefold() for facts in group)
    return min(spellings, key=lambda name: (-spellings[name], name))


def _common_title(cards: Sequence[Facts]) -> str:
    """The most common title that spells the model's name; without any, the newest card's."""
    alike = Counter(facts.title for facts in cards if fold(facts.title) == fold(facts.model))
    return max(
        alike,
        key=lambda title: (title != title.lower(), alike[title], title),
        default=cards[0].title,
    )


def group_families(cards: Iterable[Facts]) -> dict[tuple[str, str], tuple[Facts, ...]]:
    """Cards that differ in version or backend only, by publisher and family; newest first."""
    groups: dict[tuple[str, str], list[Facts]] = {}
    for facts in cards:
        groups.setdefault((facts.publisher, facts.family), []).append(facts)
    return {key: tuple(sorted(group, key=age_key, reverse=True)) for key, group in groups.items()}


def age_key(facts: Facts) -> tuple[tuple[int, ...], bool, str, str]:
    """What sorts cards from old to new: by version, then English last, then day, then UID."""
    language = facts.card.language
    return version_numbers(facts.version), language == "en", facts.day, facts.uid


def version_numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version of MindSpore; empty where the text is no such version."""
    parts = version.split(".")
    return tuple(map(int, parts)) if len(parts) > 1 and all(map(_NUMBER.fullmatch, parts)) else ()


def newest_models(models: Sequence[Model]) -> tuple[Model, ...]:
    """The models whose cards changed last."""
    dated = [(max(facts.day for facts in model.cards), model.page, model) for model in models]
    ordered = sorted(((day, page, model) for day, page, model in dated if day), reverse=True)
    return tuple(model for _, _, model in ordered[:_NEWEST])


def model_lines(models: Iterable[Model], units: Vocabulary) -> tuple[ModelLine, ...]:
    """One line per model, numbered in the order of ``models``."""
    ordered = tuple(models)
    titles = Counter(model.title.casefold() for model in ordered)
    return tuple(
        _line(number, model, units, model.id if titles[model.title.casefold()] > 1 else "")
        for number, model in enumerate(ordered)
    )


def _line(number: int, model: Model, units: Vocabulary, apart: str) -> ModelLine:
    newest = model.newest
    metric = newest.metrics[0] if newest.metrics else None
    datasets = list(dict.fromkeys(label.text for facts in model.cards for label in facts.datasets))
    sizes = [facts.size for facts in model.cards if facts.size]
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
        versions=_version_range(model.cards),
        cards=len(model.cards),
        size=format_brief(sizes[0]) if sizes else "",
        state=newest.state,
        apart=apart,
    )


def _version_range(cards: Sequence[Facts]) -> str:
    """The newest version; with the oldest before it where that is another."""
    versions = [facts.version for facts in cards if facts.version]
    if not versions:
        return ""
    newest, oldest = versions[0], versions[-1]
    return newest if oldest == newest else f"{oldest}\u2009–\u2009{newest}"


def version_links(
    group: Sequence[Facts], pages: Mapping[str, str], current: str = ""
) -> tuple[PageLink, ...]:
    """A link to each card of a family, named by its version."""
    return tuple(
        PageLink(text, pages[facts.uid], facts.uid == current)
        for text, facts in zip(version_names(group), group, strict=True)
    )


def version_names(group: Sequence[Facts]) -> list[str]:
    """What the cards of a family are called: by version.

    Where versions are equal, the backend tells cards apart, or else the name.
    """
    names = [
        f"{facts.version or _name(facts)}{CHINESE if facts.card.language == 'zh' else ''}"
        for facts in group
    ]
    for tell_apart in (_backends, _name):
        repeated = {name for name, count in Counter(names).items() if count > 1}
        names = [
            f"{name} {tell_apart(facts)}".strip() if name in repeated else name
            for name, facts in zip(names, group, strict=True)
        ]
    return names


def _backends(facts: Facts) -> str:
    return "/".join(label.text for label in facts.backends)


def _name(facts: Facts) -> str:
    return Uid(facts.uid).file_name


def state_shares(cards: Sequence[Facts]) -> tuple[StateShare, ...]:
    """How many cards are in each state that occurs, as parts of a bar of width 100."""
    counts = Counter(facts.state for facts in cards)
    shares: list[StateShare] = []
    start = 0.0
    for state in STATES:
        if counts[state]:
            width = round(100 * counts[state] / len(cards), 3)
            shares.append(StateShare(state, counts[state], round(start, 3), width))
            start += width
    return tuple(shares)
