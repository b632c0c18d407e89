"""Builds after a change: new words in pages that stand, and what is wrong in what was remembered."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
CARD = "cards/acme/1.2/tinynet_digits.md"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub of some cards and no guide, in the current folder of the commands."""
    shutil.copytree(GOLDEN, tmp_path / "hub")
    shutil.rmtree(tmp_path / "hub" / "docs")
    return tmp_path / "hub"


def run(
    hub: Path, *arguments: str, packages: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "catalog",
        "build",
        "--site",
        "site",
        "--cache",
        "cache",
        *arguments,
    ]
    paths = [path for path in (os.environ.get("PYTHONPATH", ""), str(packages or "")) if path]
    environment = os.environ | ({"PYTHONPATH": os.pathsep.join(paths)} if paths else {})
    return subprocess.run(
        command, cwd=hub, capture_output=True, text=True, env=environment, check=False
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("languages", ["[]", '["zh"]'])
def test_new_words_are_put_into_the_pages_of_all_languages(hub: Path, languages: str) -> None:
    settings = (hub / "catalog.toml").read_text("utf-8")
    settings = re.sub(r"^languages = .*\n", "", settings, flags=re.M)
    (hub / "catalog.toml").write_text(
        settings.replace("[catalog]", f"[catalog]\nlanguages = {languages}"), "utf-8"
    )
    run(hub)
    inode = (hub / "site/index.html").stat().st_ino
    (hub / CARD).write_text(
        (hub / CARD).read_text("utf-8") + "\nA word **more**.\n", encoding="utf-8"
    )
    (hub / "site/cards/acme/1.2/mine.txt").write_text("mine")
    warm = run(hub)
    made = files(hub / "site")
    assert f": {1 + len(json.loads(languages))} files written" in warm.stdout
    assert (hub / "site/index.html").stat().st_ino == inode
    assert made["cards/acme/1.2/mine.txt"] == b"mine"
    assert "0 files written" in run(hub, "--no-cache").stdout
    assert files(hub / "site") == made


@pytest.mark.parametrize(
    "damage",
    [
        "update card set findings = '[[]]'",
        "update card set spots = '[[\"../secret\", 0, 9]]'",
        "update card set spots = '[[1, \"a\", 2]]'",
        "update card set counts = '[{\"fatal\": 1}, {}]'",
        "update card set counts = '[7, {}]'",
        "update card set outline = 'other'",
        "update card set findings = '{', counts = 7",
        "delete from build",
        "drop table card",
    ],
)
def test_what_is_wrong_in_the_cache_is_missing(hub: Path, damage: str) -> None:
    run(hub)
    (base,) = (hub / "cache").glob("*.sqlite")
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute(damage)
    (hub / CARD).write_text((hub / CARD).read_text("utf-8") + "\nA word more.\n", encoding="utf-8")
    warm = run(hub)
    made = files(hub / "site")
    assert ": 1 files written" in warm.stdout, warm
    assert "0 files written" in run(hub, "--no-cache").stdout
    assert files(hub / "site") == made


def test_another_version_of_a_package_is_seen(hub: Path, tmp_path: Path) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    run(hub, packages=packages)
    assert "nothing has changed" in run(hub, packages=packages).stdout
    (packages / "jinja2-4.0.dist-info").mkdir()
    assert "0 files written" in run(hub, packages=packages).stdout
