"""First drafts of cards: what they hold, and that none is overwritten."""

import os
from datetime import date
from pathlib import Path

import pytest

from catalog.hub.new_card import create_card, draft_card
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import CatalogError
from tests.cards import ROOT, findings, read_card

TODAY = date(2025, 5, 9)
DATASETS = load_vocabularies(str(ROOT))["datasets"]
DATASETS = load_vocabularies(str(ROOT))["datasets"]
UIDS = [
    "mindspore/1.5/ghostnet_imagenet2012",
    "noah-cvlab/gpu/1.10/ghostnet_v1.0_pets",
    "a/2.5.1/b",
]


@pytest.mark.parametrize(
    ("uid", "key", "expected"),
    [
        (UIDS[0], "user-id", "mindspore"),
        (UIDS[0], "model-name", "ghostnet"),
        (UIDS[0], "train-dataset", "imagenet-1k"),
        (UIDS[0], "mindspore-version", "1.5"),
        (UIDS[0], "update-time", "2025-05-09"),
        (UIDS[0], "infer-backend", ""),
        (UIDS[1], "infer-backend", "gpu"),
        (UIDS[1], "train-backend", "gpu"),
        (UIDS[1], "mindspore-version", "1.10"),
        (UIDS[1], "model-name", "ghostnet"),
        (UIDS[2], "mindspore-version", "2.5.1"),
    ],
)
def test_all_that_the_uid_tells_is_filled_in(uid: str, key: str, expected: str) -> None:
    assert read_card(draft_card(uid, TODAY, DATASETS), uid).text(key) == expected


@pytest.mark.parametrize("uid", UIDS)
def test_a_draft_is_clean_but_for_what_only_its_author_knows(uid: str) -> None:
    card = read_card(draft_card(uid, TODAY, DATASETS), uid)
    assert card.faults == ()
    assert card.code_blocks[0].text.count(f'"{uid}"') == 1
    lines = {finding.line_text.strip() for finding in findings(card)}
    assert lines
    assert all(line.endswith(":") for line in lines), lines


@pytest.mark.parametrize(
    "uid",
    [
        "ghostnet",
        "mindspore/ghostnet",
        "a/1/b",
        "a/v1.5/b",
        "a/tpu/1.5/b",
        "a/1.5/b/c",
        "../1.5/b",
        "a/1.5/..",
        "a/1.5/",
    ],
)
def test_what_is_no_uid_is_refused(tmp_path: Path, uid: str) -> None:
    with pytest.raises(CatalogError, match="is no UID: write publisher/"):
        create_card(tmp_path, uid, TODAY, DATASETS)
    assert list(tmp_path.iterdir()) == []


def test_a_card_is_written_once(tmp_path: Path) -> None:
    path = create_card(tmp_path, UIDS[0], TODAY, DATASETS)
    assert path == tmp_path / f"{UIDS[0]}.md"
    assert path.read_text(encoding="utf-8") == draft_card(UIDS[0], TODAY, DATASETS)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CatalogError, match="exists already: edit it, or choose another name"):
        create_card(tmp_path, UIDS[0], TODAY, DATASETS)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "mindspore").touch()
    with pytest.raises(
        CatalogError,
        match=r"cannot write .*ghostnet_imagenet2012\.md: (Not a directory|File exists)",
    ):
        create_card(tmp_path, UIDS[0], TODAY, DATASETS)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_without_permission_it_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CatalogError, match="Permission denied"):
        create_card(tmp_path, UIDS[0], TODAY, DATASETS)
