"""Results of a smoke run for people: a block of lines a card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from catalog.model import SmokeResult, Verdict
from catalog.proof.failures import FAILURE_KINDS
from catalog.proof.history import last_working_version, version_history
from catalog.report.terminal import paint

_WIDTH = max(map(len, Verdict))


def smoke_table(results: Sequence[SmokeResult], colour: bool) -> str:
    """A block for each card: its checks in columns, claimed and measured figures, and the evidence.

    At the end stand the classes of failure, with what to do about them, and a line that counts.
    """
    lines = []
    for result in results:
        lines.append(f"{result.uid}  {result.network or '(no network)'}")
        width = max((len(check.fact) for check in result.checks), default=0)
        for check in result.checks:
            verdict = _column(check.verdict, colour)
            figures = _figures(check.claimed, check.measured)
            lines.append(f"  {verdict} {check.fact:<{width}}  {figures}{check.evidence}".rstrip())
        if result.runs:
            lines.append(f"  {_versions(result, colour)}")
    lines += [*_failures(results), _summary(results)]
    return "\n".join(lines) + "\n"


def _failures(results: Sequence[SmokeResult]) -> Iterator[str]:
    """The failures of cards that could not be proved, the most frequent first, with what to do."""
    counts = Counter(
        result.failure for result in results if result.failure and not result.verdict.measured
    )
    for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sentence, advice = FAILURE_KINDS.get(kind, (kind, ""))
        yield f"{_number(count, 'card')} {kind}: {sentence}{f' ({advice})' if advice else ''}"


def _summary(results: Sequence[SmokeResult]) -> str:
    cards = Counter(result.verdict for result in results)
    facts = Counter(check.verdict for result in results for check in result.checks)
    if not facts:
        return f"{_number(len(results), 'card')}: nothing checked"
    of_cards = f"{_number(len(results), 'card')}: {_counted(cards)}"
    return f"{of_cards}; {_number(facts.total(), 'fact')}: {_counted(facts)}"


def _counted(counts: Mapping[Verdict, int]) -> str:
    return ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in Verdict if counts[verdict])


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def smoke_line(result: SmokeResult, done: int, total: int, colour: bool) -> str:
    """A finished card in one line: its number of ``total``, the verdict, the seconds it took."""
    verdict = _column(result.verdict, colour)
    return f"{done:>{len(str(total))}}/{total} {verdict} {result.uid}  {result.seconds:.1f} s"


def _column(verdict: Verdict, colour: bool) -> str:
    """Sign and label of a verdict, as wide as the longest."""
    return paint(f"{verdict.sign} {verdict:<{_WIDTH}}", verdict.terminal, colour)


def _versions(result: SmokeResult, colour: bool) -> str:
    """The versions of MindSpore that the card ran on, with verdicts, and the last that works."""
    runs = (
        f"{paint(state.verdict.sign, state.verdict.terminal, colour)} {state.version}"
        for state in version_history(result)
    )
    return (
        f"on MindSpore {', '.join(runs)}; last known good: {last_working_version(result) or 'none'}"
    )


def _figures(claimed: str, measured: str) -> str:
    if claimed and measured:
        return f"card {claimed}, measured {measured}; "
    return f"card {claimed}; " if claimed else f"{measured}; " if measured else ""
