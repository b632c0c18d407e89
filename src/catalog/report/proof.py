"""The results of a smoke run for people: a block for each card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from catalog.model import SmokeResult, Verdict
from catalog.report.terminal import paint

_SIGNS: dict[Verdict, str] = {
    "confirmed": "✓",
    "contradicted": "≠",
    "not stated": "·",
    "not testable here": "–",
    "failed": "✗",
}


def smoke_table(results: Sequence[SmokeResult], colour: bool) -> str:
    """A block for each card: its checks in columns, what the card says, what was measured, and how it was found out."""
    lines = []
    for result in results:
        lines.append(f"{result.uid}  {result.network or '(no network)'}")
        width = max((len(check.fact) for check in result.checks), default=0)
        for check in result.checks:
            code = {"confirmed": "32", "contradicted": "31", "failed": "31"}.get(check.verdict, "2")
            verdict = paint(f"{_SIGNS[check.verdict]} {check.verdict:<17}", code, colour)
            figures = _figures(check.claimed, check.measured)
            lines.append(f"  {verdict} {check.fact:<{width}}  {figures}{check.evidence}".rstrip())
    counts = Counter(check.verdict for result in results for check in result.checks)
    said = ", ".join(f"{counts[one]} {one}" for one in _SIGNS if counts[one])
    lines.append(f"{len(results)} {'card' if len(results) == 1 else 'cards'}: {said or 'nothing checked'}")
    return "\n".join(lines) + "\n"


def _figures(claimed: str, measured: str) -> str:
    if claimed and measured:
        return f"card {claimed}, measured {measured}; "
    return f"card {claimed}; " if claimed else f"{measured}; " if measured else ""
