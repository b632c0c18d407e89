"""SYN1: the file and its YAML; most of these faults were noticed while parsing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import yaml

from catalog.model import Card, Edit, Fix, Hit, Hub
from catalog.rules.define import rule

_FIRST = frozenset(first for first in yaml.SafeLoader.yaml_implicit_resolvers if first)


def _faults(card: Card, *kinds: str) -> Iterator[Hit]:
    for fault in card.faults:
        if fault.kind in kinds:
            yield Hit(card, fault.span, fault.message, fault.hint, fault.fix)


@rule("SYN101", "invalid-yaml", "error", "fixable")
def invalid_yaml(card: Card, hub: Hub) -> Iterator[Hit]:
    """A line of the header is not YAML.

    A program that reads the header with a YAML library gets nothing at all, not even the lines that are right.

    bad:
        input-shape: [1, 3, 224

    bad:
        this line has no key

    good:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]
    """
    yield from _faults(card, "yaml", "not-a-key")


@rule("SYN102", "bare-dash", "error", "fixable")
def bare_dash(card: Card, hub: Hub) -> Iterator[Hit]:
    """A lone dash stands for a missing value.

    In YAML a dash opens a list, so the whole header becomes unreadable. A key without a value is left out.

    bad:
        evaluation: -

    good:
        evaluation: top1acc73.81
    """
    yield from _faults(card, "bare-dash")


@rule("SYN103", "second-colon", "error", "fixable")
def second_colon(card: Card, hub: Hub) -> Iterator[Hit]:
    """A value has a colon and a blank in it but no quotes.

    YAML takes the second colon for a key inside the value and gives up on the header.

    bad:
        summary: GhostNet: more features from cheap operations

    good:
        summary: 'GhostNet: more features from cheap operations'
    """
    yield from _faults(card, "second-colon")


@rule("SYN104", "full-width-colon", "error", "fixable")
def full_width_colon(card: Card, hub: Hub) -> Iterator[Hit]:
    """A key is followed by a full-width colon.

    It looks like a colon, but YAML knows only the ASCII one: the line has no key and no value.

    bad:
        author：Noah's Ark Lab

    good:
        author: Noah's Ark Lab
    """
    yield from _faults(card, "full-width-colon")


@rule("SYN105", "repeated-key", "error")
def repeated_key(card: Card, hub: Hub) -> Iterator[Hit]:
    """A key stands twice in one mapping.

    Most readers keep the last value without a word, some the first: two people see two different cards.

    bad:
        author: Noah's Ark Lab
        author: somebody else

    good:
        author: Noah's Ark Lab
    """
    yield from _faults(card, "repeated-key")


@rule("SYN106", "yaml-reference", "error")
def yaml_reference(card: Card, hub: Hub) -> Iterator[Hit]:
    """The header uses an anchor, an alias or a tag of YAML.

    Cards are plain data. References make them hard to read in a diff, and nested ones can fill a reader's memory.

    bad:
        author: &team Noah's Ark Lab

    bad:
        author: !!str Noah's Ark Lab

    good:
        author: Noah's Ark Lab
    """
    yield from _faults(card, "anchor", "alias", "tag")


@rule("SYN107", "text-read-as-number", "warning", "fixable")
def text_read_as_number(card: Card, hub: Hub) -> Iterator[Hit]:
    """A text without quotes that YAML reads as something else.

    `1.10` is the number 1.1 to YAML, `no` is False, and a hash such as `1234e567` a very large number.

    bad:
        mindspore-version: 1.10

    good:
        mindspore-version: "1.10"
    """
    properties = hub.schema.get("properties", {})
    for key, value in card.header.items():
        if isinstance(value, str) and properties.get(key, {}).get("type") == "string":
            yield from _misread(card, (key,), value)
    entries = card.value("asset")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        yield from _misread(
            card, ("asset", index, "asset-sha256"), card.text("asset", index, "asset-sha256")
        )


def _misread(card: Card, route: tuple[str | int, ...], value: str) -> Iterator[Hit]:
    read = _yaml_reads(value) if value[:1] in _FIRST and len(value) <= 64 else value
    span = card.span(*route)
    if read != value and card.source.text[span.start : span.end] == value:
        fix = Fix("put it in quotes", (Edit(span, f'"{value}"'),))
        yield Hit(
            card, route, f"YAML reads {value!r} as {read}", f'write "{value}", in quotes', fix
        )


@lru_cache(maxsize=4096)
def _yaml_reads(value: str) -> str:
    """What PyYAML's safe loader makes of a plain scalar, as text."""
    tag = yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1])
    if tag is None or not any(pattern.match(value) for _, pattern in tag):
        return value
    try:
        return str(yaml.safe_load(value))
    except (yaml.YAMLError, ValueError):
        return value


@rule("SYN108", "missing-header", "error")
def missing_header(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card has no header.

    Without `---`, the keys, and `---` again, there is nothing to check and nothing to list.

    bad file:
        # GhostNet

        A small network.
    """
    yield from _faults(card, "no-header")


@rule("SYN109", "open-header", "error")
def open_header(card: Card, hub: Hub) -> Iterator[Hit]:
    """The header is never closed.

    The second `---` is missing, so a reader cannot tell where the keys end and the text begins.

    bad file:
        # GhostNet

        ---
        model-name: ghostnet

        ## Introduction

        A small network.
    """
    yield from _faults(card, "open-header")


@rule("SYN110", "unreadable-file", "error", "mandatory")
def unreadable_file(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""The file cannot be read as a card.

    It is a folder or a binary, it is not permitted to read it, or it is larger than any card should be.

    bad file:
        # GhostNet\0
    """
    yield from _faults(card, "unreadable", "nul", "too-large")


@rule("SYN111", "not-utf8", "error", "mandatory")
def not_utf8(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""The file is not UTF-8.

    Every reader would guess another alphabet; names and summaries turn into noise.

    bad file:
        # R\xe9seau
    """
    yield from _faults(card, "not-utf8")


@rule("SYN112", "byte-order-mark", "warning", "fixable")
def byte_order_mark(card: Card, hub: Hub) -> Iterator[Hit]:
    r"""The file begins with a byte order mark.

    It is invisible in editors and breaks readers that look for `#` or `---` at the very first byte.

    bad file:
        \ufeff# GhostNet
    """
    yield from _faults(card, "bom")
