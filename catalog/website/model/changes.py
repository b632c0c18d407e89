"""What changed between two cards of one family: figures, files and hashes, parameters, and what it is made for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from catalog.claims.facts import Facts, Label
from catalog.model import Metric, Vocabulary
from catalog.website.card.usage import file_name
from catalog.website.numbers import format_count, format_metric, format_shape

_HASH_SHOWN = 8


class FactChange(NamedTuple):
    """A fact that differs: its name (``metric`` and ``hash`` go with ``what``), and both texts; empty where absent."""

    fact: str
    what: str
    before: str
    after: str


class VersionStep(NamedTuple):
    """An older card of a family, the one that followed it, and what changed."""

    before: Facts
    after: Facts
    changes: tuple[FactChange, ...]


def version_steps(
    family: Sequence[Facts], units: Vocabulary, datasets: Vocabulary
) -> tuple[VersionStep, ...]:
    """Every card of a family beside the one before it; ``family`` is newest first, and so are the steps.

    A card in another language is no step of its own.
    """
    same = [one for one in family if one.card.language == family[0].card.language]
    return tuple(
        VersionStep(before, after, tuple(card_changes(before, after, units, datasets)))
        for after, before in pairwise(same)
    )


class TextSpan(NamedTuple):
    """A text (empty where the fact is absent) and how many cards in a row say it."""

    text: str
    cards: int


class FactHistory(NamedTuple):
    """A fact that differs somewhere, over all cards of a family from old to new."""

    fact: str
    what: str
    spans: tuple[TextSpan, ...]


def fact_histories(steps: Sequence[VersionStep]) -> tuple[FactHistory, ...]:
    """Every fact that differs between any two cards of ``steps``, which are newest first.

    Names of files are left out: hashes say whether a file is another one.
    """
    found = [{(each.fact, each.what): each for each in step.changes} for step in reversed(steps)]
    keys = dict.fromkeys(
        key for changed in found for key in changed if key[0] not in ("files", "renamed")
    )
    return tuple(
        FactHistory(*key, tuple(_spans([changed.get(key) for changed in found]))) for key in keys
    )


def _spans(steps: Sequence[FactChange | None]) -> Iterator[TextSpan]:
    """What the cards say one after the other, of which ``steps`` are the changes."""
    texts = [next((step.before for step in steps if step), "")]
    for step in steps:
        texts.append(step.after if step else texts[-1])
    for text, cards in groupby(texts):
        yield TextSpan(text, len(list(cards)))


def card_changes(
    before: Facts, after: Facts, units: Vocabulary, datasets: Vocabulary
) -> Iterator[FactChange]:
    """Every difference, metrics first. Texts are ready to be shown."""
    yield from _differing(
        "metric", _metrics(before, units, datasets), _metrics(after, units, datasets)
    )
    for fact, old, new in (
        ("size", _counts(before), _counts(after)),
        ("inputs", _inputs(before), _inputs(after)),
        ("dataset", _joined(before.datasets), _joined(after.datasets)),
        ("backends", _joined(before.backends), _joined(after.backends)),
        ("licence", before.licence.text, after.licence.text),
        ("task", before.task.text, after.task.text),
    ):
        if old != new:
            yield FactChange(fact, "", old, new)
    yield from _files(before, after)


def _differing(
    fact: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[FactChange]:
    for what in dict.fromkeys([*before, *after]):
        old, new = before.get(what, ""), after.get(what, "")
        if old != new:
            yield FactChange(fact, what, old, new)


def metric_name(metric: Metric, datasets: Vocabulary) -> str:
    """The label of a metric with what it was measured on."""
    term = datasets.find(metric.dataset) if metric.dataset else None
    on = term.label if term else metric.dataset
    return ", ".join(part for part in (metric.label, on, metric.split) if part)


def _metrics(one: Facts, units: Vocabulary, datasets: Vocabulary) -> dict[str, str]:
    return {metric_name(metric, datasets): format_metric(metric, units) for metric in one.metrics}


def _counts(one: Facts) -> str:
    return ", ".join(format_count(count) for count in one.parameters)


def _inputs(one: Facts) -> str:
    return ", ".join(f"{format_shape(each.shape)} {each.layout}".strip() for each in one.inputs)


def _joined(labels: Iterable[Label]) -> str:
    return ", ".join(label.text for label in labels)


def _files(before: Facts, after: Facts) -> Iterator[FactChange]:
    """Files by name and hashes by format: a new file of the same format is a changed hash, else a renamed file."""
    old, new = (
        [(file_name(each.link), each.format, each.sha256) for each in one.assets]
        for one in (before, after)
    )
    hashes = [{form: sum256 for _, form, sum256 in files if sum256} for files in (old, new)]
    if [name for name, _, _ in old] != [name for name, _, _ in new]:
        fact = "renamed" if hashes[0] and hashes[0] == hashes[1] else "files"
        yield FactChange(
            fact, "", ", ".join(name for name, _, _ in old), ", ".join(name for name, _, _ in new)
        )
    for form in dict.fromkeys([*hashes[0], *hashes[1]]):
        first, second = hashes[0].get(form, ""), hashes[1].get(form, "")
        if first != second:
            yield FactChange("hash", form, first[:_HASH_SHOWN], second[:_HASH_SHOWN])
