"""Opening a hub: which cards, under which UID, called how."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.hub.open import (
    NoCardsError,
    card_sources,
    empty_hub,
    open_hub,
    own_smoke_results,
    reopen_card,
    replace_card,
)
from catalog.model import CatalogError, Settings
from tests.cards import ROOT, card_text

SETTINGS = Settings()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "cards/a/1.0/one.md",
        "cards/a/1.0/two.md",
        "cards/b/gpu/1.10/one.md",
        "elsewhere/a/1.0/one.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(card_text(), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["cards"], ["a/1.0/one", "a/1.0/two", "b/gpu/1.10/one"]),
        (["cards/b"], ["b/gpu/1.10/one"]),
        (["cards/b/gpu"], ["b/gpu/1.10/one"]),
        (["cards/b/gpu/1.10/one.md"], ["b/gpu/1.10/one"]),
        (["cards/b", "cards"], ["b/gpu/1.10/one", "a/1.0/one", "a/1.0/two"]),
        (
            ["cards", "elsewhere"],
            ["a/1.0/one", "a/1.0/two", "b/gpu/1.10/one", "a/1.0/one (elsewhere/a/1.0/one.md)"],
        ),
        (["cards/a/1.0/one.md", "cards/a/../a/1.0/one.md"], ["a/1.0/one"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_cards_by_uid(paths: list[str], expected: list[str]) -> None:
    assert list(open_hub(map(Path, paths), SETTINGS).cards) == expected


@pytest.mark.parametrize(
    ("here", "path", "expected"),
    [
        (".", "cards/b", "cards/b/gpu/1.10/one.md"),
        ("cards", "b", "b/gpu/1.10/one.md"),
        ("empty", "../cards", "b/gpu/1.10/one.md"),
        ("empty", "../cards/b/gpu/1.10/one.md", "one.md"),
    ],
)
def test_files_are_called_from_here_or_from_the_folder_named(
    folder: Path, here: str, path: str, expected: str
) -> None:
    os.chdir(folder / here)
    *_, last = card_sources([Path(path)])
    assert (last.path, last.uid) == (expected, "b/gpu/1.10/one")
    assert Path(last.file).samefile(folder / "cards/b/gpu/1.10/one.md")


@pytest.mark.parametrize(
    ("path", "error", "complaint"),
    [
        ("nowhere", CatalogError, "there is no nowhere: name a folder of cards, or a card"),
        ("empty", NoCardsError, "no cards below empty: a card is a file that ends in .md"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_nothing_to_open(path: str, error: type[Exception], complaint: str) -> None:
    with pytest.raises(error) as raised:
        open_hub([Path(path)], SETTINGS)
    assert str(raised.value) == complaint


def test_links_to_cards_are_cards_and_links_to_folders_are_not(folder: Path) -> None:
    (folder / "cards/a/1.0/three.md").symlink_to("one.md")
    (folder / "cards/a/round").symlink_to("../..", target_is_directory=True)
    assert "a/1.0/three" in open_hub([Path("cards")], SETTINGS).cards
    assert len(open_hub([Path("cards")], SETTINGS).cards) == 4


@pytest.mark.parametrize(
    ("path", "count", "uid"),
    [
        ("cards/a/1.0/one.md", 3, "a/1.0/one"),
        ("cards/a/1.0/../1.0/one.md", 3, "a/1.0/one"),
        ("cards/a/1.0/new.md", 4, "a/1.0/new"),
        ("new.md", 4, "new"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_text_takes_the_place_of_a_card(path: str, count: int, uid: str) -> None:
    hub, card = replace_card(open_hub([Path("cards")], SETTINGS), Path(path), b"# Other\n")
    assert (len(hub.cards), card.uid, card.title) == (count, uid, "Other")
    assert hub.cards[uid] is card


@pytest.mark.usefixtures("folder")
def test_a_card_is_read_again_where_its_file_can_be_read() -> None:
    card = open_hub([Path("cards")], SETTINGS).cards["a/1.0/one"]
    Path("cards/a/1.0/one.md").write_text(card_text() + "\nMore.\n", encoding="utf-8")
    again = reopen_card(card, SETTINGS)
    assert (again.uid, again.body) == (card.uid, card.body + "\nMore.\n")
    Path("cards/a/1.0/one.md").unlink()
    assert reopen_card(again, SETTINGS).source is again.source
    without = replace(again, source=replace(again.source, data=b""))
    assert reopen_card(without, SETTINGS) is without


@pytest.mark.parametrize(
    ("name", "expected"), [("", set()), ("none.json", set()), ("smoke.json", {"a/1.0/one"})]
)
def test_results_in_the_file_that_the_settings_name(
    tmp_path: Path, name: str, expected: set[str]
) -> None:
    text = (ROOT / "tests" / "golden" / "hub" / "smoke.json").read_text(encoding="utf-8")
    uid = re.findall('"uid": "(.*?)"', text)[0]
    (tmp_path / "smoke.json").write_text(text.replace(f'"{uid}"', '"a/1.0/one"'), encoding="utf-8")
    results = own_smoke_results(Settings(root=str(tmp_path), smoke_results=name))
    assert {uid for uid, result in results.items() if uid == result.uid} & {"a/1.0/one"} == expected


def test_a_hub_without_cards_knows_its_words() -> None:
    hub = empty_hub(SETTINGS)
    assert (hub.cards, hub.settings) == ({}, SETTINGS)
    assert hub.vocabularies["backends"].find("Ascend")
    assert "properties" in hub.schema
