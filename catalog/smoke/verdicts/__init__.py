"""What a card claims against what was measured: a check for each fact, with the evidence in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model import Check, Verdict
from catalog.network.locate import Missing, Network
from catalog.proof.failures import KINDS, Failure
from catalog.smoke.local_files import Example
from catalog.smoke.verdicts.behaviour import (
    backbone_check,
    batch_check,
    finite_check,
    repeat_check,
    training_check,
)
from catalog.smoke.verdicts.claims import Claims, Classes
from catalog.smoke.verdicts.counts import multiply_add_checks, parameter_checks
from catalog.smoke.verdicts.files import example_checks, export_checks, weights_check
from catalog.smoke.verdicts.shapes import input_checks, output_checks

__all__ = ["Claims", "Classes", "Proofs", "compare", "untested"]


@dataclass(frozen=True)
class Proofs:
    """The files at hand: the SHA-256 of the checkpoint, or "", and test inputs with their outputs."""

    digest: str = ""
    examples: tuple[Example, ...] = ()


NO_PROOFS = Proofs()


def compare(
    claims: Claims,
    network: Network,
    answer: Mapping[str, Any],
    failure: Failure | None,
    proofs: Proofs = NO_PROOFS,
) -> tuple[Check, ...]:
    """Checks of all facts, the network itself first, then its name, its shapes, its counts, what it does, its files.

    ``answer`` is what the probe told, up to where it stopped; ``failure`` says why it did, or is None.
    """
    return (
        _network(network, answer, failure),
        *_name(network, answer),
        *input_checks(claims.inputs, answer, claims.resolution),
        *output_checks(claims.classes, answer),
        *backbone_check(claims, answer),
        *parameter_checks(claims.parameters, answer),
        *multiply_add_checks(claims, answer),
        *finite_check(answer),
        *repeat_check(answer, failure),
        *batch_check(answer, failure),
        *training_check(claims, answer, failure),
        *weights_check(claims.checkpoint, claims.sha256, proofs.digest, answer, failure),
        *example_checks(
            proofs.examples, bool(claims.checkpoint) and not proofs.digest, answer, failure
        ),
        *export_checks(answer, failure),
    )


def untested(claims: Claims, missing: Missing) -> tuple[Check, ...]:
    """A check for the network, which cannot be tested here, and one for each claim that hangs on it."""
    evidence = f"{missing.reason} ({KINDS[missing.kind].advice})"
    return (
        Check("network", missing.stated, "", Verdict.UNTESTABLE, evidence),
        *input_checks(claims.inputs, {}, claims.resolution),
        *parameter_checks(claims.parameters, {}),
        *multiply_add_checks(claims, {}),
    )


def _network(network: Network, answer: Mapping[str, Any], failure: Failure | None) -> Check:
    """The network fails where it does not come to run; what fails later fails alone."""
    measured = str(answer.get("network", ""))
    if failure and answer.get("rung", "network") == "network":
        return Check("network", network.call, measured, Verdict.FAILED, failure.advised)
    return Check(
        "network",
        network.call,
        measured,
        Verdict.CONFIRMED,
        f"found by {network.how}; builds and runs",
    )


def _name(network: Network, answer: Mapping[str, Any]) -> Iterator[Check]:
    """The name that builds it, where it is not the one that the card or the hub's loader gives."""
    name = str(answer.get("name", ""))
    if network.asked and network.asked != network.name:
        evidence = f"card error: no other spelling builds it ({network.how})"
        yield Check("name", network.asked, network.name, Verdict.CONTRADICTED, evidence)
    elif name and not network.factory and name != name.lower():
        evidence = f"create_network refuses {name.lower()!r}, to which the hub's loader turns it: no user can load it"
        yield Check("name", network.name, name, Verdict.CONTRADICTED, evidence)
