"""The results of a smoke run for people: a block for each card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from catalog.model import SmokeResult, Verdict
from catalog.proof.failures import KINDS
from catalog.proof.history import last_good, strip
from catalog.report.terminal import paint

_SIGNS: dict[Verdict, str] = {
    "confirmed": "✓",
    "contradicted": "≠",
    "not stated": "·",
    "not testable here": "–",
    "failed": "✗",
}
_UNPROVED: tuple[Verdict, ...] = ("failed", "not testable here")
_COLOURS: dict[Verdict, str] = {"confirmed": "32", "contradicted": "31", "failed": "31"}


def smoke_table(results: Sequence[SmokeResult], colour: bool) -> str:
    """A block for each card: its checks in columns, what the card says, what was measured, and how it was found out.

    At the end stand the classes of failure, each with what to do, and a line that counts.
    """
    lines = []
    for result in results:
        lines.append(f"{result.uid}  {result.network or '(no network)'}")
        width = max((len(check.fact) for check in result.checks), default=0)
        for check in result.checks:
            verdict = paint(
                f"{_SIGNS[check.verdict]} {check.verdict:<17}",
                _COLOURS.get(check.verdict, "2"),
                colour,
            )
            figures = _figures(check.claimed, check.measured)
            lines.append(f"  {verdict} {check.fact:<{width}}  {figures}{check.evidence}".rstrip())
        if result.runs:
            lines.append(f"  {_versions(result, colour)}")
    lines += [*_failures(results), _summary(results)]
    return "\n".join(lines) + "\n"


def _failures(results: Sequence[SmokeResult]) -> Iterator[str]:
    """The classes of failure of cards that could not be proved, that of most cards first, with what to do."""
    counts = Counter(
        result.failure for result in results if result.failure and result.verdict in _UNPROVED
    )
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sentence, advice = KINDS.get(kind, (kind, ""))
        yield f"{_number(count, 'card')} {kind}: {sentence}{f' ({advice})' if advice else ''}"


def _summary(results: Sequence[SmokeResult]) -> str:
    cards = Counter(result.verdict for result in results)
    facts = Counter(check.verdict for result in results for check in result.checks)
    if not facts:
        return f"{_number(len(results), 'card')}: nothing checked"
    return f"{_number(len(results), 'card')}: {_said(cards)}; {_number(facts.total(), 'fact')}: {_said(facts)}"


def _said(counts: Mapping[Verdict, int]) -> str:
    return ", ".join(f"{counts[one]:,} {one}" for one in _SIGNS if counts[one])


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def smoke_line(result: SmokeResult, done: int, total: int, colour: bool) -> str:
    """One card in one line, for a run that goes on: how far it is, the verdict, the time that it took."""
    verdict = paint(
        f"{_SIGNS[result.verdict]} {result.verdict:<17}", _COLOURS.get(result.verdict, "2"), colour
    )
    return f"{done:>{len(str(total))}}/{total} {verdict} {result.uid}  {result.seconds:.1f} s"


def _versions(result: SmokeResult, colour: bool) -> str:
    """The versions of MindSpore that the card was tried on, each with its verdict's sign, and the last that works."""
    tried = (
        f"{paint(_SIGNS[one.verdict], _COLOURS.get(one.verdict, '2'), colour)} {one.version}"
        for one in strip(result)
    )
    return f"on MindSpore {', '.join(tried)}; last known good: {last_good(result) or 'none'}"


def _figures(claimed: str, measured: str) -> str:
    if claimed and measured:
        return f"card {claimed}, measured {measured}; "
    return f"card {claimed}; " if claimed else f"{measured}; " if measured else ""
