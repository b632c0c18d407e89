"""What somebody else did to a site, or to what is remembered of it, the next build mends."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.build.changing_hub import ChangingHub, small_hub
from tests.build.test_warm_builds import Run, files, run

GUIDE = "guide/index.html"
PAGES = (
    "index.html",
    "cards/acme/1.5/ghost.html",
    "cards/acme/1.5/ghost.json",
    "cards/acme/1.5/ghost.svg",
    "zh/cards/acme/1.5/ghost_cn.html",
    "models/index.html",
    "index.json",
    "assets/search-data.js",
    "assets/catalog.js",
    "404.html",
    GUIDE,
)


class BuiltHub:
    """A hub in a folder, with a site that was built of it and what was remembered of that."""

    def __init__(self, top: Path, hub: ChangingHub) -> None:
        self.top, self.hub = top, hub
        self.site = top / "site"

    def build(self, *arguments: str) -> Run:
        self.hub.write(self.top / "hub")
        return run(
            "build", "--site", str(self.site), "--cache", str(self.top / "cache"), *arguments
        )

    def cold(self) -> dict[str, bytes]:
        """What a build of another site makes that remembers nothing."""
        self.hub.write(self.top / "hub")
        shutil.rmtree(self.top / "cold", ignore_errors=True)
        assert run("build", "--site", str(self.top / "cold"), "--no-cache").status == 0
        return files(self.top / "cold")

    def change_records(self, command: str) -> None:
        (path,) = (self.top / "cache").glob("*.sqlite")
        with closing(sqlite3.connect(path)) as base, base:
            base.execute(command)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with its site and its cache, built once for all tests."""
    top = Path(os.path.realpath(tmp_path_factory.mktemp("built")))
    (top / "hub").mkdir()
    return top


@pytest.fixture(scope="module")
def built(template: Path) -> tuple[BuiltHub, dict[str, bytes]]:
    hub = small_hub()
    hub.settings = {"catalog": {"languages": ["zh"]}}
    hub.files["docs/index.md"] = b"# A guide\n"
    hub.files["docs/more.md"] = b"# More\n"
    built = BuiltHub(template, hub)
    built.hub.write(template / "hub")
    before = Path.cwd()
    os.chdir(template / "hub")
    try:
        assert built.build().status == 0
    finally:
        os.chdir(before)
    return built, files(built.site)


@pytest.fixture(autouse=True)
def _in_the_hub(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(template / "hub")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_was_deleted_comes_back(
    built: tuple[BuiltHub, dict[str, bytes]], path: str
) -> None:
    hub, expected = built
    (hub.site / path).unlink()
    assert "1 files written" in hub.build().output
    assert files(hub.site) == expected


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_was_edited_is_as_it_was(
    built: tuple[BuiltHub, dict[str, bytes]], path: str
) -> None:
    hub, expected = built
    (hub.site / path).write_bytes(b"x" * len(expected[path]))
    os.utime(hub.site / path, (7, 7))
    assert "1 files written" in hub.build().output
    assert files(hub.site) == expected


def test_files_of_others_stay(built: tuple[BuiltHub, dict[str, bytes]]) -> None:
    hub, _ = built
    (hub.site / "cards/mine.txt").write_bytes(b"mine")
    assert "nothing has changed" in hub.build().output
    hub.hub.files["cards/acme/1.5/ghost.md"] = (
        hub.hub.files["cards/acme/1.5/ghost.md"] or b""
    ) + b"\nMore.\n"
    assert hub.build().status == 0
    assert (hub.site / "cards/mine.txt").read_bytes() == b"mine"
    (hub.site / "cards/mine.txt").unlink()
    assert files(hub.site) == hub.cold()


def test_a_language_that_is_removed_takes_its_folder_along(
    built: tuple[BuiltHub, dict[str, bytes]],
) -> None:
    hub, _ = built
    assert (hub.site / "zh").is_dir()
    hub.hub.settings = {}
    assert hub.build().status == 0
    assert not (hub.site / "zh").exists()
    assert files(hub.site) == hub.cold()
    hub.hub.settings = {"catalog": {"languages": ["zh"]}}
    assert hub.build().status == 0
    assert files(hub.site) == hub.cold()


@pytest.mark.parametrize(
    "damage",
    [
        "delete from record where key like 'page:%'",
        "delete from record where key like 'card:%'",
        "delete from record where key like 'body:%'",
        "update record set data = x'00'",
        "update record set data = cast(substr(data, 1, 40) as blob)",
        "update record set data = cast(replace(data, x'47', x'48') as blob)",
        "replace into record select key, (select max(data) from record) from record",
        "drop table record",
        "delete from page where path = 'guide/more.html'",
        "delete from page where path like 'cards/%'",
        "update page set path = cast(path as blob)",
        "update page set key = 'other'",
        "update page set size = size + 1",
        "update page set mtime = 'then'",
        "drop table page",
        "update origin set token = 'theirs'",
    ],
)
def test_damaged_memories_make_no_wrong_page(
    built: tuple[BuiltHub, dict[str, bytes]], damage: str
) -> None:
    hub, _ = built
    hub.build()
    hub.change_records(damage)
    path = "cards/acme/1.5/ghost.md"
    hub.hub.files[path] = (hub.hub.files[path] or b"") + b"\nA word more.\n"
    for gone in ("guide/more.html", "cards/acme/1.6/ghost.html"):
        (hub.site / gone).unlink(missing_ok=True)
    warm = hub.build()
    assert (warm.status, warm.complaint) == (0, "")
    assert files(hub.site) == hub.cold()


def test_a_build_that_is_killed_leaves_a_cache_of_use(
    built: tuple[BuiltHub, dict[str, bytes]],
) -> None:
    hub, _ = built
    command = [sys.executable, "-m", "catalog", "build", "--site", str(hub.site)]
    command += ["--cache", str(hub.top / "cache"), "-j", "1"]
    for number, seconds in enumerate((0.3, 0.5, 0.7)):
        hub.hub.settings["catalog"]["title"] = f"Number {number}"
        hub.hub.write(hub.top / "hub")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
    assert hub.build().status == 0
    assert files(hub.site) == hub.cold()
