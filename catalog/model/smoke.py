"""Results of a smoke run: facts compared, by card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.model.verdict import Verdict


@dataclass(frozen=True)
class Check:
    """A fact compared: what the card says, what was measured, the verdict, and the evidence."""

    fact: str
    claimed: str
    measured: str
    verdict: Verdict
    evidence: str


@dataclass(frozen=True)
class SmokeResult:
    """All checks of one card, where its network was found, and on what it ran.

    Times are in seconds, memory in bytes. ``failure`` is the class of the reason why not everything
    was measured, such as ``missing-module``; empty otherwise. ``runs`` are results of the same card
    elsewhere: on other versions of MindSpore, or on other machines. ``stated`` is a digest of what
    the card said when it was run; empty where that is not known.
    """

    uid: str
    network: str
    checks: tuple[Check, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    peak_memory: int = 0
    log: str = ""
    failure: str = ""
    runs: tuple[SmokeResult, ...] = ()
    stated: str = ""

    @property
    def verdict(self) -> Verdict:
        """The gravest verdict of all checks; not stated where there is no check."""
        verdicts = (check.verdict for check in self.checks)
        return max(verdicts, key=lambda verdict: verdict.gravity, default=Verdict.NOT_STATED)
