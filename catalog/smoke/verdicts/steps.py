"""What the probe told of one rung of the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.proof.failures import Failure


def rung(
    answer: Mapping[str, Any], name: str, failure: Failure | None
) -> Mapping[str, Any] | Failure | None:
    """The facts of the rung ``name``, or why there are none; None where it was not come to.

    ``failure`` says why the whole answer stops where it does.
    """
    found: Mapping[str, Any] | None = answer.get(name)
    if found is None:
        return failure if failure and answer.get("rung") == name else None
    return Failure(*found["failure"]) if "failure" in found else found
