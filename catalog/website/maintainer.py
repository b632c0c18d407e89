"""What the pages for maintainers show: rules, the findings under each, and the evidence of the smoke run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from sys import intern
from typing import Any, NamedTuple

from markupsafe import Markup

from catalog.claims.facts import Facts
from catalog.model import SEVERITIES, Finding, Rule, Severity
from catalog.proof.failures import KINDS
from catalog.rules.define import rule_page
from catalog.website.lists.models import PageLink
from catalog.website.markdown.highlight import highlight
from catalog.website.markdown.render import render_body
from catalog.website.numbers import capitalize_first, group_digits

_WORST = 25


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
    """What was found, what to write instead, and every place."""

    text: str
    hint: str
    spots: tuple[FindingPlace, ...]


class RuleExample(NamedTuple):
    """An example of a rule, coloured."""

    bad: bool
    code: Markup


class FaultyCard(NamedTuple):
    """A card with the number of its findings by severity, gravest first."""

    uid: str
    page: str
    counts: tuple[int, ...]


class CheckRow(NamedTuple):
    """Where one check came out: the card, the fact, both figures, the state and how it was found out."""

    uid: str
    page: str
    fact: str
    claimed: str
    measured: str
    state: str
    note: str


class RunRow(NamedTuple):
    """The smoke run of one card: its network, its gravest state, and how many facts are in each state."""

    uid: str
    page: str
    network: str
    state: str
    counts: tuple[tuple[str, int], ...]


class FailureGroup(NamedTuple):
    """A class of failure: what it is in a sentence, what to do, and the cards that came to it."""

    kind: str
    sentence: str
    advice: str
    cards: tuple[PageLink, ...]


def rule_counts(
    rules: Iterable[Rule], cards: Iterable[Facts], pages: Mapping[str, str]
) -> tuple[RuleCount, ...]:
    """Every rule with what it found in ``cards``, the gravest and most frequent first."""
    counts, having = Counter[str](), Counter[str]()
    for one in cards:
        counts.update(one.codes)
        having.update(one.codes.keys())
    made = (
        RuleCount(
            rule, rule_page(rule).fault, pages[rule.code], counts[rule.code], having[rule.code]
        )
        for rule in rules
    )
    return tuple(
        sorted(
            made,
            key=lambda one: (-SEVERITIES.index(one.rule.severity), -one.findings, one.rule.code),
        )
    )


def severity_counts(cards: Iterable[Facts]) -> tuple[tuple[Severity, int], ...]:
    """How many findings of each severity ``cards`` have, gravest first."""
    counts: Counter[Severity] = Counter()
    for one in cards:
        counts.update(one.findings)
    return tuple((severity, counts[severity]) for severity in reversed(SEVERITIES))


def worst_cards(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[FaultyCard, ...]:
    """The cards with the gravest findings, most first."""
    made = (
        FaultyCard(
            one.uid,
            pages[one.uid],
            tuple(one.findings.get(severity, 0) for severity in reversed(SEVERITIES)),
        )
        for one in cards
        if one.findings
    )
    return tuple(
        sorted(made, key=lambda one: (tuple(-count for count in one.counts), one.uid))[:_WORST]
    )


def rule_context(
    rule: Rule, findings: Iterable[Finding], uids: Mapping[str, str], pages: Mapping[str, str]
) -> dict[str, Any]:
    """What the page of a rule shows. ``uids`` are by the paths of cards' files, ``pages`` by UID."""
    reason, samples = _told(rule)
    messages: dict[tuple[str, str], list[FindingPlace]] = {}
    for finding in findings:
        uid = uids.get(finding.path, finding.path)
        spot = FindingPlace(uid, pages.get(uid, ""), finding.place.line)
        messages.setdefault((finding.message, intern(finding.hint)), []).append(spot)
    return {
        "rule": rule,
        "fault": rule_page(rule).fault,
        "reason": reason,
        "samples": samples,
        "messages": tuple(
            MessageGroup(text, hint, tuple(sorted(spots)))
            for (text, hint), spots in sorted(
                messages.items(), key=lambda item: (-len(item[1]), item[0])
            )
        ),
        "total": sum(map(len, messages.values())),
    }


@cache
def _told(rule: Rule) -> tuple[Markup, tuple[RuleExample, ...]]:
    """The reason of a rule and its examples as HTML, made once a process: they are the same in every catalog."""
    page = rule_page(rule)
    samples = (
        RuleExample(
            each.bad, highlight(each.text.rstrip("\n"), "yaml" if each.part == "header" else "")
        )
        for each in page.examples
    )
    return render_body(page.reason, lambda _link: ""), tuple(samples)


def check_rows(
    cards: Iterable[Facts], pages: Mapping[str, str], severity: Severity
) -> tuple[CheckRow, ...]:
    """Every check whose verdict is of ``severity``, by card."""
    return tuple(
        CheckRow(
            one.uid,
            pages[one.uid],
            capitalize_first(check.fact),
            group_digits(check.claimed),
            group_digits(check.measured),
            check.verdict.id,
            check.evidence,
        )
        for one in cards
        if one.result
        for check in one.result.checks
        if check.verdict.severity == severity
    )


def run_rows(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[RunRow, ...]:
    """Every card whose network somebody ran, with the states of its facts."""
    made = []
    for one in cards:
        if one.result:
            counts = Counter(check.verdict.id for check in one.result.checks)
            states = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
            made.append(RunRow(one.uid, pages[one.uid], one.result.network, one.state, states))
    return tuple(made)


def failure_groups(cards: Iterable[Facts], pages: Mapping[str, str]) -> tuple[FailureGroup, ...]:
    """The classes of failure that kept networks from being proved, that of most cards first."""
    by_kind: dict[str, list[PageLink]] = {}
    for one in cards:
        if one.result and one.result.failure and not one.result.verdict.measured:
            by_kind.setdefault(one.result.failure, []).append(PageLink(one.uid, pages[one.uid]))
    ordered = sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))
    # A file of results may be of another release, with classes of its own.
    return tuple(
        FailureGroup(kind, *KINDS.get(kind, (kind, "")), tuple(sorted(links)))
        for kind, links in ordered
    )
