"""What changed from card to card of a family: figures, sizes, data sets, files and hashes."""

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
    """A fact that differs, and its text before and after; empty where the card does not state it.

    ``what`` says which metric or hash.
    """

    fact: str
    what: str
    before: str
    after: str


class VersionStep(NamedTuple):
    """A card of a family, the next newer one, and what changed."""

    before: Facts
    after: Facts
    changes: tuple[FactChange, ...]


def version_steps(
    family: Sequence[Facts], units: Vocabulary, datasets: Vocabulary
) -> tuple[VersionStep, ...]:
    """Every card of a family beside the one before it; newest first, as ``family`` is.

    Cards in another language than the newest are left out.
    """
    language = family[0].card.language
    same = [facts for facts in family if facts.card.language == language]
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

    Names of files are left out: hashes say whether the files differ.
    """
    by_step = [
        {(change.fact, change.what): change for change in step.changes} for step in reversed(steps)
    ]
    keys = dict.fromkeys(key for changes in by_step for key in changes)
    return tuple(
        FactHistory(*key, tuple(_spans([changes.get(key) for changes in by_step])))
        for key in keys
        if key[0] not in ("files", "renamed")
    )


def _spans(changes: Sequence[FactChange | None]) -> Iterator[TextSpan]:
    """What the cards say one after the other; None where a step changed nothing."""
    texts = [next((change.before for change in changes if change), "")]
    for change in changes:
        texts.append(change.after if change else texts[-1])
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


def _metrics(facts: Facts, units: Vocabulary, datasets: Vocabulary) -> dict[str, str]:
    return {metric_name(metric, datasets): format_metric(metric, units) for metric in facts.metrics}


def _counts(facts: Facts) -> str:
    return ", ".join(format_count(count) for count in facts.parameters)


def _inputs(facts: Facts) -> str:
    return ", ".join(
        f"{format_shape(tensor.shape)} {tensor.layout}".strip() for tensor in facts.inputs
    )


def _joined(labels: Iterable[Label]) -> str:
    return ", ".join(label.text for label in labels)


def _files(before: Facts, after: Facts) -> Iterator[FactChange]:
    """Files by name, then hashes by format; other names with the same hashes are renamed files."""
    old_names, new_names = _file_names(before), _file_names(after)
    old_hashes, new_hashes = _hashes(before), _hashes(after)
    if old_names != new_names:
        fact = "renamed" if old_hashes and old_hashes == new_hashes else "files"
        yield FactChange(fact, "", ", ".join(old_names), ", ".join(new_names))
    for file_format in dict.fromkeys([*old_hashes, *new_hashes]):
        old, new = old_hashes.get(file_format, ""), new_hashes.get(file_format, "")
        if old != new:
            yield FactChange("hash", file_format, old[:_HASH_SHOWN], new[:_HASH_SHOWN])


def _file_names(facts: Facts) -> list[str]:
    return [file_name(asset.link) for asset in facts.assets]


def _hashes(facts: Facts) -> dict[str, str]:
    return {asset.format: asset.sha256 for asset in facts.assets if asset.sha256}
