"""Cards read in batches: the same facts, findings and places as of a hub that is read at once."""

from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from catalog.build import read_cards as reading
from catalog.build.read_cards import read
from catalog.build.records import Remembered
from catalog.claims.facts import hub_facts, without_places
from catalog.hub.open import NoCardsError, open_hub
from catalog.lint.engine import choose_rules, lint
from catalog.model import Card, Settings
from catalog.rules import RULES
from catalog.website.site import by_code

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
SETTINGS = Settings(root=str(GOLDEN))


def nothing(_files: Iterable[str]) -> dict[str, Remembered]:
    """What is known where nothing was built before."""
    return {}


@pytest.mark.parametrize("batch", [1, 2, 256])
def test_batches_give_what_the_whole_hub_gives(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(reading, "_BATCH", batch)
    rules = choose_rules(RULES, SETTINGS)
    hub = open_hub([GOLDEN / "cards"], SETTINGS)
    findings = lint(hub, rules)
    found = read(GOLDEN / "cards", SETTINGS, rules, {}, nothing)
    assert {code: list(found.findings[code]) for code in found.findings} == by_code(findings)
    assert list(found.hub.cards) == list(hub.cards)
    for mine, plain in zip(found.cards, hub_facts(hub, {}, findings), strict=True):
        assert mine._replace(card=plain.card) == without_places(plain)
        for part in fields(Card):
            if part.name not in ("source", "memo"):
                assert getattr(mine.card, part.name) == getattr(plain.card, part.name), part.name
        assert mine.card.source == replace(plain.card.source, data=b"")
        assert (mine.card.path, mine.card.uid) == (plain.card.path, plain.card.uid)


def test_no_cards(tmp_path: Path) -> None:
    with pytest.raises(NoCardsError, match="no cards below"):
        read(tmp_path, SETTINGS, choose_rules(RULES, SETTINGS), {}, nothing)
