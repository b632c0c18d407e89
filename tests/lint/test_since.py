"""``--since`` with a real git: the changed cards, and findings that they cause in others."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.hub.git_changes import find_changes, old_contents
from catalog.model import CatalogError
from tests.commands import SHORT_HASH, catalog, git, make_hub, write_card

OLD, GOOD = "cards/mindspore/1.5/old.md", "cards/mindspore/1.5/good.md"
HASH = "12f2fee612654057734283a50ff9eb9c967ee838c1b2f3b9b555e1689f538512"
WHOLE = SHORT_HASH.replace("722e13be", HASH)
PROSE = "## Introduction\n\nSmaller than mindspore/1.5/gone.\n"
SNIPPET = (
    "## Usage\n\n```python\nimport mindspore_hub as mshub\n"
    'net = mshub.load("mindspore/1.5/gone")\n```\n'
)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "a hub"
    folder.mkdir()
    return make_hub(folder)


def nothing(hub: Path) -> None:
    assert hub.is_dir()


def change_old(hub: Path) -> None:
    with (hub / OLD).open("a", encoding="utf-8") as file:
        file.write("\nOne more line.\n")


def move_old(hub: Path) -> None:
    git("mv", OLD, "cards/mindspore/1.5/moved.md", cwd=hub)


def add_untracked(hub: Path) -> None:
    write_card(hub, "mindspore/1.5/new", asset=SHORT_HASH % "new")


def change_settings(hub: Path) -> None:
    with (hub / "catalog.toml").open("a", encoding="utf-8") as file:
        file.write("# another line\n")


def change_elsewhere(hub: Path) -> None:
    (hub / "README.md").write_text("# A hub\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, set()),
        (change_elsewhere, set()),
        (change_old, {OLD}),
        (move_old, {"cards/mindspore/1.5/moved.md"}),
        (add_untracked, {"cards/mindspore/1.5/new.md"}),
        (change_settings, {OLD}),
    ],
)
def test_findings_of_changed_cards(
    hub: Path, change: Callable[[Path], None], expected: set[str]
) -> None:
    change(hub)
    done = catalog("lint", "--since", "HEAD", "--format", "concise", cwd=hub)
    assert done.stderr == ""
    assert {
        line.partition(":")[0] for line in done.stdout.splitlines() if "AST101" in line
    } == expected
    assert done.returncode == bool(expected)


def test_finding_of_a_catalog_wide_rule_in_a_card_that_did_not_change(hub: Path) -> None:
    write_card(hub, "mindspore/1.5/good", asset=WHOLE % "good", model_name="good")
    git("commit", "-aqm", "a hash", cwd=hub)
    write_card(hub, "mindspore/1.5/twin", asset=WHOLE % "twin", model_name="twin")
    told = catalog(
        "lint", "--since", "HEAD", "--select", "CAT101", "--format", "concise", cwd=hub
    ).stdout
    assert "CAT101" in told
    git("add", ".", cwd=hub)
    git("commit", "-qm", "a twin", cwd=hub)
    change_elsewhere(hub)
    assert "CAT101" not in catalog("lint", "--since", "HEAD", "--select", "CAT101", cwd=hub).stdout
    assert "CAT101" in catalog("lint", "--select", "CAT101", cwd=hub).stdout


@pytest.mark.parametrize("body", [SNIPPET, PROSE])
def test_removed_card_touches_the_ones_that_name_it(hub: Path, body: str) -> None:
    write_card(hub, "mindspore/1.5/gone")
    write_card(hub, "mindspore/1.5/good", body=body, asset=SHORT_HASH % "good")
    git("add", ".", cwd=hub)
    git("commit", "-qm", "a card that loads another", cwd=hub)
    (hub / "cards/mindspore/1.5/gone.md").unlink()
    told = catalog("lint", "--since", "HEAD", "--format", "concise", cwd=hub).stdout
    assert re.search(r"good\.md:.*AST101", told)
    assert "old.md:" not in told


def test_since_the_point_where_the_branch_began(hub: Path) -> None:
    git("checkout", "-qb", "work", cwd=hub)
    git("checkout", "-q", "main", cwd=hub)
    change_old(hub)
    git("commit", "-aqm", "main moves on", cwd=hub)
    git("checkout", "-q", "work", cwd=hub)
    assert "AST101" not in catalog("lint", "--since", "main", cwd=hub).stdout


def test_changes(hub: Path) -> None:
    write_card(hub, "mindspore/1.5/名 字")
    git("rm", "-q", OLD, cwd=hub)
    (hub / GOOD).write_bytes(b"\xff")
    found = find_changes("HEAD", hub)
    names = [
        {path.relative_to(hub).as_posix() for path in paths}
        for paths in (found.changed, found.removed)
    ]
    assert names == [{GOOD, "cards/mindspore/1.5/名 字.md"}, {OLD}]
    texts = old_contents(found, found.changed | found.removed)
    assert {path.name for path in texts} == {"good.md", "old.md"}
    assert b"722e13be" in texts[hub / OLD]


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "HEAD:cards", ""])
def test_unknown_revision(hub: Path, revision: str) -> None:
    with pytest.raises(CatalogError, match="there is no revision"):
        find_changes(revision, hub)


def test_no_repository(hub: Path) -> None:
    shutil.rmtree(hub / ".git")
    done = catalog("lint", "--since", "HEAD", cwd=hub)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("catalog: git rev-parse fails in ")


def test_no_git(hub: Path) -> None:
    done = catalog("lint", "--since", "HEAD", cwd=hub, environment={"PATH": str(hub)})
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot run git, which --since needs" in done.stderr
