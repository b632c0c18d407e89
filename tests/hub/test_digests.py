"""Digests of files: what they follow, and which files count."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from catalog.hub.digests import (
    add_contents,
    add_stamps,
    bytes_digest,
    cache_folder,
    card_digests,
    files_below,
    network_files,
    new_digest,
    own_files,
    package_folders,
)
from catalog.model import Settings
from tests.cards import ROOT

OF_A = "27c35e6e9373877f29e562464e46497e"
OF_NOTHING = "cae66941d9efbd404e4d88758ea67670"


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a", encoding="utf-8")


def test_a_digest_is_blake2b_of_16_bytes() -> None:
    """As ``b2sum --length 128`` says."""
    total = new_digest(b"a")
    assert (bytes_digest(b"a"), bytes_digest(b"")) == (OF_A, OF_NOTHING)
    assert (total.hexdigest(), new_digest().hexdigest()) == (OF_A, OF_NOTHING)


def change_bytes(path: Path) -> None:
    path.write_bytes(b"b")
    os.utime(path, ns=(0, 0))


def change_time(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def change_size(path: Path) -> None:
    path.write_bytes(b"aa")
    os.utime(path, ns=(0, 0))


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("add", "change", "expected"),
    [
        (add_stamps, change_bytes, False),
        (add_stamps, change_time, True),
        (add_stamps, change_size, True),
        (add_stamps, remove, True),
        (add_contents, change_bytes, True),
        (add_contents, change_time, False),
        (add_contents, change_size, True),
        (add_contents, remove, True),
    ],
)
def test_what_a_digest_of_files_notices(
    tmp_path: Path,
    add: Callable[[object, Iterable[Path]], None],
    change: Callable[[Path], None],
    expected: bool,
) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    write(tmp_path, "a", "b")
    os.utime(paths[1], ns=(0, 0))
    before, after = new_digest(), new_digest()
    add(before, paths)
    change(paths[1])
    add(after, paths)
    assert (before.digest() != after.digest()) == expected


@pytest.mark.parametrize("add", [add_stamps, add_contents])
def test_the_names_of_files_count(
    tmp_path: Path, add: Callable[[object, Iterable[Path]], None]
) -> None:
    write(tmp_path, "a", "b")
    for name in ("a", "b"):
        os.utime(tmp_path / name, ns=(0, 0))
    digests = set()
    for names in ((), ("a",), ("b",), ("a", "b"), ("a", "none"), ("b", "none"), ("none",)):
        total = new_digest()
        add(total, [tmp_path / name for name in names])
        digests.add(total.digest())
    assert len(digests) == (4 if add is add_stamps else 7)


def test_all_files_below_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "b/c", "b/a/x", "a", ".hidden/d")
    names = [os.path.relpath(path, tmp_path) for path in files_below(tmp_path)]
    assert names == [".hidden/d", "a", "b/a/x", "b/c"]
    assert files_below(tmp_path / "none") == []


def test_digests_of_cards(tmp_path: Path) -> None:
    write(tmp_path, "b/n.md", "a/z.md", "a/picture.png", "a.md")
    (tmp_path / "broken.md").symlink_to("nowhere")
    found = [(os.path.relpath(path, tmp_path), text) for path, text in card_digests(str(tmp_path))]
    assert found == [
        ("a.md", OF_A),
        ("broken.md", "2"),
        ("a/picture.png", ""),
        ("a/z.md", OF_A),
        ("b/n.md", OF_A),
    ]


def test_files_that_rules_about_networks_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        *("a.py", "a.txt", "networks/n/net.py", "networks/n/conf.py"),
        *("public/x.py", ".git/hook.py", "env/pyvenv.cfg", "env/own.py", "env/lib/x.py"),
        *("m/.git/refs/heads/main", "bare/refs/tags/v1", "plain/refs/heads/main"),
    )
    settings = Settings(
        root=str(tmp_path),
        site="public",
        smoke_sources={"x": "git+m@main", "y": "git+bare", "z": "plain"},
    )
    names = [os.path.relpath(path, tmp_path) for path in network_files(settings)]
    assert names == [
        "a.py",
        "env/own.py",
        "networks/n/conf.py",
        "networks/n/net.py",
        "m/HEAD",
        "m/packed-refs",
        "m/.git/HEAD",
        "m/.git/packed-refs",
        "m/.git/refs/heads/main",
        "bare/HEAD",
        "bare/packed-refs",
        "bare/refs/tags/v1",
        "bare/.git/HEAD",
        "bare/.git/packed-refs",
    ]


def test_our_own_files_are_code_schemas_and_templates() -> None:
    names = {os.path.relpath(path, ROOT) for path in own_files()}
    assert names >= {"catalog/hub/digests.py", "schema/card.schema.json", "templates/card.html"}
    assert not [name for name in names if name.endswith(".pyc")]
    assert {name.split("/")[0] for name in names} == {"catalog", "schema", "templates"}


def test_folders_of_packages_are_those_that_are_searched() -> None:
    folders = package_folders()
    assert folders
    assert all(Path(folder).name.endswith("-packages") for folder in folders)


def test_every_hub_has_a_cache_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first, second = cache_folder("/a"), cache_folder(Path("/b"))
    assert first.parent == second.parent
    assert first.parent.name == "catalog-hub"
    assert (first == cache_folder(Path("/a")), first == second) == (True, False)
    assert len(first.name) == 16
