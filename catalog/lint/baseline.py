"""Baselines: files of old findings, which are not reported, and how a finding is recognised again.

A baseline lets a hub with old faults begin to lint: only what it does not list is reported. Entries
leave it when their finding is gone; new ones join only on request.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.model import CatalogError, Finding, Rule

BASELINE_FILE = "lint-baseline.json"


class BaselineEntry(NamedTuple):
    """An old finding, recognised by its fingerprint; the rest is for people and for sorting."""

    uid: str
    code: str
    message: str
    fingerprint: str


class BaselineComparison(NamedTuple):
    """The findings that a baseline lacks, those it lists, and its entries whose finding is gone."""

    new: tuple[Finding, ...]
    listed: tuple[Finding, ...]
    gone: tuple[BaselineEntry, ...]


def finding_fingerprints(findings: Sequence[Finding]) -> list[str]:
    """A fingerprint for each finding, in order: 32 hex digits that stay when its line moves.

    It is a hash of the code, the card's UID, the text of the line with its blanks folded, and the
    number of the finding among those that have all three in common.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    fingerprints = []
    for finding in findings:
        key = (finding.code, finding.uid or finding.path, " ".join(finding.line_text.split()))
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        fingerprints.append(hashlib.sha256(text.encode()).hexdigest()[:32])
    return fingerprints


def baseline_entries(findings: Sequence[Finding]) -> tuple[BaselineEntry, ...]:
    """The findings as entries of a baseline, sorted."""
    pairs = zip(findings, finding_fingerprints(findings), strict=True)
    return tuple(
        sorted(
            BaselineEntry(finding.uid, finding.code, finding.message, fingerprint)
            for finding, fingerprint in pairs
        )
    )


def compare_with_baseline(
    findings: Sequence[Finding],
    entries: Iterable[BaselineEntry],
    rules: Iterable[Rule],
    uids: Iterable[str],
) -> BaselineComparison:
    """``findings`` compared with ``entries``. Findings of mandatory rules are always new.

    An entry is gone only where its rule is among the ``rules`` that ran and its card among the
    ``uids`` that were read.
    """
    rules, uids = tuple(rules), frozenset(uids)
    mandatory = {rule.code for rule in rules if rule.mandatory}
    by_fingerprint = {entry.fingerprint: entry for entry in entries}
    fingerprints = finding_fingerprints(findings)
    present, ran = set(fingerprints), {rule.code for rule in rules}
    new: list[Finding] = []
    listed: list[Finding] = []
    for finding, fingerprint in zip(findings, fingerprints, strict=True):
        is_listed = fingerprint in by_fingerprint and finding.code not in mandatory
        (listed if is_listed else new).append(finding)
    gone = [
        entry
        for fingerprint, entry in sorted(by_fingerprint.items(), key=lambda pair: pair[1])
        if fingerprint not in present and entry.code in ran and entry.uid in uids
    ]
    return BaselineComparison(tuple(new), tuple(listed), tuple(gone))


def read_baseline(path: Path) -> tuple[BaselineEntry, ...]:
    """The entries of the baseline at ``path``.

    Raises:
        CatalogError: it is missing, or is no baseline.
    """
    try:
        document = json.loads(path.read_bytes())
        if document["version"] != 1:
            raise CatalogError(
                f"{path} is a baseline of version {document['version']}, "
                "this catalog reads version 1"
            )
        return tuple(
            BaselineEntry(*(str(entry[field]) for field in BaselineEntry._fields))
            for entry in document["findings"]
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


def baseline_json(entries: Iterable[BaselineEntry]) -> str:
    """A baseline as text, an entry a line, so that a diff shows what came and went."""
    lines = ",\n".join(json.dumps(entry._asdict(), ensure_ascii=False) for entry in sorted(entries))
    return f'{{"version": 1, "findings": [\n{lines}\n]}}\n'
