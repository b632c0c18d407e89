"""Results on several versions of MindSpore: merged, listed, bisected, in their environments."""

import sys
import venv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.hub.card_schema import load_schema
from catalog.model import CatalogError, Check, SmokeResult, Verdict
from catalog.proof import history as versions
from catalog.proof import smoke_json as results
from catalog.smoke import environments
from catalog.smoke.bisect import find_break
from tests.commands import catalog
from tests.smoke_hub import MAKE, NET, card, needs_mindspore, network


def result(
    uid: str, mindspore: str, verdict: Verdict = Verdict.CONFIRMED, evidence: str = "why"
) -> SmokeResult:
    environment = {"mindspore": mindspore} if mindspore else {}
    return SmokeResult(uid, "", (Check("network", "", "", verdict, evidence),), environment)


def test_results_of_many_runs_are_one_for_each_card() -> None:
    runs = [
        result("b", "2.9.0"),
        result("a", "2.9.0", evidence="older"),
        result("a", "2.9.0", Verdict.FAILED, evidence="newer"),
        result("a", "2.10.0", Verdict.FAILED),
        result("a", "2.8.0"),
    ]
    first, second = versions.merge_results(runs)
    assert (first.uid, second.uid) == ("a", "b")
    assert first.environment == {"mindspore": "2.10.0"}
    assert [(versions.mindspore_version(run), run.checks[0].evidence) for run in first.runs] == [
        ("2.9.0", "older"),
        ("2.8.0", "why"),
    ]
    assert versions.version_history(first) == (
        ("2.8.0", "confirmed"),
        ("2.9.0", "confirmed"),
        ("2.10.0", "failed"),
    )
    assert versions.last_working_version(first) == "2.9.0"
    assert versions.merge_results([first, second]) == [first, second]
    (tested,) = versions.merge_results(
        [result("a", "2.11.0", Verdict.UNTESTABLE), result("a", "2.9.0")]
    )
    assert (versions.mindspore_version(tested), versions.last_working_version(tested)) == (
        "2.9.0",
        "2.9.0",
    )


def test_what_was_known_of_other_versions_is_remembered() -> None:
    before = versions.merge_results(
        [result("a", "2.9.0", Verdict.FAILED), result("a", "2.8.0"), result("b", "2.9.0")]
    )
    merged = versions.add_earlier_runs(
        [result("a", "2.10.0"), result("c", "2.10.0")], {run.uid: run for run in before}
    )
    assert [run.uid for run in merged] == ["a", "c"]
    states = [("2.8.0", "confirmed"), ("2.9.0", "failed"), ("2.10.0", "confirmed")]
    assert list(versions.version_history(merged[0])) == states
    again = versions.add_earlier_runs([result("a", "2.9.0")], {"a": merged[0]})[0]
    assert list(versions.version_history(again)) == [
        ("2.8.0", "confirmed"),
        ("2.9.0", "confirmed"),
        ("2.10.0", "confirmed"),
    ]


@pytest.mark.parametrize(
    ("now", "mindspore", "verdict", "strip"),
    [
        # The card states something else: what was proved is forgotten.
        (replace(result("a", "2.10.0"), stated="new"), "2.10.0", "confirmed", ["2.10.0"]),
        (
            replace(result("a", "", Verdict.UNTESTABLE), failure="no-mindspore"),
            "2.9.0",
            "confirmed",
            ["2.9.0"],
        ),
        (
            replace(result("a", "", Verdict.UNTESTABLE), failure="no-folder"),
            "",
            "not testable here",
            ["2.9.0"],
        ),
        (
            replace(result("a", "", Verdict.FAILED), failure="worker-lost"),
            "",
            Verdict.FAILED,
            ["2.9.0"],
        ),
    ],
)
def test_what_is_remembered_where_nothing_ran(
    now: SmokeResult, mindspore: str, verdict: Verdict, strip: list[str]
) -> None:
    (merged,) = versions.add_earlier_runs([now], {"a": result("a", "2.9.0")})
    assert (versions.mindspore_version(merged), merged.verdict) == (mindspore, verdict)
    assert [state.version for state in versions.version_history(merged)] == strip


def test_a_document_with_runs_is_valid_and_read_back(root: Path) -> None:
    merged = versions.merge_results(
        [result("a", "2.9.0"), result("a", "2.10.0", Verdict.FAILED), result("b", "")]
    )
    text = results.results_to_json(merged)
    assert (
        list(results.results_from_json(text, load_schema("smoke", str(root)), "smoke.json"))
        == merged
    )
    assert '"version": 1' in text


VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"]


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ("gggggggg", ("1.7", "")),
        ("bbbbbbbb", ("", "1.0")),
        ("gbbbbbbb", ("1.0", "1.1")),
        ("gggggggb", ("1.6", "1.7")),
        ("gggbbbbb", ("1.2", "1.3")),
        ("ggg?bbbb", ("1.2", "1.4")),
        ("g??????b", ("1.0", "1.7")),
        ("??gggb??", ("1.4", "1.5")),
        ("????????", ("", "")),
        ("bbbbgggg", ("1.7", "")),
        ("???????g", ("1.7", "")),
    ],
)
def test_bisection(states: str, answer: tuple[str, str]) -> None:
    verdicts: Mapping[str, Verdict] = {
        "g": Verdict.CONTRADICTED,
        "b": Verdict.FAILED,
        "?": Verdict.UNTESTABLE,
    }
    tried: list[str] = []

    def prove(version: str) -> SmokeResult:
        tried.append(version)
        return result("a", version, verdicts[states[VERSIONS.index(version)]])

    outcome = find_break(VERSIONS, prove)
    assert (outcome.last_good, outcome.first_bad) == answer
    assert len(tried) == len(set(tried)) == len(outcome.tried)
    assert len(tried) <= 5 or "?" in states


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("two", "'two' is no version of MindSpore"),
        ("./gone/python", "cannot be run"),
        ("/bin/false", "has no MindSpore"),
    ],
)
def test_what_is_no_environment(tmp_path: Path, word: str, fault: str) -> None:
    with pytest.raises(CatalogError, match=fault):
        environments.make_environment(word, tmp_path, lambda _: None)


def test_an_environment_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    place = tmp_path / environments._folder_name("9.9.9")
    (place / "bin").mkdir(parents=True)
    (place / "bin" / "python").symlink_to(sys.executable)
    (place / "ready.json").write_text("{}")
    environment = environments.make_environment(
        "9.9.9", tmp_path, lambda _: pytest.fail("it is made again")
    )
    assert environment == environments.Environment("9.9.9", str(place / "bin" / "python"))


def test_a_version_that_no_index_has_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lines: list[str] = []
    environment = environments.make_environment("9.9.9", tmp_path, lines.append)
    assert environment.fault.startswith("there is no MindSpore 9.9.9 for Python 3.")
    assert list(tmp_path.iterdir()) == []
    assert len(lines) == 1


def pretended(folder: Path, version: str, broken: bool) -> Path:
    """A Python whose MindSpore claims to be ``version``; where ``broken``, it has no names."""
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / f"mindspore-{version}.dist-info").mkdir()
    (packages / f"mindspore-{version}.dist-info" / "METADATA").write_text(
        f"Name: mindspore\nVersion: {version}\n"
    )
    (real,) = [path for path in sys.path if Path(path, "mindspore").is_dir()]
    (packages / "real.pth").write_text(f"{real}\n")
    if broken:
        (packages / "mindspore").mkdir()
        (packages / "mindspore" / "__init__.py").write_text(
            "raise ImportError('cannot import name Cell')\n"
        )
    return folder / "bin" / "python"


@needs_mindspore
def test_versions_run_in_environments_of_their_own(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    network(hub, "n", NET + MAKE + "    return Net()")
    card(hub, "acme/1.0/n", "model-name: n\nnetwork: networks/n\ninput-shape: '[1, 3, 8, 8]'")
    old = pretended(tmp_path / "old", "9.1.0", broken=False)
    new = pretended(tmp_path / "new", "9.2.0", broken=True)
    words = f"{new},{old}"
    home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = catalog(
        "smoke", "--mindspore", words, "--results", "smoke.json", cwd=hub, environment=home
    )
    assert ran.returncode == 1, ran.stderr
    assert "on MindSpore ✓ 9.1.0, ✗ 9.2.0; last known good: 9.1.0" in ran.stdout
    text = (hub / "smoke.json").read_text()
    (tested,) = results.results_from_json(text, load_schema("smoke", str(hub)), "smoke.json")
    assert [versions.mindspore_version(run) for run in (tested, *tested.runs)] == ["9.2.0", "9.1.0"]
    ran = catalog("smoke", "bisect", "acme/1.0/n", "--mindspore", words, cwd=hub, environment=home)
    assert ran.returncode == 1
    assert ran.stdout.endswith("last known good: 9.1.0; first bad: 9.2.0\n")
