"""What is kept of a card between runs: plain data, typed when it is read; damaged is missing."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, get_type_hints

import msgspec

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import digest_claims
from catalog.claims.facts import Facts, card_facts, without_places
from catalog.claims.loaded_cards import LoadedCard
from catalog.claims.outline import card_outline
from catalog.model import (
    Asset,
    Card,
    CardBody,
    CodeBlock,
    Fault,
    Finding,
    Hub,
    Metric,
    Section,
    SmokeResult,
    Source,
    Span,
    Vocabulary,
)
from catalog.network.code.study import named_folders, names_code
from catalog.rules.allowance.comments import allowances
from catalog.rules.link.body_targets import files_beside

_Record = TypeVar("_Record")
_NOWHERE = Span(0, 0)
_NO_COUNTS: Mapping[Any, int] = MappingProxyType({})
_NOT_STORED = ("card", "uid", "findings", "codes", "result")
"""Fields of ``Facts`` from the other record, from other cards and from smoke results."""

StoredFacts: Any = msgspec.defstruct(
    "StoredFacts",
    [(name, kind) for name, kind in get_type_hints(Facts).items() if name not in _NOT_STORED],
    array_like=True,
    frozen=True,
)


class CardRecord(NamedTuple):
    """What rules about all cards see of a card, and what rules that look at one card find in it.

    Its findings depend on the files that its relative links name and on the folders of its network,
    ``beside`` with whether each is there, and on the networks' code that it names, of which
    ``code`` is a digest; empty where it names none. ``has_allowances`` says that its author allows
    findings at the spot.
    """

    language: str
    title: str
    title_span: Span
    header: dict[str, Any]
    sections: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]
    faults: tuple[Fault, ...]
    metrics: tuple[Metric, ...]
    assets: tuple[Asset, ...]
    loads: tuple[LoadedCard, ...]
    findings: tuple[Finding, ...]
    beside: tuple[tuple[str, bool], ...]
    code: str
    has_allowances: bool


class PageRecord(NamedTuple):
    """What the site shows of a card whatever stands around it.

    ``claims`` is a digest of what a smoke run looks at, ``links`` are the cards that the words of
    the card link to.
    """

    facts: StoredFacts
    claims: str
    links: tuple[str, ...] = ()


def card_record(card: Card, hub: Hub, findings: list[Finding], code: str) -> CardRecord:
    """The record of ``card`` for lint; ``code`` is a digest of all networks' code at hand."""
    claims = claims_of(card, hub.vocabularies)
    return CardRecord(
        language=card.language,
        title=card.title,
        title_span=card.title_span,
        header=dict(card.header),
        sections=tuple((section.level, section.title) for section in card.sections),
        languages=tuple(block.language for block in card.code_blocks),
        faults=card.faults,
        metrics=claims.metrics,
        assets=claims.assets,
        loads=claims.loaded_cards,
        findings=tuple(findings),
        beside=tuple(
            (str(path), path_exists(path))
            for path in (*files_beside(card), *named_folders(card, hub.settings))
        ),
        code=code if names_code(card, hub.settings) else "",
        has_allowances=bool(allowances(card)),
    )


def page_record(card: Card, hub: Hub) -> PageRecord:
    """The record of ``card`` for its page."""
    facts = without_places(card_facts(card.uid, card, hub.vocabularies))
    stored = StoredFacts(*(getattr(facts, name) for name in StoredFacts.__struct_fields__))
    return PageRecord(stored, digest_claims(claims_of(card, hub.vocabularies)))


def thin_card(record: CardRecord, source: Source, words: Mapping[str, Vocabulary]) -> Card:
    """A card with its header and some claims, without text and without places but theirs."""
    card = Card(
        source=source,
        title=record.title,
        title_span=record.title_span,
        header=record.header,
        header_span=_NOWHERE,
        spans={},
        key_spans={},
        body_span=_NOWHERE,
        sections=tuple(Section(*section, _NOWHERE, _NOWHERE) for section in record.sections),
        code_blocks=tuple(CodeBlock(language, "", _NOWHERE) for language in record.languages),
        faults=record.faults,
        language="zh" if record.language == "zh" else "en",
    )
    claims = claims_of(card, words)
    claims.metrics, claims.assets = record.metrics, record.assets
    claims.loaded_cards = record.loads
    return card


def facts_of(record: PageRecord, uid: str, card: Card, result: SmokeResult | None) -> Facts:
    """The facts of the card that the hub knows as ``uid``; a result of other claims is none."""
    is_fresh = result is not None and (not result.stated or result.stated == record.claims)
    stored = {name: getattr(record.facts, name) for name in StoredFacts.__struct_fields__}
    return Facts(
        card=card_outline(card),
        uid=uid,
        findings=_NO_COUNTS,
        codes=_NO_COUNTS,
        result=result if is_fresh else None,
        **stored,
    )


def is_current(record: CardRecord, code: str) -> bool:
    """Whether the files that the findings of a card depend on are as they were."""
    if record.code and record.code != code:
        return False
    return all(path_exists(path) == there for path, there in record.beside)


def path_exists(path: str | Path) -> bool:
    """Whether a file or folder is there; a name that is longer than any system allows is not."""
    return os.path.exists(path)  # noqa: PTH110  # pathlib raises for such a name


def _plain(value: object) -> object:
    """A text for a UID: what the encoder does not know by itself."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(type(value))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_DECODERS: Mapping[type, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in (CardRecord, PageRecord, CardBody)
}


def encode_record(record: object) -> bytes:
    """``record`` as bytes; none where it holds text that is not Unicode."""
    try:
        return _ENCODER.encode(record)
    except (UnicodeEncodeError, RecursionError):
        return b""


def decode_record(kind: type[_Record], data: bytes | None) -> _Record | None:
    """The record of that kind; None where ``data`` is none."""
    if not data:
        return None
    try:
        record: _Record = _DECODERS[kind].decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return record
