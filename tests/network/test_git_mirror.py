"""Networks out of git mirrors: the branch that a link names, the cached copy, and what fails."""

import subprocess
from pathlib import Path

import pytest

from catalog.model import Settings
from catalog.network import git_mirror
from catalog.network.git_mirror import MirrorError, read_mirror
from catalog.network.locate import CACHE, Missing, Network, find_network
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import read_source

CONF = "def create_network(name):\n    raise RuntimeError('nothing may be run here')\n"


def git(folder: Path, *arguments: str) -> str:
    names = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=master",
    ]
    return subprocess.run(
        ["git", *names, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository: ssd differs on master, tag v1 and branch feature/new; vit is on master."""
    work = tmp_path_factory.mktemp("work")
    git(work, "init", "-q")
    for text, folder in (
        ("v1", "cv/ssd"),
        ("new", "cv/ssd"),
        ("master", "cv/ssd"),
        ("vit", "cv/vit"),
    ):
        if text == "new":
            git(work, "checkout", "-q", "-b", "feature/new")
        if text == "master":
            git(work, "checkout", "-q", "master")
        (work / folder / "src").mkdir(parents=True, exist_ok=True)
        (work / folder / "mindspore_hub_conf.py").write_text(f"# {text}\n{CONF}")
        (work / folder / "src" / "net.py").write_text("pass\n")
        git(work, "add", ".")
        git(work, "commit", "-q", "--allow-empty", "-m", text)
        if text == "v1":
            git(work, "tag", "v1")
    (work / "cv/ssd/away").symlink_to("/etc")
    (work / "plain").mkdir()
    (work / "plain/readme").write_text("no entry point\n")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "a link")
    git(work, "clone", "-q", "--bare", ".", str(work.parent / "mirror.git"))
    return work.parent / "mirror.git"


def locate(hub: Path, mirror: Path, link: str, ref: str = "") -> Network | Missing:
    path = hub / "a.md"
    path.write_text(f"# A\n\n---\n\nmodel-name: ssd\nrepo-link: <https://x.org/m/{link}>\n\n---\n")
    sources = {"https://x.org/m": f"git+{mirror}{ref}"}
    return find_network(
        parse_card(read_source(path, hub, "a.md"), {}),
        Settings(root=str(hub), smoke_sources=sources),
    )


@pytest.mark.parametrize(
    ("link", "ref", "text", "at"),
    [
        ("tree/master/cv/ssd", "", "master", "master"),
        ("tree/v1/cv/ssd/", "", "v1", "v1"),
        ("tree/feature/new/cv/ssd", "", "new", "feature/new"),
        ("tree/v1/cv/ssd", "@master", "v1", "v1"),
        ("cv/ssd", "@feature/new", "new", "feature/new"),
        ("cv/vit", "", "vit", "HEAD"),
    ],
)
def test_the_revision_that_a_link_names_is_read(
    tmp_path: Path, mirror: Path, link: str, ref: str, text: str, at: str
) -> None:
    network = locate(tmp_path, mirror, link, ref)
    assert isinstance(network, Network), network
    folder = Path(network.folder)
    assert (folder / "mindspore_hub_conf.py").read_text().startswith(f"# {text}\n")
    assert (folder / "src" / "net.py").is_file()
    assert not (folder / "away").exists()
    assert folder.is_relative_to(tmp_path / CACHE)
    assert f"in the git mirror at {at}, commit " in network.how


@pytest.mark.parametrize(
    ("link", "ref", "reason", "kind"),
    [
        ("tree/r9/cv/ssd", "", "the repository has no branch or tag r9", "no-folder"),
        ("cv/ssd", "@r9", "the repository has no branch or tag r9", "no-mirror"),
        ("tree/v1/cv/vit", "", "cv/vit is no folder on v1", "no-folder"),
        ("tree/v1/../../etc", "", "the link leads out of the repository", "no-folder"),
        ("tree/--output=x/cv", "", "the repository has no branch or tag --output=x", "no-folder"),
        ("tree/master/plain", "", "plain has no mindspore_hub_conf.py", "no-entry-point"),
    ],
)
def test_what_a_mirror_lacks_is_said(
    tmp_path: Path, mirror: Path, link: str, ref: str, reason: str, kind: str
) -> None:
    missing = locate(tmp_path, mirror, link, ref)
    assert isinstance(missing, Missing)
    assert reason in missing.reason
    assert missing.kind == kind


def test_no_repository_is_said(tmp_path: Path) -> None:
    missing = locate(tmp_path, tmp_path / "gone.git", "tree/v1/cv/ssd")
    assert isinstance(missing, Missing)
    assert "there is no repository" in missing.reason


def test_a_folder_is_read_once_for_a_commit(tmp_path: Path, mirror: Path) -> None:
    first, revision = read_mirror(f"git+{mirror}", "tree/v1/cv/ssd", tmp_path, tmp_path / "cache")
    (first / "kept").touch()
    again, _ = read_mirror(
        f"git+{mirror}", f"tree/{revision.commit}/cv/ssd", tmp_path, tmp_path / "cache"
    )
    assert (again / "kept").exists()


def test_a_folder_that_is_too_large_is_not_read(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_mirror, "_MOST_FILES", 1)
    with pytest.raises(MirrorError, match="cv/ssd holds 2 files and 0 MiB: at most 1"):
        read_mirror(f"git+{mirror}", "tree/v1/cv/ssd", tmp_path, tmp_path / "cache")
