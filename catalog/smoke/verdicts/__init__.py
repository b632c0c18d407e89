"""The facts of a card compared with those measured: a check for each, with evidence in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.proof.failures import Failure

UNMEASURED = "the network was not measured"


def step_result(
    answer: Mapping[str, Any], step: str, failure: Failure | None
) -> Mapping[str, Any] | Failure | None:
    """What the step measured, or why it failed; None where it was not reached.

    ``answer`` is the last one of the probe, ``failure`` the reason why it ended before it was done.
    """
    facts: Mapping[str, Any] | None = answer.get(step)
    if facts is None:
        return failure if failure and answer.get("rung") == step else None
    return Failure(*facts["failure"]) if "failure" in facts else facts
