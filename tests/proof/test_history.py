"""Results on several versions of MindSpore: merged, listed, and remembered."""

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.hub.card_schema import load_schema
from catalog.model import Check, SmokeResult, Verdict
from catalog.proof import history as versions
from catalog.proof import smoke_json as results


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
