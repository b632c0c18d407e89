"""Findings from the results of smoke runs; a shape that was proved is offered as a fix."""

from pathlib import Path

import pytest

from catalog.hub.open import open_hub
from catalog.lint import fix
from catalog.lint.engine import choose_rules, lint
from catalog.model import Check, Settings, SmokeResult, Verdict
from catalog.proof.smoke_json import results_to_json
from catalog.rules import RULES
from tests.cards import HEADER, card_text

UID = "a/1.0/ghostnet"
DECLARED = "[{name: image, shape: [1, 3, 224, 224], layout: NCHW, dtype: float32}]"


def mended(
    folder: Path, header: dict[str, str], claimed: tuple[str, str], proved: tuple[str, str]
) -> list[str]:
    """The lines of the card that speak of its input, after all fixes of what smoke found."""
    path = folder / "cards" / f"{UID}.md"
    path.parent.mkdir(parents=True)
    plain = {key: value for key, value in HEADER.items() if key != "inputs"}
    path.write_text(card_text({**plain, **header}), encoding="utf-8")
    verdicts: list[Verdict] = [
        Verdict.CONTRADICTED if claim else Verdict.NOT_STATED for claim in claimed
    ]
    facts = ("input shape", "input layout")
    checks = (
        Check(*check, "it was run") for check in zip(facts, claimed, proved, verdicts, strict=True)
    )
    (folder / "smoke.json").write_text(
        results_to_json([SmokeResult(UID, "n", tuple(checks))]), encoding="utf-8"
    )
    hub = open_hub(
        [folder / "cards"], Settings(root=str(folder), smoke_results="smoke.json", select=("SMK",))
    )
    rules = choose_rules(RULES, hub.settings)
    findings = lint(hub, rules)
    assert findings
    text = fix.fix_card(hub.cards[UID], hub, findings, rules, True).data.decode()
    return [line for line in text.splitlines() if line.startswith(("input", "  shape", "  layout"))]


@pytest.mark.parametrize(
    ("header", "claimed", "proved", "expected"),
    [
        (
            {"input-shape": "[224, 224, 3]"},
            ("[224, 224, 3]", ""),
            ("1x3x224x224", "NCHW"),
            [f"inputs: {DECLARED}"],
        ),
        (
            {"input-shape": "[227, 227, 3]"},
            ("[227, 227, 3]", ""),
            ("1x3x224x224", "NCHW"),
            [f"inputs: {DECLARED}"],
        ),
        (
            {"inputs": "[{shape: [224, 224, 3], layout: HWC}]"},
            ("[224, 224, 3]", "HWC"),
            ("1x3x224x224", "NCHW"),
            ["inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]"],
        ),
        (
            {"inputs": "[{shape: [1, 8], layout: NC}]"},
            ("[1, 8]", "NC"),
            ("1x9", "NC"),
            ["inputs: [{shape: [1, 9], layout: NC}]"],
        ),
        # Two tensors, or sizes that nobody measured, are left to a human.
        (
            {"inputs": "[{shape: [1, 8], layout: NC}, {shape: [1, 8], layout: NC}]"},
            ("[1, 8], [1, 8]", ""),
            ("1x9, 1x9", "NC, NC"),
            ["inputs: [{shape: [1, 8], layout: NC}, {shape: [1, 8], layout: NC}]"],
        ),
        (
            {"input-shape": "[224, 224, 3]"},
            ("[224, 224, 3]", ""),
            ("1x3x224x224", ""),
            ["input-shape: [224, 224, 3]"],
        ),
    ],
)
def test_the_shape_that_was_proved_is_a_fix(
    tmp_path: Path,
    header: dict[str, str],
    claimed: tuple[str, str],
    proved: tuple[str, str],
    expected: list[str],
) -> None:
    assert mended(tmp_path, header, claimed, proved) == expected


@pytest.mark.parametrize(("stated", "codes"), [("", ["SMK102"]), ("what it stated before", [])])
def test_what_the_card_stated_before_is_passed_over(
    tmp_path: Path, stated: str, codes: list[str]
) -> None:
    path = tmp_path / "cards" / f"{UID}.md"
    path.parent.mkdir(parents=True)
    path.write_text(card_text(), encoding="utf-8")
    result = SmokeResult(
        UID, "n", (Check("network", "n", "", Verdict.FAILED, "raised"),), stated=stated
    )
    (tmp_path / "smoke.json").write_text(results_to_json([result]), encoding="utf-8")
    hub = open_hub(
        [tmp_path / "cards"],
        Settings(root=str(tmp_path), smoke_results="smoke.json", select=("SMK",)),
    )
    assert [finding.code for finding in lint(hub, choose_rules(RULES, hub.settings))] == codes


@pytest.mark.parametrize(
    ("fact", "header", "line"),
    [
        (
            "weights",
            {"asset": "[{file-format: ckpt, asset-link: <https://x.org/a.ckpt>}]"},
            "asset: ",
        ),
        ("test outputs", {"tests": "[{inputs: a.npy, outputs: b.npy}]"}, "tests: "),
        ("classes", {}, "train-dataset: "),
        ("repeatable", {"network": "networks/ghostnet"}, "network: "),
        ("repeatable", {}, "repo-link: "),
    ],
)
def test_a_finding_stands_where_the_card_speaks_of_it(
    tmp_path: Path, fact: str, header: dict[str, str], line: str
) -> None:
    path = tmp_path / "cards" / f"{UID}.md"
    path.parent.mkdir(parents=True)
    path.write_text(card_text({**HEADER, **header}), encoding="utf-8")
    result = SmokeResult(UID, "n", (Check(fact, "n", "m", Verdict.CONTRADICTED, "measured"),))
    (tmp_path / "smoke.json").write_text(results_to_json([result]), encoding="utf-8")
    hub = open_hub(
        [tmp_path / "cards"],
        Settings(root=str(tmp_path), smoke_results="smoke.json", select=("SMK",)),
    )
    (finding,) = lint(hub, choose_rules(RULES, hub.settings))
    assert hub.cards[UID].source.text.splitlines()[finding.place.line - 1].startswith(line)
