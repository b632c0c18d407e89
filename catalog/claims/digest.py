"""Whether a smoke result is still of what its card says: a result carries a digest of what the card then said."""

from __future__ import annotations

import json

from catalog.claims import counts
from catalog.claims import header as claims
from catalog.model import Card, SmokeResult

_FIELDS = (
    "network",
    "repo-link",
    "model-name",
    "backbone-name",
    "fine-tunable",
    "train-dataset",
    "tests",
)


def digest(card: Card) -> str:
    """A digest of all that a smoke run looks at on ``card``; the author's words and where they stand do not count."""
    stated = [
        [card.value(field) for field in _FIELDS],
        [(each.name, each.shape, each.layout, each.dtype) for each in claims.inputs(card)],
        size.text if (size := counts.resolution(card)) else "",
        [each.text for each in (*counts.parameters(card), *counts.multiply_adds(card))],
        [(each.link, each.format, each.sha256) for each in claims.assets(card)],
    ]
    from hashlib import sha256  # it opens a library that few builds need

    return sha256(json.dumps(stated, ensure_ascii=True).encode()).hexdigest()[:16]


def is_fresh(result: SmokeResult, card: Card) -> bool:
    """Whether ``card`` still says what it said when it was run; a result without a digest is taken for fresh."""
    return not result.stated or result.stated == digest(card)
