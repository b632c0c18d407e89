"""What a build remembers of each card for the next one: its findings, what other pages show of it, where its words are.

All of it is plain data in a database of the standard library. Whatever cannot be read, or is not shaped as it should
be, is as good as missing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from catalog.claims.facts import Facts
from catalog.hub import digests as fingerprint
from catalog.model import SEVERITIES, Card, Finding, Place, Severity
from catalog.rules.schema.keys import schema_errors

_TABLES = """
create table if not exists build (world text, site text);
create table if not exists card (
    file text primary key, digest text, uid text, findings text, counts text, outline text, spots text, fits integer
) without rowid;
"""
_ONE = "select digest, uid, findings, counts, outline, spots, fits from card where file = ?"
"""Where a card remembers in what it disagrees with the card schema."""

_BROKEN = (sqlite3.Error, OSError, ValueError, TypeError, AttributeError, RecursionError)


class Spot(NamedTuple):
    """Where a page has the words of a card: from which byte to which."""

    page: str
    start: int
    end: int


class Remembered(NamedTuple):
    """One card of an earlier build; ``uid`` is its key in the hub.

    ``findings`` are those of rules that look at one card, ``counts`` how many of each severity, and of each code, are
    published.
    ``outline`` is a digest of all that other pages, and rules that look at all cards, see of it; empty where its
    findings depend on more. ``fits`` says that the header fits its schema.
    """

    digest: str
    uid: str
    findings: Sequence[Finding]
    counts: tuple[Mapping[Severity, int], Mapping[str, int]]
    outline: str
    spots: Sequence[Spot]
    fits: bool


class Earlier(NamedTuple):
    """An earlier build: where it is remembered, what its site was like, and digests of its cards by file."""

    path: Path
    site: str
    digests: Mapping[str, str]

    def card(self, file: str) -> Remembered | None:
        """What is known of one card; None where that is nothing."""
        return self.cards([file]).get(file)

    def cards(self, files: Iterable[str]) -> dict[str, Remembered]:
        """What is known of cards, by file."""
        found = {}
        try:
            with closing(sqlite3.connect(self.path)) as base:
                for file in files:
                    row = base.execute(_ONE, (file,)).fetchone()
                    found[file] = Remembered(
                        row[0],
                        row[1],
                        _findings(row[2]),
                        _counts(row[3]),
                        row[4],
                        _spots(row[5]),
                        row[6] == 1,
                    )
        except _BROKEN:
            pass
        return found


def load(path: Path, world: str) -> Earlier:
    """What the last build in the same world left at ``path``; nothing where there is none or it cannot be read."""
    if not path.is_file():
        return Earlier(path, "", {})
    try:
        with closing(sqlite3.connect(path)) as base:
            then, site = base.execute("select world, site from build").fetchone()
            if then == world:
                return Earlier(path, str(site), dict(base.execute("select file, digest from card")))
    except _BROKEN:
        pass
    return Earlier(path, "", {})


def keep(
    path: Path,
    world: str,
    site: str,
    cards: Iterable[tuple[str, Remembered]],
    *,
    all_of_them: bool = True,
) -> None:
    """Put a build at ``path``, in the place of the last one or, without ``all_of_them``, of some of its cards.

    A cache that cannot be written is no fault.
    """
    rows = ((file, *_row(one)) for file, one in cards)
    try:
        if all_of_them:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as base:
            base.executescript(f"pragma synchronous = off; {_TABLES}")
            with base:
                base.execute("delete from build")
                base.execute("insert into build values (?, ?)", (world, site))
                base.executemany("replace into card values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    except _BROKEN:
        path.unlink(missing_ok=True)


def _row(one: Remembered) -> tuple[str | bool, ...]:
    findings = json.dumps([_finding(each) for each in one.findings])
    return (
        one.digest,
        one.uid,
        findings,
        json.dumps(one.counts),
        one.outline,
        json.dumps(one.spots),
        one.fits,
    )


def _finding(one: Finding) -> list[Any]:
    return [
        one.path,
        one.place,
        one.code,
        one.name,
        one.severity,
        one.message,
        one.hint,
        one.line_text,
        one.uid,
    ]


def _findings(text: str) -> list[Finding]:
    found = []
    for path, place, code, name, severity, message, hint, line, uid in json.loads(text):
        if (
            not _are((path, code, name, severity, message, hint, line, uid), str)
            or severity not in SEVERITIES
        ):
            raise ValueError(text)
        if not _are(place, int):
            raise ValueError(text)
        found.append(
            Finding(path, Place(*place), code, name, severity, message, hint, line, uid=uid)
        )
    return found


def _counts(text: str) -> tuple[Mapping[Severity, int], Mapping[str, int]]:
    severities, codes = json.loads(text)
    if not set(severities) <= set(SEVERITIES) or not _are(
        (*severities.values(), *codes.values()), int
    ):
        raise ValueError(text)
    return severities, codes


def _spots(text: str) -> list[Spot]:
    found = [Spot(*spot) for spot in json.loads(text)]
    if not all(_are(spot[:1], str) and _are(spot[1:], int) for spot in found):
        raise ValueError(text)
    return found


def _are(values: Iterable[object], kind: type) -> bool:
    return all(isinstance(value, kind) for value in values)


def recall(card: Card, known: Remembered) -> None:
    """Let ``card`` remember that its header fits the schema, where that is known of the same header."""
    if known.fits:
        card.memo[schema_errors] = ()


def sight(card: Card) -> str:
    """A digest of all that pages of others, and rules about all cards, see of a card."""
    header = card.source.text[: card.body_span.start]
    seen = [
        card.uid,
        card.path,
        card.language,
        card.title,
        card.title_span,
        header,
        card.code_blocks,
        card.faults,
    ]
    return fingerprint.digest(json.dumps(seen, default=repr).encode())


def outline(one: Facts, sight: str) -> str:
    """A digest of all that is known of a card but its words; empty where ``sight`` is."""
    return sight and fingerprint.digest(json.dumps([*one[1:], sight], default=repr).encode())
