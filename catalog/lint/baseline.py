"""Findings that were there before: what they are recognised by, and the file that keeps them.

A baseline lets a hub with old faults begin to lint: what it lists is not reported, everything new is. It is a ratchet:
entries leave it when their finding is gone, and new ones join only when they are asked to.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.model import CatalogError, Finding, Rule

FILE = "lint-baseline.json"


class Entry(NamedTuple):
    """One known finding. Only ``fingerprint`` recognises it; the rest is for people and for sorting."""

    uid: str
    code: str
    message: str
    fingerprint: str


class Sorted(NamedTuple):
    """Findings held against a baseline: those it lacks, those it lists, and entries whose finding is gone."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Entry, ...]


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """What each finding is recognised by, in order: 32 hex digits that stay when its line moves.

    They stand for the code, the card's UID, the text of the line with its blanks folded, and the number of the finding
    among those that have all three in common.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for finding in findings:
        key = (finding.code, finding.uid or finding.path, " ".join(finding.line_text.split()))
        seen[key] += 1
        found.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest()[:32])
    return found


def entries(findings: Sequence[Finding]) -> tuple[Entry, ...]:
    """The findings as entries of a baseline, sorted."""
    marks = fingerprints(findings)
    return tuple(
        sorted(
            Entry(one.uid, one.code, one.message, mark)
            for one, mark in zip(findings, marks, strict=True)
        )
    )


def compare(
    findings: Sequence[Finding], known: Iterable[Entry], rules: Iterable[Rule], uids: Iterable[str]
) -> Sorted:
    """``findings`` held against the entries ``known``. Findings of mandatory rules are always new.

    An entry is gone only where its rule is among the ``rules`` that ran and its card among the ``uids`` that were read.
    """
    rules, uids = tuple(rules), frozenset(uids)
    mandatory = {rule.code for rule in rules if rule.mandatory}
    listed = {entry.fingerprint: entry for entry in known}
    pairs = list(zip(findings, fingerprints(findings), strict=True))
    old = [one for one, mark in pairs if mark in listed and one.code not in mandatory]
    new = [one for one, mark in pairs if mark not in listed or one.code in mandatory]
    found, ran = {mark for _, mark in pairs}, {rule.code for rule in rules}
    gone = [
        entry
        for mark, entry in sorted(listed.items(), key=lambda pair: pair[1])
        if mark not in found and entry.code in ran and entry.uid in uids
    ]
    return Sorted(tuple(new), tuple(old), tuple(gone))


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of the baseline at ``path``. Raises CatalogError where it is missing or is no baseline."""
    try:
        document = json.loads(path.read_bytes())
        if document["version"] != 1:
            raise CatalogError(
                f"{path} is a baseline of version {document['version']}, this catalog reads version 1"
            )
        return tuple(
            Entry(*(str(one[field]) for field in Entry._fields)) for one in document["findings"]
        )
    except OSError as error:
        hint = (
            f" (`catalog baseline write --file {path}` makes it)"
            if isinstance(error, FileNotFoundError)
            else ""
        )
        raise CatalogError(f"cannot read the baseline {path}: {error.strerror}{hint}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogError(
            f"{path} is no baseline of `catalog baseline write`: {error!r}"
        ) from error


def to_json(known: Iterable[Entry]) -> str:
    """A baseline as text, an entry a line, so that a diff shows what came and went."""
    lines = ",\n".join(json.dumps(entry._asdict(), ensure_ascii=False) for entry in sorted(known))
    return f'{{"version": 1, "findings": [\n{lines}\n]}}\n'
