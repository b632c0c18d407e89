"""SCH2: the words of the header against the vocabularies."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Edit, Fix, Hit, Hub, Route, Span, fold, once
from catalog.rules.define import rule

_CLOSED = frozenset({"backends", "file_formats", "licences", "units", "uses"})
_NONE = frozenset({"", "na", "none", "no", "null", "unknown", "tbd"})


@lru_cache(maxsize=1)
def _fields(hub: Hub) -> list[tuple[str, str, str]]:
    """Every field of the schema with a vocabulary: its key, the key in its entries or "", and that."""
    fields = []
    for key, part in hub.schema.get("properties", {}).items():
        inner = part.get("items", {}).get("properties", {})
        for name, schema in (("", part), *inner.items()):
            if "x-vocabulary" in schema:
                fields.append((key, name, schema["x-vocabulary"]))
    return fields


@once
def _worded(card: Card, hub: Hub) -> list[tuple[Route, str, str]]:
    """Every text of the header that has a vocabulary: its route, the text, the vocabulary's name."""
    return list(_found_words(card, hub))


def _found_words(card: Card, hub: Hub) -> Iterator[tuple[Route, str, str]]:
    for key, name, vocabulary in _fields(hub):
        entries = card.header.get(key)
        if entries is None:
            continue
        if not name:
            yield from (((key,), word, vocabulary) for word in card.texts(key))
        elif isinstance(entries, list):
            for index in range(len(entries)):
                if word := card.text(key, index, name):
                    yield (key, index, name), word, vocabulary


def _named_field(route: Route) -> str:
    return f"{route[-1]}" if len(route) == 1 else f"{route[-1]} of {route[0]} {int(route[1]) + 1}"


@rule("SCH201", "unknown-word", "warning")
def unknown_word(card: Card, hub: Hub) -> Iterator[Hit]:
    """A value is not in the vocabulary of its key.

    Pages and programs group cards by these words; a word of one's own makes a group of one.

    bad:
        train-backend: tpu

    good:
        train-backend: ascend
    """
    for route, word, name in _worded(card, hub):
        vocabulary = hub.vocabularies[name]
        if name in _CLOSED and vocabulary.find(word) is None:
            nearest = difflib.get_close_matches(fold(word), vocabulary.spellings, n=1, cutoff=0.7)
            hint = (
                f"write '{vocabulary.spellings[nearest[0]].id}'"
                if nearest
                else f"known are {_some(vocabulary.terms)}"
            )
            yield Hit(
                card,
                card.within(word, *route),
                f"{_named_field(route)} {word!r} is not known",
                hint,
            )


def _some(words: object) -> str:
    names = [str(word) for word in words] if hasattr(words, "__iter__") else []
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


@rule("SCH202", "unusual-spelling", "info", "fixable")
def unusual_spelling(card: Card, hub: Hub) -> Iterator[Hit]:
    """A known value is spelt in its own way.

    It is understood, but everything that compares texts, from `grep` to a spreadsheet, sees another word.

    bad:
        used-for: Inference

    good:
        used-for: inference
    """
    for route, word, name in _worded(card, hub):
        term = hub.vocabularies[name].find(word) if name in _CLOSED and name != "licences" else None
        if term and word != term.id and not (card.language == "zh" and word == term.label_zh):
            span = card.within(word, *route)
            fix = Fix(f"write {term.id}", (Edit(span, term.id),))
            yield Hit(
                card,
                span,
                f"{_named_field(route)} {word!r} is usually spelt {term.id!r}",
                f"write '{term.id}'",
                fix,
            )


@rule("SCH203", "licence-without-spdx", "info", "fixable")
def licence_without_spdx(card: Card, hub: Hub) -> Iterator[Hit]:
    """The licence is not written as its SPDX identifier.

    Licence scanners read identifiers of https://spdx.org/licenses; `Apache2.0` is unknown to them.

    bad:
        license: Apache2.0

    good:
        license: Apache-2.0
    """
    word = card.text("license")
    term = hub.vocabularies["licences"].find(word) if word else None
    if term and word != term.id:
        fix = Fix(f"write {term.id}", (Edit(card.span("license"), term.id),))
        yield Hit(
            card,
            ("license",),
            f"the SPDX identifier of {word!r} is {term.id!r}",
            f"write '{term.id}'",
            fix,
        )


@rule("SCH204", "misspelt-word", "warning", "fixable")
def misspelt_word(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of a data set or of a metric is misspelt.

    bad:
        train-dataset: cityspaces

    bad:
        evaluation: belu22

    good:
        train-dataset: cityscapes
    """
    for route, word, name in _worded(card, hub):
        term = hub.vocabularies[name].find(word)
        if term and fold(word) in {fold(spelling) for spelling in term.data.get("misspelt", ())}:
            yield _misspelt(card, card.within(word, *route), word, term.id)
    for metric in claims_of(card, hub.vocabularies).metrics if card.text("evaluation") else ():
        term = hub.vocabularies["metrics"].terms.get(metric.name)
        written = card.source.text[metric.where.start : metric.where.end]
        for wrong in term.data.get("misspelt", ()) if term else ():
            if written.lower().startswith(wrong):
                yield _misspelt(
                    card,
                    Span(metric.where.start, metric.where.start + len(wrong)),
                    wrong,
                    metric.name,
                )


def _misspelt(card: Card, where: Span, word: str, right: str) -> Hit:
    return Hit(
        card,
        where,
        f"{word!r} is misspelt",
        f"write '{right}'",
        Fix(f"write {right}", (Edit(where, right),), safe=False),
    )


@rule("SCH205", "unknown-dataset", "info")
def unknown_dataset(card: Card, hub: Hub) -> Iterator[Hit]:
    """The data set is not in the hub's table of data sets.

    It may be right; then a line in `schema/datasets.yaml` gives it a name that all cards share.

    bad:
        train-dataset: my-own-pictures

    good:
        train-dataset: imagenet-1k
    """
    vocabulary = hub.vocabularies["datasets"]
    whole = card.text("train-dataset")
    for route, word, name in _worded(card, hub):
        if name != "datasets" or (
            route == ("train-dataset",) and (fold(whole) in _NONE or vocabulary.find(whole))
        ):
            continue
        if vocabulary.find(word) is None and fold(word) not in _NONE:
            nearest = difflib.get_close_matches(fold(word), vocabulary.spellings, n=1, cutoff=0.85)
            hint = (
                f"is it '{vocabulary.spellings[nearest[0]].id}'?"
                if nearest
                else "add it to schema/datasets.yaml"
            )
            yield Hit(
                card, card.within(word, *route), f"the data set {word!r} is not in the table", hint
            )


@rule("SCH206", "placeholder-value", "warning")
def placeholder_value(card: Card, hub: Hub) -> Iterator[Hit]:
    """A value says that there is none.

    `N/A` and `none` are texts to a program: they become a data set called N/A. A key without a value is left out.

    bad:
        train-dataset: N/A

    good:
        train-dataset: imagenet-1k
    """
    for key in ("train-dataset", "evaluation", "accuracy", "backbone-name", "author", "license"):
        text = card.text(key)
        if text and fold(text) in _NONE and text != "-":
            yield Hit(
                card,
                (key,),
                f"{key} is {text!r}",
                "leave the line out where there is nothing to say",
            )
