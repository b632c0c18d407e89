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
    """A word of a vocabulary: its id, its labels, its other spellings, and data of its own."""

    id: str
    label: str
    label_zh: str = ""
    aliases: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words a field may use; ``spellings`` maps folded spellings, and signs, to their terms."""

    name: str
    terms: Mapping[str, Term]
    spellings: Mapping[str, Term]

    def find(self, word: str) -> Term | None:
        """The term that ``word`` spells, whatever its case and punctuation; ``%`` is a sign."""
        return self.spellings.get(fold(word) or word.strip())


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """``word`` in lower case without punctuation and spaces: two spellings become one."""
    return re.sub(r"[\W_]+", "", word).casefold()


@dataclass(frozen=True)
class Settings:
    """The settings in ``catalog.toml``, and defaults; ``root`` is the hub's folder."""

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
    """All that rules may look at: cards by UID, vocabularies, the card schema, settings."""

    cards: Mapping[str, Card]
    vocabularies: Mapping[str, Vocabulary]
    schema: Mapping[str, Any]
    settings: Settings
