"""The command line as a process: exit statuses, what goes where, and bad input."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cards import HEADER, card_text
from tests.commands import CLEAN, catalog

NEW = {
    "model-name": "net",
    "repo-link": "<https://gitee.com/mindspore/models/tree/r1.5/research/cv/net>",
}
GOOD = card_text(HEADER | NEW)
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
UID = "mindspore/1.5/net"
FILE = f"cards/{UID}.md"


def write(hub: Path, data: str | bytes, name: str = FILE) -> Path:
    """The card ``name`` of ``hub``."""
    path = hub / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hub with one clean card; what commands remember goes beside it."""
    monkeypatch.setitem(CLEAN, "XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "hub"
    write(folder, GOOD)
    return folder


@pytest.mark.parametrize(
    ("change", "arguments", "status"),
    [
        ({}, [], 0),
        ({}, ["--fail-on", "info"], 0),
        ({"license": "Apache2.0"}, [], 0),
        ({"license": "Apache2.0"}, ["--fail-on", "warning"], 0),
        ({"license": "Apache2.0"}, ["--fail-on", "info"], 1),
        ({"update-time": "2022/3/30"}, ["--fail-on", "warning"], 1),
        ({"update-time": "2022/3/30"}, ["--fail-on", "warning", "--ignore", "SCH106"], 0),
        ({"update-time": "2022/3/30"}, ["--fail-on", "warning", "--fix"], 0),
        ({"fine-tunable": "maybe"}, [], 1),
        ({"fine-tunable": "maybe"}, ["--select", "AST"], 0),
        ({"fine-tunable": "maybe"}, [FILE], 1),
        ({"fine-tunable": "maybe"}, ["cards/mindspore", "--format", "github"], 1),
    ],
)
def test_exit_status_of_lint(
    hub: Path, change: dict[str, str], arguments: list[str], status: int
) -> None:
    write(hub, card_text(HEADER | NEW | change))
    done = catalog("lint", *arguments, cwd=hub)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (
            ["lint", "nowhere"],
            2,
            "catalog: there is no nowhere: name a folder of cards, or a card\n",
        ),
        (
            ["lint", "empty"],
            3,
            "catalog: no cards below empty: a card is a file that ends in .md\n",
        ),
        (["build", "--cards", "empty", "--site", "site"], 3, "catalog: no cards below empty"),
        (["build", "--cards", "nowhere", "--site", "site"], 2, "catalog: there is no nowhere"),
        (["smoke", "no/1.0/such"], 2, "catalog: no card is called no/1.0/such"),
        (["lint", "--select", "XYZ999"], 2, "catalog: there is no rule 'XYZ999'"),
        (["lint", "--ignore", "AST1O1"], 2, "there is no rule 'AST1O1': did you mean AST101?"),
        (["explain", "XYZ999"], 2, "catalog: there is no rule 'XYZ999'"),
        (["lint", "--format", "xml"], 2, "invalid choice: 'xml'"),
        (["new", "no uid"], 2, "catalog: 'no uid' is no UID"),
        (["new", UID], 2, "exists already"),
        ([], 2, "required: COMMAND"),
        (["no-such-command"], 2, "invalid choice"),
    ],
)
def test_complaints(hub: Path, arguments: list[str], status: int, complaint: str) -> None:
    (hub / "empty").mkdir()
    done = catalog(*arguments, cwd=hub)
    assert (done.returncode, done.stdout) == (status, "")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["lint"], ["build"], ["smoke"]])
def test_without_a_cards_folder(tmp_path: Path, arguments: list[str]) -> None:
    done = catalog(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("catalog: there is no ")
    assert "cards" in done.stderr


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[lint", "cannot read"),
        ("[lint]\nfail-on = 'never'", "must be error, warning or info, not 'never'"),
        ("[lint]\nselect = ['XYZ999']", "there is no rule 'XYZ999'"),
        ("[lint]\ncolour = 1", "there is no setting 'colour' in [lint]"),
        ("[catalog]\ncards = 'nowhere'", "there is no folder 'nowhere'"),
    ],
)
def test_settings_that_are_wrong(hub: Path, text: str, complaint: str) -> None:
    (hub / "catalog.toml").write_text(text, encoding="utf-8")
    done = catalog("lint", cwd=hub)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--version"], "catalog 0."),
        (["--help"], "exit status"),
        (["lint", "--help"], "--fail-on"),
        (["explain", "ast101"], "## AST101 truncated-sha256\n"),
        (["explain", "truncated-sha256"], "## AST101 truncated-sha256\n"),
        (["rules"], "AST101  error"),
        (["rules", "--format", "markdown"], "# Rules\n"),
        (["help", "--format", "markdown"], "# Command line\n"),
        (["lint"], "1 card: nothing to complain of\n"),
    ],
)
def test_answers(hub: Path, arguments: list[str], said: str) -> None:
    done = catalog(*arguments, cwd=hub)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_json_has_the_shape_that_others_rely_on(hub: Path) -> None:
    write(hub, card_text(HEADER | NEW | {"update-time": "2022/3/30"}))
    document = json.loads(catalog("lint", "--format", "json", cwd=hub).stdout)
    (finding,) = document["findings"]
    asked = (
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "code",
        "name",
        "severity",
        "message",
        "hint",
        "fixable",
    )
    assert [finding[key] for key in asked[:8]] == [
        FILE,
        21,
        14,
        21,
        23,
        "SCH106",
        "malformed-date",
        "warning",
    ]
    assert [type(finding[key]) for key in asked[8:]] == [str, str, bool]
    assert (document["version"], document["summary"]["warnings"]) == (1, 1)
    assert (
        json.loads(catalog("rules", "--format", "json", cwd=hub).stdout)["rules"][0]["code"]
        == "ALW101"
    )


@pytest.mark.parametrize(
    ("here", "path", "expected"),
    [(".", "cards", FILE), ("cards", ".", f"{UID}.md"), ("..", "hub/cards", f"hub/{FILE}")],
)
def test_paths_are_told_from_here(hub: Path, here: str, path: str, expected: str) -> None:
    write(hub, b"# A\n")
    found = json.loads(catalog("lint", path, "--format", "json", cwd=hub / here).stdout)["findings"]
    assert {finding["path"] for finding in found} == {expected}
    assert {finding["uid"] for finding in found} == {UID}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "SYN110"),
        (b"# R\xe9seau\n", "SYN111"),
        (b"# A\n\n---\nmodel-name: net\n", "SYN109"),
        (b"", "SYN108"),
        (b"x" * 50_000_000, "SYN110"),
        (f"# A\n\n---\n{BOMB}---\n\n## B\n".encode(), "SYN106"),
        (f"# A\n\n---\na: {'[' * 30_000}\n---\n\n## B\n".encode(), "SYN101"),
        (
            "# A\n\n---\n{}---\n\n## B\n".format(
                "".join(f"k{n}: v\n" for n in range(10_000))
            ).encode(),
            "SYN110",
        ),
    ],
    ids=["binary", "not-utf8", "open-header", "empty", "50-MB", "bomb", "deep", "10,000-keys"],
)
def test_bad_files_are_findings_and_end_fast(hub: Path, data: bytes, code: str) -> None:
    write(hub, data)
    begun = time.monotonic()
    done = catalog("lint", "--format", "concise", "--fix", cwd=hub)
    assert time.monotonic() - begun < 30
    assert done.returncode == 1
    assert f" {code} " in done.stdout
    assert "Traceback" not in done.stderr


def test_a_folder_a_broken_link_and_a_loop_are_findings(hub: Path) -> None:
    (hub / "cards/mindspore/1.5/folder.md").mkdir()
    (hub / "cards/mindspore/1.5/broken.md").symlink_to("nowhere.md")
    (hub / "cards/mindspore/1.5/loop.md").symlink_to("loop.md")
    lines = catalog("lint", "--format", "concise", cwd=hub).stdout.splitlines()
    assert [line.partition(" (")[0] for line in lines if "SYN110" in line] == [
        f"cards/mindspore/1.5/{name}.md:1:1: error SYN110 unreadable-file: cannot be read: {reason}"
        for name, reason in (
            ("broken", "No such file or directory"),
            ("folder", "Is a directory"),
            ("loop", "Too many levels of symbolic links"),
        )
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file and every folder")
@pytest.mark.parametrize(("name", "status"), [(FILE, 1), ("cards", 2)])
def test_without_permission(hub: Path, name: str, status: int) -> None:
    (hub / name).chmod(0)
    done = catalog("lint", cwd=hub)
    (hub / name).chmod(0o700)
    assert done.returncode == status
    assert "Permission denied" in done.stdout + done.stderr


def test_two_files_of_one_uid(hub: Path) -> None:
    write(hub, GOOD, f"other/{UID}.md")
    done = catalog("lint", "cards", "other", "--format", "concise", cwd=hub)
    assert done.returncode == 1
    assert f"uid-twice: {UID} is also {FILE}" in done.stdout


def test_output_is_the_same_every_time_and_without_colours_in_a_pipe(hub: Path) -> None:
    write(hub, b"# A\n")
    first, second = (
        catalog("lint", cwd=hub, environment={"NO_COLOR": value}) for value in ("", "1")
    )
    assert first.stdout == second.stdout
    assert "\x1b" not in first.stdout


def test_a_reader_that_goes_away_is_no_fault(hub: Path) -> None:
    for number in range(300):
        write(hub, b"# A\n", f"cards/mindspore/1.5/net{number}.md")
    read, written = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "catalog", "lint"],
        cwd=hub,
        env=CLEAN,
        stdout=written,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(written)
        os.close(read)
        _, complaints = process.communicate()
    assert complaints == b""


def test_new_writes_a_card(hub: Path) -> None:
    done = catalog("new", "acme/2.5/tiny", cwd=hub)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cards/acme/2.5/tiny.md is written" in done.stdout
    assert (hub / "cards/acme/2.5/tiny.md").is_file()
