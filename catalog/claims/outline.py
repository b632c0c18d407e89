"""What a card has beside its claims: its place, language, headings and faults."""

from __future__ import annotations

from typing import NamedTuple

from catalog.model import Card, Fault, Uid


class SectionTitle(NamedTuple):
    """A heading of the body and its level, 1 to 6."""

    level: int
    title: str


class CardOutline(NamedTuple):
    """A card without its text: ``code`` are the languages of its fenced blocks."""

    uid: Uid
    path: str
    language: str
    readable: bool
    sections: tuple[SectionTitle, ...]
    code: tuple[str, ...]
    faults: tuple[Fault, ...]


def card_outline(card: Card) -> CardOutline:
    """The outline of ``card``."""
    return CardOutline(
        uid=card.uid,
        path=card.path,
        language=card.language,
        readable=card.readable,
        sections=tuple(SectionTitle(section.level, section.title) for section in card.sections),
        code=tuple(block.language for block in card.code_blocks),
        faults=card.faults,
    )
