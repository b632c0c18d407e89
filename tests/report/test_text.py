"""What people read: findings with source lines, counts, pages of rules, tables of smoke runs."""

import json

import pytest
from jsonschema import Draft202012Validator

from catalog.hub.card_schema import load_schema
from catalog.model import Check, Finding, Fix, Place, Severity, SmokeResult, Verdict
from catalog.report import (
    FORMATS,
    LintReport,
    explain,
    rules_document,
    rules_page,
    smoke_table,
    statistics,
    summary,
)
from catalog.rules import RULES
from catalog.rules.define import rule_page
from tests.cards import ROOT, card_text, findings, read_card


def report(findings: list[Finding], cards: int, form: str) -> str:
    return FORMATS[form].write(LintReport(findings, cards))


def finding(
    line: str = "a word",
    place: tuple[int, int, int, int] = (7, 3, 7, 7),
    severity: Severity = "warning",
    safe: bool | None = None,
    code: str = "ABC101",
) -> Finding:
    fix = None if safe is None else Fix("drop it", (), safe)
    return Finding(
        "cards/a.md", Place(*place), code, "a-word", severity, "'word' is one", "drop it", line, fix
    )


HEAD = "cards/a.md:7:3: warning ABC101 a-word: 'word' is one (drop it)\n"
LONG = "x" * 300


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (finding(), "  7 | a word\n    |   ^^^^\n"),
        (finding("\ta\tword", (7, 4, 7, 8)), "  7 |  a word\n    |    ^^^^\n"),
        (finding("中文 词", (7, 4, 7, 5)), "  7 | 中文 词\n    |      ^^\n"),
        (finding("e\u0301 word", (7, 4, 7, 8)), "  7 | e\u0301 word\n    |   ^^^^\n"),
        (finding("a \x1b[31m\x07d", (7, 3, 7, 8)), "  7 | a  [31m d\n    |   ^^^^^\n"),
        (finding("a word", (7, 3, 7, 3)), "  7 | a word\n    |   ^\n"),
        (finding("a word", (7, 3, 9, 1)), "  7 | a word\n    |   ^^^^\n"),
        (finding("a word", (120, 3, 120, 7)), "  120 | a word\n      |   ^^^^\n"),
        (finding(LONG, (7, 201, 7, 203)), f"  7 | {'x' * 110}\n    | {' ' * 59}^^\n"),
        (finding(LONG, (7, 1, 7, 301)), f"  7 | {'x' * 110}\n    | {'^' * 110}\n"),
        (finding("  "), ""),
    ],
)
def test_carets_stand_below_the_place(one: Finding, expected: str) -> None:
    head, _, rest = report([one], 1, "full").partition("\n")
    assert head + "\n" == HEAD.replace(":7:3:", f":{one.place.line}:{one.place.column}:")
    assert rest == expected + "1 card: 1 warning\n"


@pytest.mark.parametrize(
    ("found", "cards", "expected"),
    [
        ([], 1, "1 card: nothing to complain of"),
        ([], 2031, "2,031 cards: nothing to complain of"),
        ([finding(severity="error")], 2, "2 cards: 1 error"),
        ([finding(severity="info")] * 2, 1, "1 card: 2 notes"),
        (
            [
                finding(severity="info", safe=True),
                finding(safe=False),
                finding(severity="error", safe=True),
            ],
            1,
            "1 card: 1 error, 1 warning, 1 note (2 mended by --fix, 1 by --unsafe-fixes)",
        ),
    ],
)
def test_summary(found: list[Finding], cards: int, expected: str) -> None:
    assert summary(LintReport(found, cards)) == expected
    assert report(found, cards, "concise").splitlines()[-1] == expected


def test_concise_is_a_line_each() -> None:
    broken = Finding("a.md", Place(1, 1, 1, 1), "ABC101", "a-word", "info", "two\nlines", "")
    assert report([finding(), broken], 1, "concise") == (
        f"{HEAD}a.md:1:1: info ABC101 a-word: two⏎lines\n1 card: 1 warning, 1 note\n"
    )


def test_statistics_count_the_most_frequent_first() -> None:
    found = [finding(code="ABC102"), *[finding()] * 1000]
    assert statistics(LintReport(found, 3)) == (
        "  1,000  in     1 card   warning  ABC101 a-word\n"
        "      1  in     1 card   warning  ABC102 a-word\n"
        "3 cards: 1,001 warnings\n"
    )


def test_the_document_follows_its_schema_and_says_what_was_asked_for() -> None:
    found = [finding(safe=True), *findings(read_card(card_text(body="TODO\n")))]
    found = [one._replace(uid="a/1.0/b") for one in found]
    made = json.loads(report(found, 2, "json"))
    Draft202012Validator(load_schema("findings", str(ROOT))).validate(made)
    asked = {
        "path": "cards/a.md",
        "line": 7,
        "column": 3,
        "end_line": 7,
        "end_column": 7,
        "code": "ABC101",
    }
    asked |= {
        "name": "a-word",
        "severity": "warning",
        "message": "'word' is one",
        "hint": "drop it",
        "fixable": True,
    }
    assert made["findings"][0].items() >= asked.items()
    assert made["version"] == 1
    assert made["summary"]["findings"] == len(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explanations_hold_all_of_the_page(rule: object) -> None:
    one = next(known for known in RULES if known is rule)
    text, page = explain(one), rule_page(one)
    assert text.startswith(f"## {one.code} {one.name}\n\n{page.fault}\n")
    assert f"Severity: {one.severity}." in text
    assert text.count("Wrong:\n") + text.count("Right:\n") == len(page.examples)
    assert all(example.text.rstrip() in text for example in page.examples)


def test_all_rules_for_programs_and_for_the_guide() -> None:
    listed = rules_document(RULES)["rules"]
    assert [one["code"] for one in listed] == sorted(rule.code for rule in RULES)
    assert json.loads(json.dumps(listed)) == listed
    page = rules_page(RULES)
    assert all(f"| [{one.code}](#{one.code.lower()}-{one.name}) |" in page for one in RULES)
    assert page.startswith(f"# Rules\n\n{len(RULES)} rules. ")


def check(fact: str, claimed: str, measured: str, verdict: Verdict) -> Check:
    return Check(fact, claimed, measured, verdict, "it was run")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], "0 cards: nothing checked\n"),
        (
            [
                SmokeResult(
                    "a/1.0/b",
                    "net()",
                    (
                        check("parameters", "5.2M", "5,204,476", Verdict.CONFIRMED),
                        check("classes", "", "10", Verdict.NOT_STATED),
                        check("layout", "NCHW", "", Verdict.FAILED),
                    ),
                ),
                SmokeResult(
                    "a/1.0/c", "", (check("network", "", "", Verdict.FAILED),), failure="crashed"
                ),
                SmokeResult(
                    "a/1.0/d", "", (check("ONNX", "", "", Verdict.NOT_STATED),), failure="raised"
                ),
            ],
            """\
a/1.0/b  net()
  ✓ confirmed         parameters  card 5.2M, measured 5,204,476; it was run
  · not stated        classes     10; it was run
  ✗ failed            layout      card NCHW; it was run
a/1.0/c  (no network)
  ✗ failed            network  it was run
a/1.0/d  (no network)
  · not stated        ONNX  it was run
1 card crashed: the process was ended by a signal (build and run the network outside to see where)
3 cards: 1 not stated, 2 failed; 5 facts: 1 confirmed, 2 not stated, 2 failed
""",
        ),
    ],
)
def test_smoke_table(results: list[SmokeResult], expected: str) -> None:
    assert smoke_table(results, False) == expected
