"""SCH101 to SCH107: keys and values of the header against the card schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from catalog.claims.header import is_metric_key
from catalog.hub.card_schema import HeaderChecker, SchemaError
from catalog.model import Card, Edit, Fix, Hit, Hub, Route, fold, once
from catalog.rules.define import rule

_VERSION_KEYS = ("mindspore-version", "model-version")


def _errors(card: Card, hub: Hub, *keywords: str) -> Iterator[SchemaError]:
    """Disagreements with the card schema that no rule of its own says better."""
    for error in schema_errors(card, hub):
        if error.keyword in keywords and not (
            error.keyword == "pattern" and "x-rule" in error.part
        ):
            yield error


@once
def schema_errors(card: Card, hub: Hub) -> tuple[SchemaError, ...]:
    """Every disagreement of the header with the card schema."""
    return tuple(_checker(hub).errors(card.header)) if card.header else ()


@lru_cache(maxsize=1)
def _checker(hub: Hub) -> HeaderChecker:
    return HeaderChecker(hub.schema)


def _named_route(route: Route) -> str:
    names = [f"entry {step + 1}" if isinstance(step, int) else str(step) for step in route]
    return " of ".join(reversed(names)) if names else "the header"


def _hint(error: SchemaError) -> str:
    return str(error.part.get("description", "see the card format"))


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


@rule("SCH101", "missing-key", "error")
def missing_key(card: Card, hub: Hub) -> Iterator[Hit]:
    """A key that every card has is missing.

    Programs and readers rely on it: without the licence nobody may use the model, without the link nobody finds
    its code.

    bad:
        asset: [{file-format: ckpt}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    routes = {error.route: error for error in _errors(card, hub, "required")}
    for route, error in routes.items():
        parts = error.part.get("properties", {})
        where = card.span(*route) if route else card.line_span(card.title_span)
        for key in error.wanted:
            if key not in error.value:
                hint = str(parts.get(key, {}).get("description", "add it"))
                yield Hit(card, where, f"{_named_route(route)} has no {key!r}", f"{key}: {hint}")


@rule("SCH102", "unknown-key", "error", "fixable")
def unknown_key(card: Card, hub: Hub) -> Iterator[Hit]:
    """A key that no card has: often a known one, misspelt.

    What stands under an unknown key is read by nobody.

    bad:
        mindspore-verison: "1.5"

    bad:
        mindspore_lite: True

    good:
        mindspore-version: "1.5"
        mindspore-lite: True
    """
    for error in _errors(card, hub, "additionalProperties"):
        properties = error.part.get("properties", {})
        for key in error.value:
            if key in properties or (
                not error.route and is_metric_key(key, card, hub.vocabularies)
            ):
                continue
            yield _unknown(card, (*error.route, key), key, list(properties))


def _unknown(card: Card, route: Route, key: str, keys: list[str]) -> Hit:
    by_fold = {fold(name): name for name in keys}
    nearest = difflib.get_close_matches(fold(key), by_fold, n=1, cutoff=0.75)
    span = card.key_span(*route)
    if not nearest:
        return Hit(
            card,
            span,
            f"{_named_route(route[:-1])} has an unknown key {key!r}",
            "delete it, or move what it says to the body",
        )
    name = by_fold[nearest[0]]
    taken = card.value(*route[:-1], name) is not None
    fix = (
        None
        if taken
        else Fix(f"rename it to {name}", (Edit(span, name),), safe=fold(key) == fold(name))
    )
    return Hit(
        card, span, f"{_named_route(route[:-1])} has an unknown key {key!r}", f"write '{name}'", fix
    )


@rule("SCH103", "wrong-type", "error")
def wrong_type(card: Card, hub: Hub) -> Iterator[Hit]:
    """A value is a text where a list is expected, or the other way round.

    bad:
        asset: ghostnet.ckpt

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    for error in _errors(card, hub, "type"):
        wanted = error.wanted if isinstance(error.wanted, list) else [error.wanted]
        words = {
            "array": "a list",
            "object": "a mapping",
            "string": "a text",
            "number": "a number",
            "integer": "a whole number",
        }
        expected = " or ".join(words.get(str(kind), str(kind)) for kind in wanted)
        if error.value == "":
            continue
        yield Hit(
            card,
            error.route,
            f"{_named_route(error.route)} is {_quoted(error.value)}, expected {expected}",
            _hint(error),
        )


@rule("SCH104", "empty-value", "error")
def empty_value(card: Card, hub: Hub) -> Iterator[Hit]:
    """A key has no value.

    A key without a value says no more than a missing key, and hides that it is missing.

    bad:
        train-dataset:

    good:
        train-dataset: imagenet-1k
    """
    for route, span in card.spans.items():
        if span.end == span.start and isinstance(route[-1], str) and card.value(*route) == "":
            wanted = _description(route, hub)
            hint = (
                f"{wanted}; or leave the line out"
                if wanted
                else "write the value, or leave the line out"
            )
            yield Hit(card, card.key_span(*route), f"{_named_route(route)} has no value", hint)


def _description(route: Route, hub: Hub) -> str:
    """What the schema says of the value at a route; empty for a key that it does not know."""
    part: Any = hub.schema
    for step in route:
        part = (
            part.get("items", {})
            if isinstance(step, int)
            else part.get("properties", {}).get(step, {})
        )
    return str(part.get("description", ""))


@rule("SCH105", "malformed-version", "error", "fixable")
def malformed_version(card: Card, hub: Hub) -> Iterator[Hit]:
    """A version is not digits and dots.

    Versions are sorted and compared. `v1.3` and `1.3` are two groups on every page that lists them.

    bad:
        mindspore-version: v1.3

    bad:
        model-version: v111

    good:
        mindspore-version: "1.3"
    """
    for key in _VERSION_KEYS:
        pattern = hub.schema.get("properties", {}).get(key, {}).get("pattern", "")
        for version in card.texts(key):
            if pattern and not re.search(pattern, version):
                bare = re.fullmatch(r"[vVrR]\.?(\d+\.\d+(?:\.\d+)?)", version)
                span = card.within(version, key)
                fix = (
                    Fix("drop the letter", (Edit(span, f'"{bare[1]}"'),), safe=False)
                    if bare and span == card.span(key)
                    else None
                )
                hint = f'write "{bare[1]}"' if bare else 'write digits and dots only, such as "1.5"'
                yield Hit(card, span, f"{key} {version!r} is not a version", hint, fix)


@rule("SCH106", "malformed-date", "warning", "fixable")
def malformed_date(card: Card, hub: Hub) -> Iterator[Hit]:
    """A date is not year-month-day with two digits for month and day, or no day of the calendar.

    `2020-9-8` sorts behind `2020-10-1`, and YAML reads it as a text where `2020-09-08` is a date.

    bad:
        update-time: 2020-9-8

    bad:
        update-time: 2020-02-30

    good:
        update-time: 2020-09-08
    """
    text = card.text("update-time")
    parts = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if not text or (parts and text == (day := _iso(parts))):
        return
    if not parts:
        yield Hit(
            card,
            ("update-time",),
            f"{text!r} is no date",
            "write year-month-day, such as 2022-03-30",
        )
    elif not day:
        yield Hit(
            card,
            ("update-time",),
            f"the calendar has no day {text!r}",
            "write the day of the last change",
        )
    else:
        fix = Fix(f"write {day}", (Edit(card.span("update-time"), day),))
        yield Hit(
            card,
            ("update-time",),
            f"{text!r} is not written as year-month-day",
            f"write {day}",
            fix,
        )


def _iso(parts: re.Match[str]) -> str:
    try:
        return date(*(int(part) for part in parts.groups())).isoformat()
    except ValueError:
        return ""


@rule("SCH107", "malformed-value", "error")
def malformed_value(card: Card, hub: Hub) -> Iterator[Hit]:
    """A value has not the form that its key asks for.

    bad:
        fine-tunable: maybe

    bad:
        parameters: about five million

    bad:
        used-for: [inference, inference]

    good:
        fine-tunable: True
    """
    for error in _errors(
        card, hub, "pattern", "enum", "minItems", "uniqueItems", "minimum", "maximum"
    ):
        if error.value != "":
            yield Hit(
                card,
                error.route,
                f"{_named_route(error.route)} is {_quoted(error.value)}",
                _hint(error),
            )
