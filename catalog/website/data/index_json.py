"""The catalog as JSON: one document per card, and ``index.json``.

``schema/index.schema.json`` describes both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.claims.facts import Facts, Label
from catalog.model import SEVERITIES, Asset, Hub, Page
from catalog.proof.history import last_working_version, version_history
from catalog.website.urls import INDEX_JSON, beside, encode_path, to_root

VERSION = 1
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_MOST_DIGITS = 15
_LARGEST_EXPONENT = 308


def index_pages(
    hub: Hub,
    cards: Sequence[Facts],
    pages: Mapping[str, str],
    stands: Callable[[str, object], bool] = lambda _path, _shown: False,
) -> Iterator[Page]:
    """A JSON document beside the page of each card, then ``index.json``: a line a card, by UID.

    ``pages`` are those of cards, by UID. ``stands`` says whether the site has a file at a path,
    made from the same values.
    """
    in_order = sorted(cards, key=lambda facts: facts.uid)
    lines: dict[str, str] = {}
    for facts in in_order:
        page = pages[facts.uid]
        path = beside(page, "json")
        if stands(path, (facts, page)):
            yield Page(path, b"", stands=True)
        else:
            lines[facts.uid] = _line(facts, page)
            yield _document(facts, page, lines[facts.uid])
    settings = hub.settings
    head = {"version": VERSION, "title": settings.title, "description": settings.description}
    head |= {"language": settings.language, "url": settings.url}
    if stands(INDEX_JSON, (head, [(facts, pages[facts.uid]) for facts in in_order])):
        yield Page(INDEX_JSON, b"", stands=True)
    else:
        start = f'{_dump(head).removesuffix("}")}, "cards": ['
        more = _IndexLines(in_order, pages, lines)
        yield Page(INDEX_JSON, start.encode(errors="replace"), more=more)


def _line(facts: Facts, page: str) -> str:
    return _dump(index_entry(facts, page))


def _document(facts: Facts, page: str, line: str) -> Page:
    more = _dump({"version": VERSION, "index": to_root(page) + INDEX_JSON, **_body(facts)})
    text = f"{line.removesuffix('}')}, {more.removeprefix('{')}\n"
    return Page(beside(page, "json"), text.encode(errors="replace"))


class _IndexLines:
    """The lines of the index, and what closes it; ``lines`` are those that are made already."""

    def __init__(
        self, cards: Sequence[Facts], pages: Mapping[str, str], lines: Mapping[str, str]
    ) -> None:
        self._cards, self._pages, self._lines = cards, pages, lines

    def __iter__(self) -> Iterator[bytes]:
        before = "\n"
        for facts in self._cards:
            line = self._lines.get(facts.uid) or _line(facts, self._pages[facts.uid])
            yield f"{before}{line}".encode(errors="replace")
            before = ",\n"
        yield b"\n]}\n"


def _body(facts: Facts) -> dict[str, Any]:
    """What a document has beyond the index: headings, languages of code, findings by rule."""
    return {
        "sections": [
            {"level": section.level, "title": section.title} for section in facts.card.sections
        ],
        "code": list(facts.card.code),
        "codes": dict(sorted(facts.codes.items())),
    }


def _dump(value: object) -> str:
    return _JSON.encode(value)


def index_entry(facts: Facts, page: str) -> dict[str, Any]:
    """One card as the index holds it; terms are ids, and counts are not scaled to millions."""
    return {
        "uid": facts.uid,
        "page": encode_path(page),
        "title": facts.title,
        "model": facts.model,
        "publisher": facts.publisher,
        "language": facts.card.language,
        "mindspore_version": facts.version,
        "task": _label(facts.task),
        "datasets": [_label(label) for label in facts.datasets],
        "backends": [label.id for label in facts.backends],
        "used_for": [label.id for label in facts.uses],
        "licence": facts.licence.id,
        "summary": facts.summary,
        "author": facts.author,
        "updated": facts.updated,
        "source": facts.source_link,
        "parameters": _numbers(count.value for count in facts.parameters),
        "multiply_adds": _numbers(count.value for count in facts.multiply_adds),
        "metrics": _metrics(facts),
        "inputs": [
            {
                "name": tensor.name,
                "shape": list(tensor.shape),
                "layout": tensor.layout,
                "dtype": tensor.dtype,
            }
            for tensor in facts.inputs
        ],
        "assets": [_asset(asset) for asset in facts.assets],
        "findings": {severity: facts.findings.get(severity, 0) for severity in SEVERITIES},
        "smoke": _smoke(facts),
    }


def _asset(asset: Asset) -> dict[str, str | int]:
    entry: dict[str, str | int] = {
        "link": asset.link,
        "format": asset.format,
        "sha256": asset.sha256,
    }
    if 1 <= (asset.size or 0) < 10**_MOST_DIGITS:
        entry["size"] = int(asset.size or 0)
    return entry


def _label(label: Label) -> dict[str, str]:
    return {"id": label.id, "label": label.text}


def _metrics(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "name": metric.name,
            "label": metric.label,
            "value": value,
            "unit": metric.unit,
            "dataset": metric.dataset,
        }
        for metric in facts.metrics
        if (value := _number(metric.value)) is not None
    ]


def _smoke(facts: Facts) -> dict[str, Any] | None:
    if facts.result is None:
        return None
    checks = [
        {
            "fact": check.fact,
            "claimed": check.claimed,
            "measured": check.measured,
            "verdict": check.verdict,
        }
        for check in facts.result.checks
    ]
    return {
        "verdict": facts.result.verdict,
        "checks": checks,
        "failure": facts.result.failure,
        "versions": [
            {"mindspore": run.version, "verdict": run.verdict}
            for run in version_history(facts.result)
        ],
        "last_good": last_working_version(facts.result),
    }


def _numbers(values: Iterable[Decimal]) -> list[int | float]:
    return [number for value in values if (number := _number(value)) is not None]


def _number(value: Decimal) -> int | float | None:
    """``value`` as a JSON number; None where no reader could hold it."""
    if value == value.to_integral_value() and value.adjusted() < _MOST_DIGITS:
        return int(value)
    return float(value) if value.adjusted() < _LARGEST_EXPONENT else None
