"""What a build takes for granted where only words have changed: rules about all cards, and other pages, see none."""

import re
from dataclasses import replace
from pathlib import Path

from catalog.build.records import outline, sight
from catalog.claims.facts import card_facts
from catalog.hub.open import open_hub
from catalog.hub.settings import load_settings
from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import choose_rules
from catalog.model import Card, Hub, Span
from catalog.parsing.card import parse_card
from catalog.rules import RULES
from tests.cards import ROOT

WORDS = re.compile(r"^[A-Za-z][A-Za-z ,.'()-]*$", re.M)


def without_words(card: Card, hub: Hub) -> Card:
    """``card`` with letters in the place of its sentences; as it is where more would change by that."""
    kept = [Span(0, card.body_span.start), *(block.content for block in card.code_blocks)]

    def bare(line: re.Match[str]) -> str:
        return (
            line[0]
            if any(start <= line.start() < end for start, end in kept)
            else re.sub("[A-Za-z]", "x", line[0])
        )

    source = replace(card.source, text=WORDS.sub(bare, card.source.text))
    other = parse_card(source, load_key_aliases(hub.settings.root))
    seen = [
        outline(card_facts(card.uid, one, hub.vocabularies), sight(one)) for one in (card, other)
    ]
    return other if seen[0] == seen[1] else card


def test_rules_about_all_cards_see_no_words(corpus: Path) -> None:
    hub = open_hub([corpus / "hub"], load_settings(ROOT))
    bare = replace(hub, cards={key: without_words(card, hub) for key, card in hub.cards.items()})
    changed = sum(
        bare.cards[key].source.text != card.source.text for key, card in hub.cards.items()
    )
    assert changed > 0.9 * len(hub.cards), (
        f"only {changed} of {len(hub.cards)} cards could be bared"
    )
    for rule in choose_rules(RULES, hub.settings):
        if rule.catalog_wide:
            found, expected = (
                [(hit.card.uid, hit.span, hit.message) for hit in rule.check(one)]  # type: ignore[call-arg, arg-type]  # catalog-wide
                for one in (bare, hub)
            )
            assert found == expected, rule.name
