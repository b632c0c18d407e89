"""``catalog lint``: where reports go, what is suggested and what is written."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.cli import make_parser
from catalog.report import FORMATS
from catalog.rules import RULES
from tests.commands import CLEAN, SHORT_HASH, catalog, make_hub, write_card

OLD = "cards/mindspore/1.5/old.md"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    return make_hub(tmp_path)


def test_command_line_over_settings(hub: Path) -> None:
    (hub / "catalog.toml").write_text(
        '[lint]\nignore = ["AST101"]\nseverity = {CAT = "off"}\n', encoding="utf-8"
    )
    assert catalog("lint", cwd=hub).returncode == 0
    assert catalog("lint", "--select", "AST101", cwd=hub).returncode == 1
    assert catalog("lint", "--extend-select", "AST101, CAT", cwd=hub).returncode == 1
    assert catalog("lint", "--select", "AST", cwd=hub).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["lnt"], "did you mean lint?"),
        (["lint", "--selct", "AST"], "did you mean --select?"),
        (["lint", "--sel", "AST"], "unrecognized arguments"),
        (["lint", "--format", "sarfi"], "did you mean sarif?"),
        (["lint", "--output", "guthub=a"], "there is no format 'guthub': did you mean github?"),
        (["lint", "--output", "sarif"], "say where to write it, as in sarif=report.sarif"),
        (["lint", "--fail-on", "warn"], "did you mean warning?"),
        (["lint", "--select", "asst"], "did you mean asset?"),
        (
            ["lint", "--stdin-filename", "a.md", "--since", "HEAD"],
            "leave --since and --baseline out",
        ),
        (["explain", "AST1O1"], "did you mean AST101?"),
        (["explain"], "say --all"),
        (["baseline", "wrte"], "did you mean write?"),
    ],
)
def test_complaints_suggest(hub: Path, arguments: list[str], complaint: str) -> None:
    done = catalog(*arguments, cwd=hub)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "[lint]\nfail_on = 'error'\n",
            "there is no setting 'fail_on' in [lint]: did you mean fail-on?",
        ),
        ("[lnt]\na = 1\n", "there is no section [lnt]: did you mean lint?"),
        ("[lint]\nzzz = 1\n", "known are asset-hosts"),
    ],
)
def test_settings_suggest(hub: Path, text: str, complaint: str) -> None:
    (hub / "catalog.toml").write_text(text, encoding="utf-8")
    assert complaint in catalog("lint", cwd=hub).stderr


def test_every_format_can_be_asked_for() -> None:
    formats = [make_parser().parse_args(["lint", "--format", name]).format for name in FORMATS]
    assert formats == list(FORMATS)
    assert make_parser().parse_args(["lint"]).format == "auto"


def test_many_outputs_in_one_run(hub: Path) -> None:
    (hub / "lint.sarif").write_text("an old one", encoding="utf-8")
    arguments = [
        f"--output={form}={'lint' if form == 'sarif' else 'out'}.{form}" for form in FORMATS
    ]
    done = catalog("lint", "--format", "json", *arguments, cwd=hub)
    assert json.loads(done.stdout) == json.loads((hub / "out.json").read_text(encoding="utf-8"))
    assert json.loads((hub / "lint.sarif").read_text(encoding="utf-8"))["runs"]
    assert {path.name for path in hub.glob("out.*")} == {
        f"out.{form}" for form in FORMATS if form != "sarif"
    }
    assert done.stderr.startswith("2 cards: 1 error")
    assert catalog("lint", "--output=json=no/such/folder/a.json", cwd=hub).returncode == 2


def test_github_from_a_folder_of_the_checkout(hub: Path) -> None:
    page = hub / "summary.md"
    page.write_text("# before\n", encoding="utf-8")
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(page),
        "GITHUB_WORKSPACE": str(hub.parent),
    }
    done = catalog("lint", "--output", "sarif=a.sarif", cwd=hub, environment=environment)
    assert f"::error file={hub.name}/{OLD},line=" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("# before\n## catalog lint\n")
    (result,) = json.loads((hub / "a.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert (
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == f"{hub.name}/{OLD}"
    )
    assert catalog("lint", cwd=hub).stdout.startswith(f"{OLD}:")


def test_statistics(hub: Path) -> None:
    write_card(hub, "mindspore/1.5/new", asset=SHORT_HASH % "new", summary="an audio network")
    lines = catalog("lint", "--statistics", cwd=hub).stdout.splitlines()
    assert re.fullmatch(r" +2  in +2 cards  error +AST101 truncated-sha256", lines[0])
    assert lines[-1].startswith("3 cards: ")
    done = catalog("lint", "--statistics", "--format", "jsonl", cwd=hub)
    assert lines == done.stderr.splitlines()
    assert all(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("paths", "expected"), [([], {"AST101"}), (["cards"], {"AST101", "CAT101"})]
)
def test_card_on_stdin(hub: Path, paths: list[str], expected: set[str]) -> None:
    whole = SHORT_HASH.replace(
        "722e13be", "12f2fee612654057734283a50ff9eb9c967ee838c1b2f3b9b555e1689f538512"
    )
    write_card(hub, "mindspore/1.5/good", asset=whole % "good", model_name="good")
    both = f"[{(whole % 'a')[1:-1]}, {(SHORT_HASH % 'b')[1:-1]}]"
    text = write_card(hub, "mindspore/1.5/draft", asset=both, model_name="draft").read_text(
        encoding="utf-8"
    )
    (hub / "cards/mindspore/1.5/draft.md").unlink()
    asked = [
        "--select",
        "AST101,CAT101",
        "--format",
        "json",
        "--stdin-filename",
        "cards/mindspore/1.5/draft.md",
    ]
    done = catalog("lint", *asked, *paths, cwd=hub, text=text)
    document = json.loads(done.stdout)
    assert {one["code"] for one in document["findings"]} == expected
    assert {(one["path"], one["uid"]) for one in document["findings"]} == {
        ("cards/mindspore/1.5/draft.md", "mindspore/1.5/draft")
    }
    assert (done.returncode, document["summary"]["cards"]) == (1, 1)


@pytest.mark.parametrize("text", ["# A\n", "", "# A\n\n---\nmodel-name: a \n---\n"])
def test_fix_of_a_card_on_stdin_comes_out(hub: Path, text: str) -> None:
    before = sorted(hub.rglob("*.md"))
    done = catalog("lint", "--fix", "--stdin-filename", "cards/a/1.0/b.md", cwd=hub, text=text)
    assert done.stdout == text.replace(" \n", "\n")
    assert "SCH101" in done.stderr or "SYN108" in done.stderr
    assert sorted(hub.rglob("*.md")) == before


def test_diff_writes_nothing_and_does_not_call_it_clean(hub: Path) -> None:
    path = hub / OLD
    text = path.read_text(encoding="utf-8").replace("2022-03-30", "2022/3/30")
    path.write_text(text, encoding="utf-8")
    done = catalog("lint", "--diff", "--select", "SCH106", "--fail-on", "warning", cwd=hub)
    assert f"--- {OLD}\n" in done.stdout
    assert "-update-time: 2022/3/30\n" in done.stdout
    assert "\n+update-time: 2022-03-30\n" in done.stdout
    assert done.stdout.endswith("2 cards: nothing to complain of\n")
    assert (done.returncode, done.stderr, path.read_text(encoding="utf-8")) == (
        1,
        "1 fix to apply\n",
        text,
    )
    mended = catalog("lint", "--fix", "--select", "SCH106", "--fail-on", "warning", cwd=hub)
    assert (mended.returncode, mended.stdout) == (0, "2 cards: nothing to complain of\n")
    assert path.read_text(encoding="utf-8") == text.replace("2022/3/30", "2022-03-30")


@pytest.mark.parametrize("form", ["json", "jsonl", "sarif", "github", "gitlab", "junit"])
def test_diff_keeps_reports_for_programs_pure(hub: Path, form: str) -> None:
    write_card(hub, "mindspore/1.5/new", update_time="2022/3/30")
    done = catalog("lint", "--diff", "--format", form, cwd=hub)
    assert "--- cards/" not in done.stdout
    assert "--- cards/mindspore/1.5/new.md" in done.stderr


def test_fix_of_one_rule_leaves_the_others(hub: Path) -> None:
    path = write_card(hub, "mindspore/1.5/new", update_time="2022/3/30", body="## A \n")
    done = catalog("lint", "--fix", "--select", "SCH106", "--format", "json", cwd=hub)
    assert json.loads(done.stdout)["findings"] == []
    assert path.read_text(encoding="utf-8").endswith("## A \n")


def on_a_terminal(hub: Path, **environment: str) -> str:
    """What ``catalog lint`` prints where its stdout is a terminal."""
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "catalog", "lint", "--format", "concise"]
    with subprocess.Popen(
        arguments,
        cwd=hub,
        env=CLEAN | {"TERM": "xterm"} | environment,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ):
        os.close(theirs)
        read = b""
        try:
            while chunk := os.read(ours, 4096):
                read += chunk
        except OSError:
            os.close(ours)
    return read.decode()


def test_colours_and_links_on_a_terminal_only(hub: Path) -> None:
    shown = on_a_terminal(hub)
    assert f"\x1b]8;;{(hub / OLD).as_uri()}\x1b\\{OLD}:" in shown
    assert "\x1b[31merror\x1b[0m" in shown
    assert "\x1b" not in on_a_terminal(hub, NO_COLOR="1") + on_a_terminal(hub, TERM="dumb")
    assert "\x1b" not in catalog("lint", cwd=hub).stdout


def test_rules_and_pages() -> None:
    here = Path(__file__).resolve().parents[2]
    document = json.loads(catalog("rules", "--format", "json", cwd=here).stdout)
    by_code = {rule["code"]: rule for rule in document["rules"]}
    assert len(by_code) == len(RULES)
    assert (by_code["LNK106"]["mandatory"], by_code["AST101"]["mandatory"]) == (True, False)
    assert (by_code["SCH106"]["fixable"], by_code["SCH106"]["tags"]) == (
        True,
        ["fixable", "schema"],
    )
    pages = catalog("explain", "--all", cwd=here).stdout
    assert re.findall(r"^## ([A-Z]{3}\d{3}) ", pages, re.M) == sorted(by_code)
    assert catalog("explain", "ast101", cwd=here).stdout in pages
