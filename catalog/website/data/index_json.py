"""The catalog as JSON: a document a card, and ``index.json``, as ``schema/index.schema.json`` describes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from catalog.claims.facts import Facts, Label
from catalog.model import SEVERITIES, Asset, Hub, Page
from catalog.proof.history import last_good, strip
from catalog.website.urls import INDEX_JSON, beside, encode_path, to_root

if TYPE_CHECKING:
    from catalog.hub.aside import Aside

VERSION = 1
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_LARGEST_INTEGER = 15
_LARGEST_FLOAT = 308


def index_pages(hub: Hub, cards: Sequence[Facts], pages: Mapping[str, str]) -> Iterator[Page]:
    """A JSON document for each card, beside its page, and ``index.json``: every card, a line each, sorted by UID.

    ``pages`` are those of cards, by UID.
    """
    from catalog.hub.aside import Aside

    lines: Aside[str] = Aside()
    for one in sorted(cards, key=lambda one: one.uid):
        line = _dump(index_entry(one, pages[one.uid]))
        lines.put(line)
        yield _document(one, pages[one.uid], line)
    yield _index(hub, lines)


def card_document(one: Facts, page: str) -> Page:
    """The JSON document beside the page of a card."""
    return _document(one, page, _dump(index_entry(one, page)))


def _document(one: Facts, page: str, line: str) -> Page:
    more = _dump({"version": VERSION, "index": to_root(page) + INDEX_JSON, **_body(one)})
    text = f"{line.removesuffix('}')}, {more.removeprefix('{')}\n"
    return Page(beside(page, "json"), text.encode(errors="replace"))


def _index(hub: Hub, lines: Aside[str]) -> Page:
    settings = hub.settings
    head = {"version": VERSION, "title": settings.title, "description": settings.description}
    head |= {"language": settings.language, "url": settings.url}
    start = f'{_dump(head).removesuffix("}")}, "cards": ['
    return Page(INDEX_JSON, start.encode(errors="replace"), more=_IndexLines(lines))


class _IndexLines:
    """The lines of the index, and what closes it."""

    def __init__(self, lines: Aside[str]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[bytes]:
        before = "\n"
        for line in self._lines:
            yield f"{before}{line}".encode(errors="replace")
            before = ",\n"
        yield b"\n]}\n"


def _body(one: Facts) -> dict[str, Any]:
    """What the words below the header hold: headings, blocks of code by language; and the findings by rule."""
    return {
        "sections": [
            {"level": section.level, "title": section.title} for section in one.card.sections
        ],
        "code": [block.language for block in one.card.code_blocks],
        "codes": dict(sorted(one.codes.items())),
    }


def _dump(value: object) -> str:
    return _JSON.encode(value)


def index_entry(one: Facts, page: str) -> dict[str, Any]:
    """One card as the index holds it. Vocabulary terms are by id; counts are in units of one."""
    return {
        "uid": one.uid,
        "page": encode_path(page),
        "title": one.title,
        "model": one.model,
        "publisher": one.publisher,
        "language": one.card.language,
        "mindspore_version": one.version,
        "task": _label(one.task),
        "datasets": [_label(label) for label in one.datasets],
        "backends": [label.id for label in one.backends],
        "used_for": [label.id for label in one.uses],
        "licence": one.licence.id,
        "summary": one.summary,
        "author": one.author,
        "updated": one.updated,
        "source": one.source_link,
        "parameters": _numbers(count.value for count in one.parameters),
        "multiply_adds": _numbers(count.value for count in one.multiply_adds),
        "metrics": _metrics(one),
        "inputs": [
            {
                "name": each.name,
                "shape": list(each.shape),
                "layout": each.layout,
                "dtype": each.dtype,
            }
            for each in one.inputs
        ],
        "assets": [_asset(each) for each in one.assets],
        "findings": {severity: one.findings.get(severity, 0) for severity in SEVERITIES},
        "smoke": _smoke(one),
    }


def _asset(asset: Asset) -> dict[str, str | int]:
    told = asset.size or 0
    size = {"size": int(told)} if 1 <= told < 10**_LARGEST_INTEGER else {}
    return {"link": asset.link, "format": asset.format, "sha256": asset.sha256, **size}


def _label(label: Label) -> dict[str, str]:
    return {"id": label.id, "label": label.text}


def _metrics(one: Facts) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "label": each.label,
            "value": value,
            "unit": each.unit,
            "dataset": each.dataset,
        }
        for each in one.metrics
        if (value := _number(each.value)) is not None
    ]


def _smoke(one: Facts) -> dict[str, Any] | None:
    if one.result is None:
        return None
    checks = [
        {
            "fact": check.fact,
            "claimed": check.claimed,
            "measured": check.measured,
            "verdict": check.verdict,
        }
        for check in one.result.checks
    ]
    return {
        "verdict": one.result.verdict,
        "checks": checks,
        "failure": one.result.failure,
        "versions": [
            {"mindspore": each.version, "verdict": each.verdict} for each in strip(one.result)
        ],
        "last_good": last_good(one.result),
    }


def _numbers(values: Iterable[Decimal]) -> list[int | float]:
    return [number for value in values if (number := _number(value)) is not None]


def _number(value: Decimal) -> int | float | None:
    """``value`` as a JSON number; None where no reader could hold it."""
    if value == value.to_integral_value() and value.adjusted() < _LARGEST_INTEGER:
        return int(value)
    return float(value) if value.adjusted() < _LARGEST_FLOAT else None
