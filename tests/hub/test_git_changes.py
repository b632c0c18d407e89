"""What git tells of changes, asked in real repositories."""

from pathlib import Path

import pytest

from catalog.hub.git_changes import find_changes, old_contents
from catalog.model import CatalogError
from tests.commands import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Commits ``first`` and ``second``, and a branch ``side`` from the first."""
    folder = tmp_path / "a hub"
    folder.mkdir()
    git("init", "-q", cwd=folder)
    for name in ("kept", "edited", "moved", "removed", "line\nbreak"):
        (folder / name).write_text(f"old {name}\n", encoding="utf-8")
    (folder / ".gitignore").write_text("ignored\n", encoding="utf-8")
    commit(folder, "first")
    git("checkout", "-q", "-b", "side", cwd=folder)
    (folder / "beside").write_text("of the branch", encoding="utf-8")
    commit(folder, "third")
    git("checkout", "-q", "-b", "main-line", "first", cwd=folder)
    (folder / "edited").write_text("new\n", encoding="utf-8")
    commit(folder, "second")
    return folder


def commit(folder: Path, tag: str) -> None:
    git("add", "-A", cwd=folder)
    git("commit", "-qm", tag, cwd=folder)
    git("tag", tag, cwd=folder)


@pytest.mark.parametrize(
    ("revision", "changed", "removed"),
    [
        ("second", {"new", "renamed", "été"}, {"moved", "removed"}),
        ("first", {"edited", "new", "renamed", "été"}, {"moved", "removed"}),
        ("side", {"edited", "new", "renamed", "été"}, {"moved", "removed"}),
    ],
)
def test_what_changed_since_a_revision(
    repository: Path, revision: str, changed: set[str], removed: set[str]
) -> None:
    git("mv", "moved", "renamed", cwd=repository)
    (repository / "removed").unlink()
    for name in ("new", "été", "ignored"):
        (repository / name).write_text("new\n", encoding="utf-8")
    changes = find_changes(revision, repository)
    top = repository.resolve()
    assert changes.top == top
    assert changes.changed == {top / name for name in changed}
    assert changes.removed == {top / name for name in removed}


def test_contents_of_the_base_commit(repository: Path) -> None:
    (repository / "folder").mkdir()
    (repository / "edited").unlink()
    changes = find_changes("first", repository)
    names = ("kept", "edited", "none", "moved", "line\nbreak")
    contents = old_contents(changes, [*(changes.top / name for name in names), Path("/elsewhere")])
    assert {path.name: data for path, data in contents.items()} == {
        "kept": b"old kept\n",
        "edited": b"old edited\n",
        "moved": b"old moved\n",
    }


def test_a_folder_has_no_contents(repository: Path) -> None:
    (repository / "folder").mkdir()
    (repository / "folder" / "a").write_text("a", encoding="utf-8")
    commit(repository, "fourth")
    changes = find_changes("fourth", repository)
    paths = [changes.top / "folder", changes.top / "kept"]
    assert old_contents(changes, paths) == {changes.top / "kept": b"old kept\n"}


@pytest.mark.parametrize(
    ("revision", "complaint"),
    [("nothing", "there is no revision 'nothing' in a hub"), ("-x", "there is no revision '-x'")],
)
def test_unknown_revisions_are_named(repository: Path, revision: str, complaint: str) -> None:
    with pytest.raises(CatalogError, match=complaint) as raised:
        find_changes(revision, repository)
    assert "shallow" not in str(raised.value)


def test_a_shallow_clone_is_told_to_fetch_its_history(repository: Path, tmp_path: Path) -> None:
    git(
        "clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "clone"), cwd=tmp_path
    )
    with pytest.raises(CatalogError, match=r"'first' in clone: this is a shallow clone, fetch its"):
        find_changes("first", tmp_path / "clone")


def test_outside_of_a_repository(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=f"git rev-parse fails in {tmp_path}: not a git repo"):
        find_changes("first", tmp_path)


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CatalogError, match="cannot run git, which --since needs: No such file"):
        find_changes("first", tmp_path)
