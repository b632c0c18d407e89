"""What a build remembers for the next one: the findings of each card, and what pages but its own show of it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.facts import Facts
from catalog.model import Card, CatalogError, Finding
from catalog.write import replace_file

_DIGEST = 16


class Earlier(NamedTuple):
    """An earlier build. ``world`` stands for all that it read but the cards, ``site`` for the pages that it left.

    ``cards`` are digests of bytes by path, ``findings`` those of rules that look at one card, by path; ``told`` is a
    digest of all findings, ``facts`` are digests by UID of what other pages than the card's own may show.
    """

    world: str = ""
    cards: Mapping[str, str] = {}
    findings: Mapping[str, list[Finding]] = {}
    told: str = ""
    facts: Mapping[str, str] = {}
    site: str = ""


def load(path: Path, world: str) -> Earlier:
    """What a build in the same world left at ``path``; nothing where there is none or it cannot be read."""
    try:
        data = path.read_bytes()
        if _digest(data[_DIGEST * 2 :]) != data[: _DIGEST * 2].decode():
            return Earlier()
        found = Earlier(*pickle.loads(data[_DIGEST * 2 :]))  # noqa: S301  # our own, whole, from the user's cache
    except (OSError, ValueError, TypeError, AttributeError, ImportError, pickle.UnpicklingError, EOFError):
        return Earlier()
    return found if found.world == world else Earlier()


def keep(path: Path, earlier: Earlier) -> None:
    """Put ``earlier`` at ``path``. A cache that cannot be written is no fault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = pickle.dumps(tuple(earlier), protocol=5)
        replace_file(path, _digest(data).encode() + data)
    except (OSError, CatalogError):
        return


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def digests(cards: Iterable[Card]) -> dict[str, str]:
    """A digest of each card's bytes, by path."""
    return {card.source.path: _digest(card.source.data + card.source.unreadable.encode()) for card in cards}


def unchanged(earlier: Earlier, cards: Mapping[str, str]) -> dict[str, list[Finding]]:
    """The findings by path of the cards whose bytes are as they were."""
    return {path: earlier.findings[path] for path, digest in cards.items() if earlier.cards.get(path) == digest}


def told(findings: Iterable[Finding]) -> str:
    """A digest of findings."""
    parts = (
        f"{one.path}\0{one.code}\0{one.severity}\0{one.place}\0{one.message}\0{one.hint}\0{one.line_text}"
        for one in findings
    )
    return _digest("\0".join(parts).encode(errors="surrogatepass"))


def shown(cards: Sequence[Facts], before: Mapping[str, str], same: Iterable[str]) -> dict[str, str]:
    """A digest by UID of all that is known of a card but its body; taken from ``before`` for paths in ``same``."""
    known = set(same)
    return {
        one.uid: before[one.uid] if one.card.source.path in known and one.uid in before else _shown(one)
        for one in cards
    }


def _shown(one: Facts) -> str:
    card = one.card
    seen = (*one[1:], card.uid, card.source.path, card.language, card.title, card.header, card.faults)
    return _digest(repr(seen).encode(errors="surrogatepass"))
