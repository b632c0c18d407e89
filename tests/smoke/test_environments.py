"""Environments of other versions of MindSpore, and the search for the version that broke a card."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog.model import CatalogError, Check, SmokeResult, Verdict
from catalog.smoke import environments
from catalog.smoke.bisect import find_break

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
        verdict = verdicts[states[VERSIONS.index(version)]]
        check = Check("network", "", "", verdict, "why")
        return SmokeResult("a", "", (check,), {"mindspore": version})

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
