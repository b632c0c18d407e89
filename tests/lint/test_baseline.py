"""A baseline recognises findings when lines move, lets no new ones in, and drops fixed ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.lint.baseline import (
    BaselineEntry,
    baseline_entries,
    baseline_json,
    compare_with_baseline,
    finding_fingerprints,
    read_baseline,
)
from catalog.model import CatalogError
from catalog.rules import RULES
from tests.cards import HEADER, card_text, findings, read_card
from tests.commands import SHORT_HASH, catalog, make_hub, write_card

TWO = card_text(body="## A\n\nlook at [this]()\n\n## B\n\nlook at [this]()\n")


def marks(text: str) -> set[tuple[str, str]]:
    found = findings(read_card(text))
    return {(one.code, mark) for one, mark in zip(found, finding_fingerprints(found), strict=True)}


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        (lambda text: text.replace("## A", "## A\n\nOne more line."), True),
        (lambda text: text.replace("look at [this]()", "look  at [this]() "), True),
        (lambda text: text.replace("look at [this]()", "look at [that]()"), False),
    ],
    ids=["moved", "blanks", "other text"],
)
def test_fingerprint_survives(change: Callable[[str], str], stays: bool) -> None:
    before = {pair for pair in marks(TWO) if pair[0].startswith(("LNK", "BOD"))}
    assert before
    assert (before <= marks(change(TWO))) == stays


def test_fingerprints_are_unique() -> None:
    found = findings(read_card(TWO))
    assert len(set(finding_fingerprints(found))) == len(found) > 1


def test_compare() -> None:
    found = findings(read_card(TWO))
    gone, unread, unasked = (
        BaselineEntry("a", "AST101", "", "1"),
        BaselineEntry("b", "AST101", "", "2"),
        BaselineEntry("a", "XYZ101", "", "3"),
    )
    compared = compare_with_baseline(
        found, (*baseline_entries(found[:1]), gone, unread, unasked), RULES, ["a"]
    )
    assert (list(compared.listed), list(compared.new), compared.gone) == (
        found[:1],
        found[1:],
        (gone,),
    )


def test_mandatory_findings_are_always_new() -> None:
    found = findings(
        read_card(card_text(HEADER | {"repo-link": "<https://me:secret@gitee.com/a/b/tree/r1.5>"}))
    )
    (secret,) = [one for one in found if one.code == "LNK106"]
    assert compare_with_baseline([secret], baseline_entries([secret]), RULES, [secret.uid]) == (
        (secret,),
        (),
        (),
    )


def test_text_of_a_baseline(tmp_path: Path) -> None:
    listed = baseline_entries(findings(read_card(TWO)))
    (tmp_path / "base.json").write_text(baseline_json(reversed(listed)), encoding="utf-8")
    assert read_baseline(tmp_path / "base.json") == listed
    assert len(baseline_json(listed).splitlines()) == len(listed) + 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "catalog baseline write --file"),
        ("{", "is no baseline"),
        ("[]", "is no baseline"),
        ('{"version": 1, "findings": [{}]}', "is no baseline"),
        ('{"version": 9, "findings": []}', "version 9"),
    ],
)
def test_unreadable_baseline(tmp_path: Path, text: str | None, complaint: str) -> None:
    if text is not None:
        (tmp_path / "base.json").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=complaint):
        read_baseline(tmp_path / "base.json")


def test_ratchet(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    lint = ("lint", "--format", "concise", "--baseline", "lint-baseline.json")
    said = catalog("baseline", "write", cwd=hub).stdout
    assert said == "lint-baseline.json: 1 known findings, 0 dropped, 1 added\n"
    clean = catalog(*lint, cwd=hub)
    assert (clean.returncode, clean.stdout) == (0, "2 cards: nothing to complain of\n")
    assert "1 more findings are in lint-baseline.json" in clean.stderr

    write_card(hub, "mindspore/1.5/new", asset=SHORT_HASH % "new")
    again = catalog("baseline", "write", cwd=hub)
    assert (
        "1 known findings, 0 dropped, 0 added" in again.stdout,
        "1 new findings" in again.stderr,
    ) == (True, True)
    worse = catalog(*lint, cwd=hub)
    assert (worse.returncode, worse.stdout.count("AST101"), "new.md" in worse.stdout) == (
        1,
        1,
        True,
    )

    write_card(hub, "mindspore/1.5/old")
    assert "1 of its entries are gone" in catalog(*lint, cwd=hub).stderr
    dropped = catalog("baseline", "write", "--add-new", cwd=hub).stdout
    assert "gone: mindspore/1.5/old: AST101" in dropped
    assert [
        one["uid"] for one in json.loads((hub / "lint-baseline.json").read_text())["findings"]
    ] == ["mindspore/1.5/new"]
