"""Cards in a line each, as facts: what the tests of lists, boards and facets begin with."""

from __future__ import annotations

from catalog.facts import Facts, card_facts
from catalog.model import Check, SmokeResult, Source, Verdict
from catalog.parse import parse
from catalog.schema import vocabularies

WORDS = vocabularies(".")
HASH = "0123456789abcdef" * 4


def one(uid: str, header: str = "x: y", verdict: Verdict | None = None, title: str = "Net") -> Facts:
    """The facts of a card with this header, run with this verdict."""
    text = f"# {title}\n\n---\n\n{header}\n\n---\n"
    result = SmokeResult(uid, "n", (Check("f", "1", "2", verdict, "why"),)) if verdict else None
    return card_facts(uid, parse(Source(f"{uid}.md", uid, text.encode(), text), {}), WORDS, result)


def metric(
    value: str, name: str = "top-1 accuracy", unit: str = "percent", dataset: str = "mnist", rest: str = ""
) -> str:
    """A header with one figure."""
    return f'metrics: [{{name: {name}, value: "{value}", unit: {unit}, dataset: {dataset}{rest}}}]'


def pages(*cards: Facts) -> dict[str, str]:
    """A page for each card."""
    return {card.uid: f"{card.uid}.html" for card in cards}
