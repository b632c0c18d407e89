"""Smoke results as a document: what ``smoke.json`` holds. ``schema/smoke.schema.json`` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from jsonschema import Draft202012Validator

from catalog.model import CatalogError, Check, SmokeResult

VERSION = 1


def to_json(results: Iterable[SmokeResult]) -> str:
    """The document, sorted by UID: the same results give the same text."""
    ordered = sorted(results, key=lambda result: result.uid)
    document = {"version": VERSION, "results": [_entry(result) for result in ordered]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def from_json(text: str, schema: Mapping[str, Any], path: str) -> tuple[SmokeResult, ...]:
    """The results in a document, sorted by UID; ``path`` is for complaints.

    Raises:
        CatalogError: ``text`` is no such document.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise CatalogError(f"{path} is not JSON: {error}") from None
    wrong = next(iter(Draft202012Validator(schema).iter_errors(document)), None)
    if wrong is not None:
        raise CatalogError(f"{path} does not hold smoke results: {wrong.json_path}: {wrong.message[:200]}")
    results = (_result(entry) for entry in document["results"])
    return tuple(sorted(results, key=lambda result: result.uid))


def _entry(result: SmokeResult) -> dict[str, Any]:
    return {**asdict(result), "verdict": result.verdict, "environment": dict(sorted(result.environment.items()))}


def _result(entry: Mapping[str, Any]) -> SmokeResult:
    fields = {key: value for key, value in entry.items() if key not in {"verdict", "checks"}}
    return SmokeResult(checks=tuple(Check(**check) for check in entry["checks"]), **fields)
