"""Facts of cards from a header in a line, for tests of lists, leaderboards and facets."""

from __future__ import annotations

from catalog.claims.facts import Facts, card_facts
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Check, SmokeResult, Source, Verdict
from catalog.parsing.card import parse_card
from catalog.proof.history import merge_results

WORDS = load_vocabularies(".")
HASH = "0123456789abcdef" * 4


def make_facts(
    uid: str, header: str = "x: y", verdict: Verdict | None = None, title: str = "Net"
) -> Facts:
    """The facts of a card with this header, run with this verdict."""
    text = f"# {title}\n\n---\n\n{header}\n\n---\n"
    result = SmokeResult(uid, "n", (Check("f", "1", "2", verdict, "why"),)) if verdict else None
    return card_facts(
        uid, parse_card(Source(f"{uid}.md", uid, text.encode(), text), {}), WORDS, result
    )


def ran_on(uid: str, **verdicts: Verdict) -> Facts:
    """The facts of a card that was run on versions of MindSpore, the last one the newest.

    A version is named like ``v2_9_0=Verdict.FAILED``.
    """
    runs = [
        SmokeResult(
            uid,
            "n",
            (Check("network", "", "", verdict, "why"),),
            {"mindspore": key[1:].replace("_", ".")},
        )
        for key, verdict in verdicts.items()
    ]
    return make_facts(uid)._replace(result=merge_results(runs)[0])


def metric(
    value: str,
    name: str = "top-1 accuracy",
    unit: str = "percent",
    dataset: str = "mnist",
    rest: str = "",
) -> str:
    """A header with one figure."""
    return f'metrics: [{{name: {name}, value: "{value}", unit: {unit}, dataset: {dataset}{rest}}}]'


def pages_by_uid(*cards: Facts) -> dict[str, str]:
    """A page for each card."""
    return {card.uid: f"{card.uid}.html" for card in cards}
