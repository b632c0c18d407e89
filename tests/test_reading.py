"""Cards read in batches: the same facts, findings and places as of a hub that is read at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.cli import reading
from catalog.cli.reading import read
from catalog.facts import facts
from catalog.hub import NoCardsError, open_hub
from catalog.lint import choose, lint
from catalog.model import Settings
from catalog.rules import RULES

GOLDEN = Path(__file__).resolve().parent / "golden" / "hub"
SETTINGS = Settings(root=str(GOLDEN))


@pytest.mark.parametrize("batch", [1, 2, 256])
def test_batches_give_what_the_whole_hub_gives(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(reading, "_BATCH", batch)
    rules = choose(RULES, SETTINGS)
    hub = open_hub([GOLDEN / "cards"], SETTINGS)
    findings = lint(hub, rules)
    found = read(GOLDEN / "cards", SETTINGS, rules, {}, {})
    assert found.findings == findings
    assert list(found.hub.cards) == list(hub.cards)
    for mine, plain in zip(found.cards, facts(hub, {}, findings), strict=True):
        assert mine._replace(card=plain.card) == plain
        spans, key_spans = dict(mine.card.spans), dict(mine.card.key_spans)
        whole = replace(mine.card, source=plain.card.source, spans=spans, key_spans=key_spans, memo=plain.card.memo)
        assert vars(whole) == vars(plain.card)


def test_no_cards(tmp_path: Path) -> None:
    with pytest.raises(NoCardsError, match="no cards below"):
        read(tmp_path, SETTINGS, choose(RULES, SETTINGS), {}, {})
