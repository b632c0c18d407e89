"""Publishing: what is written, what is left alone, and what a build that dies leaves behind."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model import CatalogError, Page
from catalog.publish.manifest import MANIFEST, STAGING
from catalog.publish.publish import Published, publish, staging_beside

OLD = [
    Page("a.html", b"old a"),
    Page("cards/x/b.html", b"old b"),
    Page("assets/style.css", b"old style"),
]
NEW = [
    Page("a.html", b"old a"),
    Page("cards/y/c.html", b"new c"),
    Page("assets/style.css", b"new style"),
]

# Rewrites a site of 400 pages, or a folder of it, over and over: a page of round r is "r" repeated,
# so that a torn page shows.
REBUILD = """
import sys
from pathlib import Path
from catalog.model import Page
from catalog.publish.publish import publish
def page(part, number):
    told = number if sys.argv[2] in ("all", str(part % 20)) else 0
    return Page(f"{part % 20}/{part}.html", f"{told:04}".encode() * 1000)
for number in range(1, 1000):
    publish((page(part, number) for part in range(400)), Path(sys.argv[1]))
    print(number, flush=True)
"""


def files(site: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    return {name: data for name, data in found.items() if not name.startswith(".catalog")}


def test_publish_tells_what_it_did(tmp_path: Path) -> None:
    first = publish(OLD, tmp_path / "deep" / "site")
    second = publish(NEW, tmp_path / "deep" / "site")
    assert first == Published(("a.html", "assets/style.css", "cards/x/b.html"), (), ())
    assert second == Published(
        ("assets/style.css", "cards/y/c.html"), ("a.html",), ("cards/x/b.html",)
    )
    assert files(tmp_path / "deep" / "site") == {page.path: page.data for page in NEW}


def test_folders_that_lost_their_last_page_go(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    publish(NEW, tmp_path)
    assert sorted(path.name for path in (tmp_path / "cards").iterdir()) == ["y"]


@pytest.mark.parametrize(
    "foreign", ["CNAME", ".nojekyll", "cards/x/notes.txt", "cards/mine/page.html"]
)
def test_foreign_files_stay(tmp_path: Path, foreign: str) -> None:
    publish(OLD, tmp_path)
    (tmp_path / foreign).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / foreign).write_text("mine")
    publish(NEW, tmp_path)
    assert (tmp_path / foreign).read_text() == "mine"


def test_unchanged_pages_keep_their_time_stamp(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    long_ago = 1_000_000_000
    for page in OLD:
        os.utime(tmp_path / page.path, (long_ago, long_ago))
    publish(NEW, tmp_path)
    stamps = {page.path: int((tmp_path / page.path).stat().st_mtime) for page in NEW}
    assert [path for path, stamp in stamps.items() if stamp == long_ago] == ["a.html"]


def test_second_build_of_the_same_pages_touches_nothing(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    publish(OLD, tmp_path)
    assert {
        path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()
    } == before


def test_progress_counts_pages(tmp_path: Path) -> None:
    counts: list[int] = []
    publish(OLD, tmp_path, counts.append)
    assert counts == [1, 2, 3]


def failing() -> Iterator[Page]:
    yield from NEW[:2]
    raise CatalogError("a template is broken")


@pytest.mark.parametrize(
    ("pages", "complaint"),
    [
        (failing(), "a template is broken"),
        ([NEW[1], NEW[1]], "two pages have this path"),
        ([Page("../out.html", b"")], "leaves the site's folder"),
        ([Page("/etc/out.html", b"")], "leaves the site's folder"),
        ([Page(MANIFEST, b"")], "leaves the site's folder"),
        ([Page("cards/x", b"a page where a folder is")], "a folder of this name is in the way"),
        ([Page("a.html/b.html", b"a folder where a page is")], "Not a directory"),
        ([Page("n" * 300, b"a name that is too long")], "File name too long"),
    ],
)
def test_what_fails_leaves_the_old_site_whole(
    tmp_path: Path, pages: list[Page], complaint: str
) -> None:
    publish(OLD, tmp_path)
    with pytest.raises(CatalogError, match=complaint):
        publish(pages, tmp_path)
    assert files(tmp_path) == {page.path: page.data for page in OLD}
    assert not (tmp_path / STAGING).exists()


def test_site_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(CatalogError, match=r"cannot write .*site"):
        publish(OLD, tmp_path / "site")


def test_disk_that_takes_no_more(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        with pytest.raises(CatalogError, match=r"cannot write .*: File too large"):
            publish([Page("a.html", b"new a"), Page("big.html", b"x" * 200_000)], tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert files(tmp_path) == {page.path: page.data for page in OLD}


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b'{"pages": "abc"}', b'{"pages": ["../precious"]}', b"\xff"]
)
def test_manifest_that_is_not_ours(tmp_path: Path, manifest: bytes) -> None:
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MANIFEST).write_bytes(manifest)
    publish(OLD, tmp_path / "site")
    assert (tmp_path / "precious").exists()
    assert files(tmp_path / "site") == {page.path: page.data for page in OLD}


@pytest.mark.parametrize("moment", range(20))
def test_killed_build_leaves_one_whole_site_and_the_next_one_finishes(
    tmp_path: Path, moment: int
) -> None:
    site = tmp_path / "site"
    publish([], site)
    (site / "CNAME").write_text("mine")
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILD, str(site), "all"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.007 * moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = files(site)
    assert left.pop("CNAME") == b"mine"
    assert len(left) == 400
    assert all(data == data[:4] * 1000 for data in left.values())
    assert len({data[:4] for data in left.values()}) == 1
    publish(NEW, site)
    assert files(site) == {page.path: page.data for page in NEW} | {"CNAME": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert not (site / STAGING).exists()


@pytest.mark.parametrize("moment", range(20))
def test_killed_build_of_one_folder_leaves_it_whole(tmp_path: Path, moment: int) -> None:
    site = tmp_path / "site"
    (site / "7").mkdir(parents=True)
    (site / "7" / "mine.txt").write_text("mine")
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILD, str(site), "7"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < 3:
        pass
    other = (site / "3").stat().st_ino
    time.sleep(0.003 * moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = files(site)
    assert left.pop("7/mine.txt") == b"mine"
    assert len(left) == 400
    assert len({data for name, data in left.items() if name.startswith("7/")}) == 1
    assert (site / "3").stat().st_ino == other
    publish(NEW, site)
    assert files(site) == {page.path: page.data for page in NEW} | {"7/mine.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_folder_that_cannot_be_exchanged_is_filled_page_by_page(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    staging_beside(site).write_text("a file where the new tree would be made")
    done = publish(NEW, site)
    assert done == Published(
        ("assets/style.css", "cards/y/c.html"), ("a.html",), ("cards/x/b.html",), at_once=False
    )
    assert files(site) == {page.path: page.data for page in NEW}
    assert not (site / STAGING).exists()


def test_what_others_write_during_a_build_stays(tmp_path: Path) -> None:
    def pages() -> Iterator[Page]:
        yield from NEW
        (tmp_path / "site" / "late.txt").write_text("mine")

    publish(OLD, tmp_path / "site")
    publish(pages(), tmp_path / "site")
    assert (tmp_path / "site" / "late.txt").read_text() == "mine"


@pytest.mark.parametrize("kind", ["folder", "link", "broken link"])
def test_foreign_folders_and_links_stay(tmp_path: Path, kind: str) -> None:
    site = tmp_path / "site"
    publish(OLD, site)
    if kind == "folder":
        (site / "mine").mkdir()
    else:
        (site / "mine").symlink_to("a.html" if kind == "link" else "nowhere")
    publish(NEW, site)
    assert (site / "mine").is_dir() if kind == "folder" else (site / "mine").is_symlink()


def test_site_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    publish(OLD, tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert files(tmp_path / "real") == {page.path: page.data for page in OLD}


def test_one_page_alone_is_renamed_into_its_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish([Page("a/1.html", b"one"), Page("a/2.html", b"two"), Page("index.html", b"home")], site)
    (site / "a" / "mine.txt").write_text("mine")
    folder = (site / "a").stat().st_ino
    done = publish(
        [
            Page("a/1.html", b"other"),
            *(Page(path, b"", stands=True) for path in ("a/2.html", "index.html")),
        ],
        site,
    )
    assert (done.written, done.unchanged, done.at_once) == (
        ("a/1.html",),
        ("a/2.html", "index.html"),
        True,
    )
    assert (site / "a").stat().st_ino == folder
    assert files(site) == {
        "a/1.html": b"other",
        "a/2.html": b"two",
        "index.html": b"home",
        "a/mine.txt": b"mine",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_one_page_whose_folder_was_taken_away_comes_back(tmp_path: Path) -> None:
    site = tmp_path / "site"
    pages = [Page("a/1.html", b"one"), Page("index.html", b"home")]
    publish(pages, site)
    shutil.rmtree(site / "a")
    assert publish(pages, site).written == ("a/1.html",)
    assert files(site) == {page.path: page.data for page in pages}
