"""Reading headers beside PyYAML: CPU microseconds a card, with places and plain.

Both read the same headers in one process, in turns; the medians are compared. usage: header.py
[ROUNDS]; the cards are those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from catalog.hub.open import card_sources
from catalog.hub.vocabularies import load_key_aliases
from catalog.parsing.card import parse_card
from catalog.parsing.header import read_header


def measured(work: Callable[[], None]) -> float:
    """CPU seconds that ``work`` takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print microseconds a card and the ratio."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("header: CATALOG_CORPUS names no cards to measure on")
        return
    aliases = load_key_aliases(str(Path(__file__).resolve().parent.parent))
    cards = [parse_card(source, aliases) for source in card_sources([Path(corpus, "hub")])]
    texts = [card.source.text[card.header_span.start : card.header_span.end] for card in cards]

    def plain() -> None:
        for text in texts:
            try:
                yaml.load(text, Loader=yaml.CSafeLoader)
            except yaml.YAMLError:
                continue

    def ours() -> None:
        for card in cards:
            read_header(card.source.text, card.header_span, aliases)

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    rows = [(measured(plain), measured(ours)) for _ in range(rounds)]
    plain_time, our_time = (
        statistics.median(row[n] for row in rows) / len(cards) * 1e6 for n in (0, 1)
    )
    print(f"{len(cards):,} headers, medians of {rounds} rounds")
    print(f"  PyYAML's C loader, values only  {plain_time:6.0f} µs a card")
    ratio = our_time / plain_time
    print(f"  ours, values with places        {our_time:6.0f} µs a card, {ratio:.2f} x")


if __name__ == "__main__":
    main()
