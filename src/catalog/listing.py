"""Lists of cards as pages show them: a line a family, tasks as doors, and a tally of states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalog.evidence import State, score, status_state
from catalog.facts import Facts, Label
from catalog.model import Vocabulary

STATES: tuple[State, ...] = ("confirmed", "contradicted", "failed", "measured", "untestable", "unchecked")


class Link(NamedTuple):
    """Words that lead to a page of the site; ``current`` where that is the page they stand on."""

    text: str
    page: str
    current: bool = False


class Door(NamedTuple):
    """A task with the number of its cards and the page that lists them."""

    text: str
    page: str
    cards: int


class Share(NamedTuple):
    """A state, how many cards are in it, and where its part of a bar of width 100 begins and how wide it is."""

    state: State
    cards: int
    start: float
    width: float


class Line(NamedTuple):
    """One line of a list: the newest card of a family, and links to every version of it."""

    title: str
    name: str
    page: str
    task: str
    datasets: str
    figure: str
    metric: str
    versions: tuple[Link, ...]
    state: State


def families(cards: Iterable[Facts]) -> dict[tuple[str, str], tuple[Facts, ...]]:
    """Cards that differ in version or backend only, by publisher and family; newest first."""
    found: dict[tuple[str, str], list[Facts]] = {}
    for one in cards:
        found.setdefault((one.publisher, one.family), []).append(one)
    return {key: tuple(sorted(group, key=_age, reverse=True)) for key, group in found.items()}


def _age(one: Facts) -> tuple[tuple[int, ...], bool, str, str]:
    numbers = tuple(int(part) for part in one.version.split(".") if part.isascii() and part.isdigit())
    return numbers, one.card.language == "en", one.updated, one.uid


def lines(groups: Iterable[Sequence[Facts]], pages: Mapping[str, str], units: Vocabulary) -> tuple[Line, ...]:
    """A line a family, sorted by title; ``pages`` are the cards' pages by UID."""
    made = (_line(group, pages, units) for group in groups)
    return tuple(sorted(made, key=lambda line: (line.title.casefold(), line.name)))


def _line(group: Sequence[Facts], pages: Mapping[str, str], units: Vocabulary) -> Line:
    newest = group[0]
    metric = newest.metrics[0] if newest.metrics else None
    return Line(
        title=newest.title,
        name=newest.uid,
        page=pages[newest.uid],
        task=newest.task.text,
        datasets=", ".join(label.text for label in newest.datasets),
        figure=score(metric, units) if metric else "",
        metric=metric.label if metric else "",
        versions=version_links(group, pages),
        state=status_state(newest.status),
    )


def version_links(group: Sequence[Facts], pages: Mapping[str, str], current: str = "") -> tuple[Link, ...]:
    """A link a card of a family; its words are the version, and the backend or language where that tells two apart."""
    texts = [one.version or one.uid.rpartition("/")[2] for one in group]
    for tell_apart in (_backend, _language, _name):
        repeated = {text for text, count in Counter(texts).items() if count > 1}
        texts = [
            f"{text} {tell_apart(one)}".strip() if text in repeated else text
            for text, one in zip(texts, group, strict=True)
        ]
    return tuple(Link(text, pages[one.uid], one.uid == current) for text, one in zip(texts, group, strict=True))


def _backend(one: Facts) -> str:
    return "/".join(label.text for label in one.backends)


def _language(one: Facts) -> str:
    return "中文" if one.card.language == "zh" else ""


def _name(one: Facts) -> str:
    return one.uid.rpartition("/")[2]


def tasks(cards: Iterable[Facts], untold: str) -> dict[Label, tuple[Facts, ...]]:
    """Cards by task, the fullest first; those that name none come last, under ``untold``."""
    found: dict[str, list[Facts]] = {}
    for one in cards:
        found.setdefault(one.task.id, []).append(one)
    ranked = sorted(found.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    return {Label(key or "none", group[0].task.text if key else untold): tuple(group) for key, group in ranked}


def tally(cards: Sequence[Facts]) -> tuple[Share, ...]:
    """How many cards are in each state that occurs, as parts of a bar of width 100."""
    counts = Counter(status_state(one.status) for one in cards)
    shares: list[Share] = []
    start = 0.0
    for state in STATES:
        if counts[state]:
            width = round(100 * counts[state] / len(cards), 3)
            shares.append(Share(state, counts[state], round(start, 3), width))
            start += width
    return tuple(shares)
