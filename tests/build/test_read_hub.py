"""A hub read from records, cold or warm, has the findings and facts of one that is read at once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.build import read_cards
from catalog.build.read_hub import HubRead, HubRequest, read_hub
from catalog.build.store import RecordStore
from catalog.claims.facts import Facts, hub_facts, without_places
from catalog.executors import Workers
from catalog.hub.open import NoCardsError, open_hub, read_smoke_results
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.model import Card, Finding, Settings
from catalog.rules import RULES

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
THIN = ("title", "header", "language", "faults", "title_span")
"""Fields of a card that rules about all cards read."""


def read_from_records(
    folder: Path, settings: Settings, path: Path | None, with_results: bool = True
) -> HubRead:
    """The hub of the cards in ``folder``, with the store at ``path``."""
    smoke = Path(settings.root, "smoke.json")
    results = read_smoke_results(smoke, settings) if smoke.is_file() else {}
    request = HubRequest(
        [folder], settings, choose_rules(RULES, settings), results if with_results else None
    )
    with closing(RecordStore(path)) as store, Workers(1) as workers:
        return read_hub(request, store, workers)


def read_at_once(folder: Path, settings: Settings) -> tuple[list[Finding], tuple[Facts, ...]]:
    """Findings and facts of the cards in ``folder``, all of them in memory."""
    hub = open_hub([folder], settings)
    smoke = Path(settings.root, "smoke.json")
    results = read_smoke_results(smoke, settings) if smoke.is_file() else {}
    findings = lint(hub, choose_rules(RULES, settings))
    return findings, hub_facts(hub, results, findings)


def same_card(thin: Card, whole: Card) -> None:
    assert {name: getattr(thin, name) for name in THIN} == {
        name: getattr(whole, name) for name in THIN
    }
    assert (thin.uid, thin.path) == (whole.uid, whole.path)
    assert thin.readable == whole.readable


def compare(folder: Path, settings: Settings, cache: Path) -> None:
    findings, facts = read_at_once(folder, settings)
    for path in (None, cache, cache):
        read = read_from_records(folder, settings, path)
        assert read.findings == findings
        for ours, plain in zip(read.facts, facts, strict=True):
            assert without_places(ours) == without_places(plain)
        hub = open_hub([folder], settings)
        assert [*read.hub.cards] == [*hub.cards]
        for key, card in hub.cards.items():
            same_card(read.hub.cards[key], card)
        assert read_from_records(folder, settings, path, with_results=False).findings == findings


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_golden_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, batch: int) -> None:
    monkeypatch.setattr(read_cards, "_BATCH", batch)
    compare(GOLDEN / "cards", load_settings(GOLDEN), tmp_path / "records.sqlite")


def test_golden_hub_with_settings(tmp_path: Path) -> None:
    settings = replace(
        load_settings(GOLDEN),
        ignore=("LNK",),
        severity={"SCH104": "info"},
        smoke_results="smoke.json",
    )
    compare(GOLDEN / "cards", settings, tmp_path / "records.sqlite")


def test_corpus(corpus: Path, tmp_path: Path) -> None:
    compare(corpus / "hub", Settings(root=str(corpus)), tmp_path / "records.sqlite")


def test_no_cards(tmp_path: Path) -> None:
    with pytest.raises(NoCardsError, match="no cards below"):
        read_from_records(tmp_path, Settings(root=str(tmp_path)), None)


def test_a_lint_run_keeps_the_records_of_pages(tmp_path: Path) -> None:
    settings, path = load_settings(GOLDEN), tmp_path / "records.sqlite"
    read = read_from_records(GOLDEN / "cards", settings, path)
    read_from_records(GOLDEN / "cards", settings, path, with_results=False)
    with closing(RecordStore(path)) as store:
        assert {*store.load(read.keys.values())} == {*read.keys.values()}
