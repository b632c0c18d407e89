"""Pages for maintainers: findings by rule and by card, evidence."""

from dataclasses import replace

from catalog.claims.facts import with_findings
from catalog.model import Check, Finding, Place, SmokeResult, Verdict
from catalog.proof.failures import FAILURE_KINDS
from catalog.rules import RULES
from catalog.website.maintainer import (
    FindingPlace,
    check_rows,
    failure_groups,
    rule_context,
    rule_counts,
    run_rows,
    severity_counts,
    worst_cards,
)
from tests.card_facts import make_facts, pages_by_uid

RULE = next(rule for rule in RULES if rule.code == "AST101")
PAGES = {rule.code: f"rules/{rule.code}.html" for rule in RULES}


def finding(path: str, line: int, message: str = "wrong", code: str = "AST101") -> Finding:
    return Finding(path, Place(line, 1, line, 2), code, "name", "error", message, "do this")


FINDINGS = [
    finding("a.md", 3),
    finding("a.md", 9),
    finding("b.md", 3, "other"),
    finding("c.md", 1, code="MET101"),
]


def test_rules_are_counted_by_finding_and_by_card() -> None:
    cards = [
        with_findings(make_facts(path), [finding for finding in FINDINGS if finding.path == path])
        for path in ("a.md", "b.md", "c.md")
    ]
    counted = {
        rule.rule.code: (rule.findings, rule.cards)
        for rule in rule_counts(RULES, cards, PAGES)
        if rule.findings
    }
    assert counted == {"AST101": (3, 2), "MET101": (1, 1)}
    assert rule_counts(RULES, cards, PAGES)[0].rule.code == "AST101"
    assert severity_counts(cards) == (("error", 4), ("warning", 0), ("info", 0))


def test_page_of_a_rule_groups_places_by_message() -> None:
    context = rule_context(RULE, FINDINGS[:3], {"a.md": "a"}, {"a": "cards/a.html"})
    assert [(group.text, group.hint, group.places) for group in context["messages"]] == [
        (
            "wrong",
            "do this",
            (FindingPlace("a", "cards/a.html", 3), FindingPlace("a", "cards/a.html", 9)),
        ),
        ("other", "do this", (FindingPlace("b.md", "", 3),)),
    ]
    assert context["total"] == 3
    assert "<p>" in context["reason"]
    assert [sample.bad for sample in context["samples"]] == [True, False]


def test_cards_with_the_gravest_findings_come_first() -> None:
    cards = [
        make_facts("a/1.0/n"),
        make_facts("a/1.0/m")._replace(findings={"warning": 9}),
        make_facts("a/1.0/o")._replace(findings={"error": 1}),
    ]
    assert [(card.uid, card.counts) for card in worst_cards(cards, pages_by_uid(*cards))] == [
        ("a/1.0/o", (1, 0, 0)),
        ("a/1.0/m", (0, 9, 0)),
    ]


def test_evidence_of_what_was_run() -> None:
    cards = [
        make_facts("a/1.0/n"),
        make_facts("a/1.0/m", verdict=Verdict.CONTRADICTED),
        make_facts("a/1.0/o", verdict=Verdict.CONFIRMED),
    ]
    assert [(run.uid, run.state, run.counts) for run in run_rows(cards, pages_by_uid(*cards))] == [
        ("a/1.0/m", "contradicted", (("contradicted", 1),)),
        ("a/1.0/o", "confirmed", (("confirmed", 1),)),
    ]
    assert [
        (row.uid, row.fact, row.note) for row in check_rows(cards, pages_by_uid(*cards), "error")
    ] == [("a/1.0/m", "F", "why")]


def test_failures_by_class_that_of_most_cards_first() -> None:
    kinds = {
        "a/1.0/n": "crashed",
        "a/1.0/m": "no-name",
        "a/1.0/l": "no-name",
        "a/1.0/k": "",
        "a/1.0/j": "from-elsewhere",
    }
    failed = Check("network", "", "", Verdict.FAILED, "why")
    cards = [
        make_facts(uid)._replace(result=SmokeResult(uid, "", (failed,), failure=kind))
        for uid, kind in kinds.items()
    ]
    # What works as a whole is not on the list, though a part of it could not be tested.
    works = replace(failed, verdict=Verdict.CONFIRMED)
    cards.append(
        make_facts("a/1.0/h")._replace(
            result=SmokeResult("a/1.0/h", "", (works,), failure="raised")
        )
    )
    groups = [
        (group.kind, [link.text for link in group.cards])
        for group in failure_groups([*cards, make_facts("a/1.0/i")], pages_by_uid(*cards))
    ]
    assert groups == [
        ("no-name", ["a/1.0/l", "a/1.0/m"]),
        ("crashed", ["a/1.0/n"]),
        ("from-elsewhere", ["a/1.0/j"]),
    ]
    first = failure_groups(cards, pages_by_uid(*cards))[0]
    assert (first.sentence, first.advice) == FAILURE_KINDS["no-name"]
