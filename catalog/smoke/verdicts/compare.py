"""All checks of a card: of its network, of each fact that it states, and of the files at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.model import Check, Verdict
from catalog.network.locate import Missing, Network
from catalog.proof.failures import FAILURE_KINDS, Failure
from catalog.smoke.local_files import OutputExample
from catalog.smoke.verdicts.backbone import backbone_check
from catalog.smoke.verdicts.behaviour import (
    batch_check,
    finite_check,
    repeat_check,
    training_check,
)
from catalog.smoke.verdicts.claims import NetworkClaims
from catalog.smoke.verdicts.counts import multiply_add_checks, parameter_checks
from catalog.smoke.verdicts.files import example_checks, export_checks, weights_check
from catalog.smoke.verdicts.shapes import input_checks, output_checks


@dataclass(frozen=True)
class Proofs:
    """The files at hand: the checkpoint's SHA-256, or "", and test inputs with their outputs."""

    digest: str = ""
    examples: tuple[OutputExample, ...] = ()


NO_PROOFS = Proofs()


def compare_facts(
    claims: NetworkClaims,
    network: Network,
    answer: Mapping[str, Any],
    failure: Failure | None,
    proofs: Proofs = NO_PROOFS,
) -> tuple[Check, ...]:
    """The checks of all facts, in the order of a report: the network itself comes first.

    ``answer`` is the last one of the probe, ``failure`` the reason why it ended before it was done.
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


def untested_checks(claims: NetworkClaims, missing: Missing) -> tuple[Check, ...]:
    """The checks where the network cannot be tested: of the network, and of claims about it."""
    evidence = f"{missing.reason} ({FAILURE_KINDS[missing.kind].advice})"
    return (
        Check("network", missing.stated, "", Verdict.UNTESTABLE, evidence),
        *input_checks(claims.inputs, {}, claims.resolution),
        *parameter_checks(claims.parameters, {}),
        *multiply_add_checks(claims, {}),
    )


def _network(network: Network, answer: Mapping[str, Any], failure: Failure | None) -> Check:
    """The check of the network itself, which fails where no forward pass ran."""
    measured = str(answer.get("network", ""))
    if failure and answer.get("rung", "network") == "network":
        return Check("network", network.call, measured, Verdict.FAILED, failure.advised)
    evidence = f"found by {network.how}; builds and runs"
    return Check("network", network.call, measured, Verdict.CONFIRMED, evidence)


def _name(network: Network, answer: Mapping[str, Any]) -> Iterator[Check]:
    """A check of the name, where the card's or the one of the hub's loader builds nothing."""
    name = str(answer.get("name", ""))
    if network.asked and network.asked != network.name:
        evidence = f"card error: no other spelling builds it ({network.how})"
        yield Check("name", network.asked, network.name, Verdict.CONTRADICTED, evidence)
    elif name and not network.factory and name != name.lower():
        evidence = (
            f"create_network refuses {name.lower()!r}, to which the hub's loader turns it: "
            "no user can load it"
        )
        yield Check("name", network.name, name, Verdict.CONTRADICTED, evidence)
