"""A hub: its cards, its words and its settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from catalog.model.card import Card

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary: its id, its labels, every other way it is spelt, and data of its own."""

    id: str
    label: str
    label_zh: str = ""
    aliases: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words a field may use. ``spellings`` maps every folded spelling, and every sign, to its term."""

    name: str
    terms: Mapping[str, Term]
    spellings: Mapping[str, Term]

    def find(self, word: str) -> Term | None:
        """The term that ``word`` spells, whatever its case and punctuation; a sign such as ``%`` spells itself."""
        return self.spellings.get(fold(word) or word.strip())


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """``word`` in lower case with its punctuation and spaces dropped, so that spellings compare equal."""
    return re.sub(r"[\W_]+", "", word).casefold()


@dataclass(frozen=True)
class Settings:
    """What ``catalog.toml`` says, with defaults for what it does not. ``root`` is the hub's folder."""

    root: str = "."
    title: str = "Model catalog"
    description: str = ""
    url: str = ""
    edit_url: str = ""
    cards: str = "cards"
    site: str = "site"
    language: str = "en"
    languages: tuple[str, ...] = ()
    image_hosts: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    fail_on: Severity = "error"
    asset_hosts: tuple[str, ...] = ()
    smoke_sources: Mapping[str, str] = field(default_factory=dict)
    smoke_seconds: float = 120.0
    smoke_memory: int = 8 * 2**30
    smoke_mindspore: tuple[str, ...] = ()
    smoke_trust: tuple[str, ...] = ()
    smoke_results: str = ""


@dataclass(frozen=True, eq=False)
class Hub:
    """All that rules may look at: every card of the run by UID, the vocabularies, the card schema and the settings."""

    cards: Mapping[str, Card]
    vocabularies: Mapping[str, Vocabulary]
    schema: Mapping[str, Any]
    settings: Settings
