"""Which cards a run is about, and whose code it may run."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.hub.git_changes import find_changes
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Card, CatalogError, Check, Settings, SmokeResult, Verdict
from catalog.network.locate import Missing, Network, find_network
from catalog.smoke import selection
from catalog.smoke.batch import make_jobs
from catalog.smoke.trust import untrusted
from tests.card_facts import WORDS
from tests.commands import git
from tests.smoke_hub import NET, card, network


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_part_of_a_whole(text: str) -> None:
    with pytest.raises(CatalogError, match="write K/N"):
        selection.shard_of(text)


def test_every_card_is_in_one_part() -> None:
    uids = [f"acme/1.0/net{number}" for number in range(200)]
    parts = [[uid for uid in uids if selection.in_shard(uid, (number, 3))] for number in (1, 2, 3)]
    assert sorted(uid for part in parts for uid in part) == sorted(uids)
    assert all(40 < len(part) < 100 for part in parts)
    number = int.from_bytes(hashlib.sha256(b"acme/1.0/net0").digest()[:8], "big") % 3 + 1
    assert "acme/1.0/net0" in parts[number - 1]


def result(uid: str, verdict: Verdict) -> SmokeResult:
    return SmokeResult(uid, "", (Check("network", "", "", verdict, "why"),))


def names(cards: Iterable[Card]) -> list[str]:
    return sorted(item.uid for item in cards)


def test_cards_that_were_not_right_or_are_new(tmp_path: Path) -> None:
    cards = [
        card(tmp_path, uid, "model-name: n") for uid in ("good", "bad", "wrong", "new", "untested")
    ]
    verdicts: dict[str, Verdict] = {
        "good": Verdict.CONFIRMED,
        "bad": Verdict.FAILED,
        "wrong": Verdict.CONTRADICTED,
        "untested": Verdict.UNTESTABLE,
    }
    earlier = {uid: result(uid, verdict) for uid, verdict in verdicts.items()}
    assert names(selection.cards_to_repeat(cards, earlier, WORDS)) == ["bad", "new", "wrong"]
    earlier["good"] = replace(earlier["good"], stated="what it said before")
    assert names(selection.cards_to_repeat(cards, earlier, WORDS)) == [
        "bad",
        "good",
        "new",
        "wrong",
    ]


@pytest.mark.parametrize(
    ("file", "touched"),
    [
        ("cards/p/a.md", ["p/a"]),
        ("cards/p/test.npz", ["p/a", "p/b"]),
        ("networks/n/src/net.py", ["p/a"]),
        ("package/part/net.py", ["p/b"]),
        ("catalog.toml", ["p/a", "p/b"]),
        ("schema/tasks.yaml", ["p/a", "p/b"]),
        ("docs/index.md", []),
        ("networks/nothing.py", []),
    ],
)
def test_cards_that_a_change_touches(tmp_path: Path, file: str, touched: list[str]) -> None:
    network(tmp_path, "n", NET)
    cards = [
        card(tmp_path, "p/a", "model-name: n\nnetwork: networks/n"),
        card(tmp_path, "p/b", "model-name: n\nnetwork: package.part.net:make"),
    ]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "begin"]):
        git(*arguments, cwd=tmp_path)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text("changed")
    selected = selection.changed_cards(
        cards, find_changes("HEAD", tmp_path), Settings(root=str(tmp_path))
    )
    assert names(selected) == touched


@pytest.mark.parametrize(
    ("entry", "trusted", "source"),
    [
        ("networks/n", (), ""),
        ("own:make", (), ""),
        ("own.part:make", (), ""),
        ("mindcv.models:resnet50", (), ""),
        ("subprocess:check_output", (), "subprocess"),
        ("os:system", (), "os"),
        ("os:system", ("os",), ""),
        ("os:system", ("*",), ""),
        ("elsewhere.net:make", ("mindcv",), "elsewhere"),
    ],
)
def test_code_from_outside_the_hub_needs_trust(
    tmp_path: Path, entry: str, trusted: tuple[str, ...], source: str
) -> None:
    network(tmp_path, "n", NET)
    (tmp_path / "own.py").write_text("")
    # The interpreter's own module comes first on the path, so that this one would never be
    # imported.
    (tmp_path / "os.py").write_text("")
    settings = Settings(root=str(tmp_path), smoke_trust=trusted)
    asking = card(tmp_path, "a", f"model-name: n\nnetwork: {entry}")
    located = find_network(asking, settings)
    assert isinstance(located, Network)
    missing = untrusted(located, asking, settings)
    assert (missing.reason if missing else "") == (
        f"source {source} is not trusted" if source else ""
    )


@pytest.mark.parametrize(
    ("entry", "changed", "trusted", "source"),
    [
        ("networks/n", "networks/n/src/net.py", (), "networks/n"),
        ("networks/n", "networks/n/src/net.py", ("networks/n",), ""),
        ("networks/n", "networks/n/src/net.py", ("networks/",), ""),
        ("networks/n", "networks/n/src/net.py", ("net", "networks/m"), "networks/n"),
        ("networks/n", "networks/nn/net.py", (), ""),
        ("networks/n", "cards/a.md", (), ""),
        ("own:make", "own.py", (), "own.py"),
        ("own:make", "own.py", ("own.py",), ""),
        ("mindcv.models:resnet50", "networks/n/src/net.py", (), ""),
    ],
)
def test_code_that_a_pull_request_changes_needs_trust(
    tmp_path: Path, entry: str, changed: str, trusted: tuple[str, ...], source: str
) -> None:
    network(tmp_path, "n", NET)
    (tmp_path / "own.py").write_text("")
    settings = Settings(root=str(tmp_path), smoke_trust=trusted)
    asking = card(tmp_path, "a", f"model-name: n\nnetwork: {entry}")
    located = find_network(asking, settings)
    assert isinstance(located, Network)
    missing = untrusted(located, asking, settings, {tmp_path / changed})
    reason = f"source {source} is not trusted, as it has changed" if source else ""
    assert (missing.reason if missing else "") == reason


@pytest.mark.parametrize(
    ("trusted", "runs"), [((), False), (("git+mirror",), True), (("git+other",), False)]
)
def test_code_from_a_git_mirror_needs_trust(
    tmp_path: Path, trusted: tuple[str, ...], runs: bool
) -> None:
    network(tmp_path / "mirror", "n", NET)
    for arguments in (["init", "-qb", "main"], ["add", "."], ["commit", "-qm", "begin"]):
        git(*arguments, cwd=tmp_path / "mirror")
    settings = Settings(
        root=str(tmp_path),
        smoke_sources={"https://example.org/models": "git+mirror@main"},
        smoke_trust=trusted,
    )
    asking = card(tmp_path, "a", "model-name: n\nrepo-link: https://example.org/models/networks/n")
    (job,) = make_jobs([asking], settings, load_vocabularies(str(tmp_path)))
    assert isinstance(job.network, Network) == runs
    if isinstance(job.network, Missing):
        assert job.network.reason == "source git+mirror@main is not trusted"
