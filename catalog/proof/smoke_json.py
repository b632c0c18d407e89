"""Smoke results as ``smoke.json`` holds them; ``schema/smoke.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from catalog.model import CatalogError, Check, SmokeResult, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema import ValidationError

VERSION = 1


def results_to_json(results: Iterable[SmokeResult]) -> str:
    """The document, sorted by UID: the same results give the same text."""
    ordered = sorted(results, key=lambda result: result.uid)
    document = {"version": VERSION, "results": [result_to_entry(result) for result in ordered]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def results_from_json(text: str, schema: Mapping[str, Any], path: str) -> tuple[SmokeResult, ...]:
    """The results in a document, sorted by UID; ``path`` is for complaints.

    Raises:
        CatalogError: ``text`` is no such document.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise CatalogError(f"{path} is not JSON: {error}") from None
    wrong = _wrong(document, schema)
    if wrong is not None:
        raise CatalogError(
            f"{path} does not hold smoke results: {wrong.json_path}: {wrong.message[:200]}"
        )
    results = (entry_to_result(entry) for entry in document["results"])
    return tuple(sorted(results, key=lambda result: result.uid))


def read_smoke_json(path: Path, schema: Mapping[str, Any]) -> tuple[SmokeResult, ...]:
    """The results in the file at ``path``, sorted by UID.

    Raises:
        CatalogError: the file cannot be read, or is no such document.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"cannot read {path}: {error}") from error
    return results_from_json(text, schema, str(path))


def validate_result(result: SmokeResult, schema: Mapping[str, Any]) -> None:
    """Raises ValueError where a document of this schema cannot hold ``result``."""
    document = {
        "version": VERSION,
        "results": [json.loads(json.dumps(result_to_entry(result), allow_nan=False))],
    }
    wrong = _wrong(document, schema)
    if wrong is not None:
        raise ValueError(wrong.message)


def _wrong(document: Any, schema: Mapping[str, Any]) -> ValidationError | None:
    """The first disagreement of a document with its schema."""
    # Imported where there are results: the rules import this file, and most runs have none.
    from jsonschema import Draft202012Validator

    return next(iter(Draft202012Validator(schema).iter_errors(document)), None)


def result_to_entry(result: SmokeResult) -> dict[str, Any]:
    """The entry of a card in the document; it has ``runs`` only where the result has any."""
    entry = {
        **asdict(result),
        "verdict": result.verdict,
        "environment": dict(sorted(result.environment.items())),
    }
    del entry["runs"]
    return entry | ({"runs": [result_to_entry(run) for run in result.runs]} if result.runs else {})


def entry_to_result(entry: Mapping[str, Any]) -> SmokeResult:
    """The result that an entry holds."""
    fields = {
        key: value for key, value in entry.items() if key not in {"verdict", "checks", "runs"}
    }
    checks = tuple(
        Check(**{**check, "verdict": Verdict(check["verdict"])}) for check in entry["checks"]
    )
    return SmokeResult(
        checks=checks, runs=tuple(entry_to_result(run) for run in entry.get("runs", ())), **fields
    )
