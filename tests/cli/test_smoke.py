"""``catalog smoke`` as it is called: what is cached, selected and written, and the exit status."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from catalog.model import Check, SmokeResult, Verdict
from catalog.proof.history import merge_results
from catalog.proof.smoke_json import results_to_json
from catalog.report import smoke_junit, smoke_line, smoke_table
from tests.commands import catalog, git
from tests.smoke_hub import MAKE, NET, card, needs_mindspore, network

SHAPE = "input-shape: '[1, 3, 8, 8]'"


def smoke(hub: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return catalog(
        "smoke", *arguments, cwd=hub, environment={"XDG_CACHE_HOME": str(hub / ".cache")}
    )


def uids(file: Path) -> list[str]:
    return [result["uid"] for result in json.loads(file.read_text())["results"]]


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub with a card that is right, one whose network is broken, and one without a network."""
    network(tmp_path, "good", NET + MAKE + "    return Net()")
    network(tmp_path, "bad", "raise RuntimeError('no')")
    card(tmp_path, "acme/1.0/bad", "model-name: n\nnetwork: networks/bad")
    card(tmp_path, "acme/1.0/good", f"model-name: n\nnetwork: networks/good\n{SHAPE}")
    card(tmp_path, "acme/1.0/none", "model-name: n")
    return tmp_path


@needs_mindspore
def test_a_second_run_comes_from_the_cache(hub: Path) -> None:
    first, second = (smoke(hub, "--results", f"{name}.json") for name in ("first", "second"))
    assert (first.returncode, first.stderr) == (1, "")
    assert "2 of 3 from the cache" in second.stderr
    assert (hub / "first.json").read_bytes() == (hub / "second.json").read_bytes()
    again = smoke(hub, "acme/1.0/good", "--no-cache")
    assert (again.returncode, again.stderr) == (0, "")


@needs_mindspore
def test_only_what_failed_is_proved_again_and_the_rest_is_kept(hub: Path) -> None:
    smoke(hub, "--results", "smoke.json")
    (hub / "networks" / "bad" / "mindspore_hub_conf.py").write_text(f"{NET}{MAKE}    return Net()")
    ran = smoke(hub, "--only-failed", "--results", "smoke.json")
    assert "acme/1.0/bad" in ran.stdout
    assert "acme/1.0/good" not in ran.stdout
    assert uids(hub / "smoke.json") == ["acme/1.0/bad", "acme/1.0/good", "acme/1.0/none"]
    assert ran.returncode == 0
    assert smoke(hub, "--only-failed", "--results", "gone.json").returncode == 2


def test_a_run_of_some_cards_keeps_what_is_known_of_the_others(hub: Path) -> None:
    (hub / "networks").rename(hub / "elsewhere")
    smoke(hub, "--results", "smoke.json")
    before = (hub / "smoke.json").read_bytes()
    smoke(hub, "acme/1.0/none", "--results", "smoke.json")
    assert (hub / "smoke.json").read_bytes() == before
    (hub / "cards" / "acme" / "1.0" / "good.md").unlink()
    smoke(hub, "acme/1.0/none", "--results", "smoke.json")
    assert uids(hub / "smoke.json") == ["acme/1.0/bad", "acme/1.0/none"]
    (hub / "smoke.json").write_text("[]")
    ran = smoke(hub, "acme/1.0/none", "--results", "smoke.json")
    assert (ran.returncode, "does not hold smoke results" in ran.stderr) == (2, True)


def test_parts_are_merged_to_the_whole(hub: Path) -> None:
    (hub / "networks").rename(hub / "elsewhere")
    for number in ("1", "2"):
        ran = smoke(hub, "--shard", f"{number}/2", "--results", f"{number}.json")
        assert ran.returncode == 0, ran.stderr
    smoke(hub, "--results", "whole.json")
    ran = smoke(hub, "merge", "1.json", "2.json", "--results", "merged.json")
    assert ran.returncode == 0
    assert (hub / "merged.json").read_bytes() == (hub / "whole.json").read_bytes()
    assert smoke(hub, "merge").returncode == 2
    assert smoke(hub, "--shard", "3/2").returncode == 2


def test_only_what_changed_is_proved(hub: Path) -> None:
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "begin"]):
        git(*arguments, cwd=hub)
    card(hub, "acme/1.0/none", "model-name: other")
    ran = smoke(hub, "--changed-since", "HEAD", "--results", "smoke.json")
    assert ran.returncode == 0, ran.stderr
    assert uids(hub / "smoke.json") == ["acme/1.0/none"]
    assert smoke(hub, "--changed-since", "nowhere").returncode == 2


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("info", 1)])
def test_what_makes_a_run_fail(hub: Path, fail_on: str, status: int) -> None:
    assert smoke(hub, "acme/1.0/none", "--fail-on", fail_on).returncode == status


def test_code_from_elsewhere_is_refused_until_it_is_trusted(hub: Path) -> None:
    card(
        hub,
        "acme/1.0/sly",
        "model-name: n\n"
        "network: {source: 'subprocess:check_output', arguments: {args: [touch, it]}}",
    )
    ran = smoke(hub, "acme/1.0/sly")
    assert "source subprocess is not trusted" in ran.stdout
    assert ran.returncode == 0
    (hub / "catalog.toml").write_text('[smoke]\ntrust = ["subprocess"]\n')
    assert "is not trusted" not in smoke(hub, "acme/1.0/sly").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--mindspore", "2.9.0,two"],
            "'two' is no version of MindSpore: write one, such as 2.10.0, or the path of",
        ),
        (["--mindspore", "./gone"], "./gone cannot be run"),
        (
            ["--assets", "gone"],
            "there is no folder gone: --assets names one with weights and test files",
        ),
        (
            ["--results", "gone/smoke.json"],
            "there is no folder gone to write smoke.json in: make it first",
        ),
        (
            ["--junit", "gone/smoke.xml"],
            "there is no folder gone to write smoke.xml in: make it first",
        ),
        (
            ["merge", "a.json", "--results", "gone/smoke.json"],
            "there is no folder gone to write smoke.json in",
        ),
    ],
)
def test_what_cannot_work_is_said_before_the_work(
    hub: Path, arguments: list[str], words: str
) -> None:
    ran = smoke(hub, *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_changed_code_of_the_hub_is_refused_until_it_is_trusted(hub: Path) -> None:
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "begin"]):
        git(*arguments, cwd=hub)
    (hub / "networks" / "bad" / "mindspore_hub_conf.py").write_text(
        "raise RuntimeError('proposed')\n"
    )
    said = (
        "not testable here network  card networks/bad; "
        "source networks/bad is not trusted, as it has changed"
    )
    refused = smoke(hub, "--changed-since", "HEAD")
    assert (refused.returncode, said in refused.stdout) == (0, True)
    # What is proposed may not vouch for itself.
    (hub / "catalog.toml").write_text('[smoke]\ntrust = ["*"]\n')
    refused = smoke(hub, "acme/1.0/bad", "--changed-since", "HEAD")
    assert said in refused.stdout
    assert "what it trusts is not trusted, only --trust is" in refused.stderr
    (hub / "catalog.toml").unlink()
    for trusted in ("networks/bad", "networks", "*"):
        assert "not trusted" not in smoke(hub, "--changed-since", "HEAD", "--trust", trusted).stdout


@pytest.mark.parametrize(
    "arguments", [[], ["acme/1.0/good"], ["acme/1.0/good", "--mindspore", "2.10.0"], ["gone"]]
)
def test_a_bisection_needs_a_card_and_two_versions(hub: Path, arguments: list[str]) -> None:
    ran = smoke(hub, "bisect", *arguments)
    assert ran.returncode == 2
    assert "name one card and two versions or more" in ran.stderr


def results() -> list[SmokeResult]:
    checks = (
        Check("network", "n", "Net", Verdict.CONFIRMED, "builds"),
        Check("parameters", "5M", "4M", Verdict.CONTRADICTED, "counted <here> & there"),
        Check("weights", "a.ckpt", "", Verdict.UNTESTABLE, "not at hand"),
    )
    failed = (Check("network", "n", "", Verdict.FAILED, "needs \x00 more"),)
    runs = [
        SmokeResult("a/1.0/n", "n", checks, {"mindspore": "2.9.0"}, 1.5, log="said ]]> \x1b[1m"),
        SmokeResult("a/1.0/n", "n", failed, {"mindspore": "2.10.0"}),
    ]
    return merge_results(runs)


def test_junit_has_a_case_for_each_fact() -> None:
    suites = ET.fromstring(smoke_junit(results()))
    assert (suites.get("tests"), suites.get("failures")) == ("4", "2")
    newest, oldest = suites
    assert newest.get("name") == "a/1.0/n on MindSpore 2.10.0"
    assert [[child.tag for child in case] for case in oldest] == [[], ["failure"], ["skipped"], []]
    assert oldest.findtext("testcase/failure") == "claimed 5M, measured 4M: counted <here> & there"
    assert oldest.get("time") == "1.5"


def test_lines_for_people() -> None:
    (one,) = results()
    assert smoke_line(one, 3, 47, colour=False) == " 3/47 ✗ failed            a/1.0/n  0.0 s"
    assert "  on MindSpore ≠ 2.9.0, ✗ 2.10.0; last known good: 2.9.0\n" in smoke_table(
        [one], colour=False
    )


def test_lint_tells_what_smoke_found_and_notices_a_new_run(hub: Path) -> None:
    (hub / "catalog.toml").write_text('[smoke]\nresults = "smoke.json"\n')
    environment = {"XDG_CACHE_HOME": str(hub / ".cache")}
    checks = (Check("network", "networks/good", "", Verdict.FAILED, "needs more"),)
    found = []
    for text in (
        None,
        results_to_json([SmokeResult("acme/1.0/good", "n", checks)]),
        results_to_json([]),
    ):
        if text:
            (hub / "smoke.json").write_text(text)
        ran = catalog(
            "lint", "--select", "SMK", "--format", "concise", cwd=hub, environment=environment
        )
        found.append("error SMK102 failed-smoke: smoke: network failed: needs more" in ran.stdout)
    assert found == [False, True, False]


def test_lint_notices_a_change_of_the_code(hub: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(hub / ".cache")}
    found = []
    for text in (
        "raise RuntimeError('no')\n",
        "from src.gone import Net\n",
        f"{NET}{MAKE}    return Net()\n",
    ):
        (hub / "networks" / "good" / "mindspore_hub_conf.py").write_text(text)
        ran = catalog(
            "lint", "--select", "NET", "--format", "concise", cwd=hub, environment=environment
        )
        found.append([line.split()[2] for line in ran.stdout.splitlines() if "good.md" in line])
    assert found == [["NET103"], ["NET103", "NET104"], []]
