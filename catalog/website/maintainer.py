"""What the pages for maintainers show: rules with their findings, and the smoke runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from markupsafe import Markup

from catalog.claims.facts import Facts
from catalog.model import SEVERITIES, Finding, Rule, Severity
from catalog.proof.failures import FAILURE_KINDS
from catalog.rules.define import rule_page
from catalog.website.lists.models import PageLink
from catalog.website.markdown.highlight import highlight
from catalog.website.markdown.render import render_body
from catalog.website.numbers import capitalize_first, group_digits

_MOST_FAULTY = 25


class RuleCount(NamedTuple):
    """A rule with the number of its findings and of the cards that have them."""

    rule: Rule
    fault: str
    page: str
    findings: int
    cards: int


class FindingPlace(NamedTuple):
    """A finding's card and line."""

    uid: str
    page: str
    line: int


class MessageGroup(NamedTuple):
    """A message with its hint, and every place that has it."""

    text: str
    hint: str
    places: tuple[FindingPlace, ...]


class RuleExample(NamedTuple):
    """An example of a rule as HTML, its code coloured."""

    bad: bool
    code: Markup


class FaultyCard(NamedTuple):
    """A card with the number of its findings by severity, gravest first."""

    uid: str
    page: str
    counts: tuple[int, ...]


class CheckRow(NamedTuple):
    """How a check came out: the card, the fact, both figures, the verdict and its evidence."""

    uid: str
    page: str
    fact: str
    claimed: str
    measured: str
    state: str
    note: str


class RunRow(NamedTuple):
    """The smoke run of a card: its network, its state, and how many facts are in each state."""

    uid: str
    page: str
    network: str
    state: str
    counts: tuple[tuple[str, int], ...]


class FailureGroup(NamedTuple):
    """A class of failure: what it is, what to do, and the cards that it stopped."""

    kind: str
    sentence: str
    advice: str
    cards: tuple[PageLink, ...]


def rule_counts(
    rules: Iterable[Rule], cards: Iterable[Facts], pages: Mapping[str, str]
) -> tuple[RuleCount, ...]:
    """Every rule with the numbers for ``cards``, the gravest and most frequent first.

    ``pages`` are of rules, by code.
    """
    findings, having = Counter[str](), Counter[str]()
    for facts in cards:
        findings.update(facts.codes)
        having.update(facts.codes.keys())

    def count(rule: Rule) -> RuleCount:
        code = rule.code
        return RuleCount(rule, rule_page(rule).fault, pages[code], findings[code], having[code])

    def gravest_first(count: RuleCount) -> tuple[int, int, str]:
        return -SEVERITIES.index(count.rule.severity), -count.findings, count.rule.code

    return tuple(sorted(map(count, rules), key=gravest_first))


def severity_counts(cards: Iterable[Facts]) -> tuple[tuple[Severity, int], ...]:
    """How many findings of each severity ``cards`` have, gravest first."""
    counts: Counter[Severity] = Counter()
    for facts in cards:
        counts.update(facts.findings)
    return tuple((severity, counts[severity]) for severity in reversed(SEVERITIES))


def worst_cards(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[FaultyCard, ...]:
    """The cards with the gravest findings, most first."""
    faulty = [
        FaultyCard(
            facts.uid,
            pages[facts.uid],
            tuple(facts.findings.get(severity, 0) for severity in reversed(SEVERITIES)),
        )
        for facts in cards
        if facts.findings
    ]
    faulty.sort(key=lambda card: (tuple(-count for count in card.counts), card.uid))
    return tuple(faulty[:_MOST_FAULTY])


def rule_context(
    rule: Rule, findings: Iterable[Finding], uids: Mapping[str, str], pages: Mapping[str, str]
) -> dict[str, Any]:
    """What ``rule.html`` shows. ``uids`` are by the paths of cards' files, ``pages`` by UID."""
    reason, samples = _explanation(rule)
    messages: dict[tuple[str, str], list[FindingPlace]] = {}
    for finding in findings:
        uid = uids.get(finding.path, finding.path)
        place = FindingPlace(uid, pages.get(uid, ""), finding.place.line)
        messages.setdefault((finding.message, intern(finding.hint)), []).append(place)
    most_first = sorted(messages.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        "rule": rule,
        "fault": rule_page(rule).fault,
        "reason": reason,
        "samples": samples,
        "messages": tuple(
            MessageGroup(text, hint, tuple(sorted(places))) for (text, hint), places in most_first
        ),
        "total": sum(map(len, messages.values())),
    }


@cache
def _explanation(rule: Rule) -> tuple[Markup, tuple[RuleExample, ...]]:
    """The reason of a rule and its examples as HTML; every catalog has the same."""
    page = rule_page(rule)
    examples = []
    for example in page.examples:
        language = "yaml" if example.part == "header" else ""
        code = highlight(example.text.rstrip("\n"), language)
        examples.append(RuleExample(example.bad, code))
    return render_body(page.reason, lambda _link: ""), tuple(examples)


def check_rows(
    cards: Iterable[Facts], pages: Mapping[str, str], severity: Severity
) -> tuple[CheckRow, ...]:
    """Every check whose verdict is of ``severity``, by card."""
    return tuple(
        CheckRow(
            facts.uid,
            pages[facts.uid],
            capitalize_first(check.fact),
            group_digits(check.claimed),
            group_digits(check.measured),
            check.verdict.id,
            check.evidence,
        )
        for facts in cards
        if facts.result
        for check in facts.result.checks
        if check.verdict.severity == severity
    )


def run_rows(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[RunRow, ...]:
    """Every card whose network somebody ran, with the states of its facts."""
    rows = []
    for facts in cards:
        if facts.result:
            counts = Counter(check.verdict.id for check in facts.result.checks)
            states = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
            rows.append(
                RunRow(facts.uid, pages[facts.uid], facts.result.network, facts.state, states)
            )
    return tuple(rows)


def failure_groups(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[FailureGroup, ...]:
    """The classes of failure that stopped networks from being measured, most frequent first."""
    by_kind: dict[str, list[PageLink]] = {}
    for facts in cards:
        if facts.result and facts.result.failure and not facts.result.verdict.measured:
            by_kind.setdefault(facts.result.failure, []).append(
                PageLink(facts.uid, pages[facts.uid])
            )
    ordered = sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))
    # A file of results may be of another release, with classes of its own.
    return tuple(
        FailureGroup(kind, *FAILURE_KINDS.get(kind, (kind, "")), tuple(sorted(links)))
        for kind, links in ordered
    )
