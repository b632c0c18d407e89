"""Whether a smoke result is of what its card claims now: it carries a digest of the claims."""

from __future__ import annotations

import json

from catalog.claims.card_claims import CardClaims
from catalog.model import SmokeResult

_FIELDS = (
    "network",
    "repo-link",
    "model-name",
    "backbone-name",
    "fine-tunable",
    "train-dataset",
    "tests",
)


def digest_claims(claims: CardClaims) -> str:
    """A digest of what a smoke run compares: other words and the places of claims do not count."""
    # It opens a library that few builds need.
    from hashlib import sha256

    counts = (*claims.parameters, *claims.multiply_adds)
    stated = [
        [claims.card.value(field) for field in _FIELDS],
        [(tensor.name, tensor.shape, tensor.layout, tensor.dtype) for tensor in claims.inputs],
        claims.resolution.text if claims.resolution else "",
        [count.text for count in counts],
        [(asset.link, asset.format, asset.sha256) for asset in claims.assets],
    ]
    return sha256(json.dumps(stated, ensure_ascii=True).encode()).hexdigest()[:16]


def is_fresh(result: SmokeResult, claims: CardClaims) -> bool:
    """Whether ``claims`` are those that ``result`` is of; a result without a digest is fresh."""
    return not result.stated or result.stated == digest_claims(claims)
