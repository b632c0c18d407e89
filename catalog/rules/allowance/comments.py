"""ALW1: comments that allow findings, with a reason, and those that allow nothing.

In the header it is a comment, ``# catalog: allow AST105 reason``, in the body an HTML comment of
the same words. It covers its own line and the next line that is not blank; above all keys of the
header it covers the whole card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog.model import Card, Finding, Hit, Hub, Rule, Span, did_you_mean, once
from catalog.rules.define import rule

_ALLOW = re.compile(
    r"(?:^|(?<=\s))#[ \t]*catalog:[ \t]*allow[ \t]+(?P<names>[\w,-]+)(?P<reason>[^\n\r]*)"
    r"|<!--\s*catalog:\s*allow\s+(?P<names_in_body>[\w,-]+)(?P<reason_in_body>[^\n]{0,500}?)-->",
    re.M,
)
_TO_NEXT_LINE = re.compile(r"[^\n]*\n(?:[ \t]*\r?\n)*")


class Allowance(NamedTuple):
    """A comment that allows findings of some rules: why, where it stands, which lines it covers."""

    names: tuple[str, ...]
    reason: str
    where: Span
    lines: frozenset[int]
    whole_card: bool

    def covers(self, finding: Finding) -> bool:
        named = finding.code in self.names or finding.name in self.names
        return named and (self.whole_card or finding.place.line in self.lines)


@once
def allowances(card: Card) -> tuple[Allowance, ...]:
    """Every allowance of a card, in order."""
    text = card.source.text
    if "catalog:" not in text:
        return ()
    first_key = min((span.start for span in card.key_spans.values()), default=0)
    comments = []
    for match in _ALLOW.finditer(text):
        in_body = match["names_in_body"] is not None
        if in_body != (match.start() >= card.body_span.start):
            continue
        where = Span(match.start(), match.end())
        line = card.source.place(where).line
        following = _TO_NEXT_LINE.match(text, match.end())
        next_line = (
            card.source.place(Span(following.end(), following.end())).line if following else line
        )
        comments.append(
            Allowance(
                names=tuple((match["names"] or match["names_in_body"]).split(",")),
                reason=(match["reason"] or match["reason_in_body"] or "").strip(),
                where=where,
                lines=frozenset((line, next_line)),
                whole_card=not in_body and match.start() < first_key,
            )
        )
    return tuple(comments)


@rule("ALW101", "allow-without-reason", "warning")
def allow_without_reason(card: Card, hub: Hub) -> Iterator[Hit]:
    """An allowance does not say why.

    Whoever reads the card next has to know whether the reason still holds.

    bad:
        # catalog: allow PRS103
        summary: ghostnet is used for cv

    good:
        # catalog: allow PRS103 the publisher asked for this text
        summary: ghostnet is used for cv
    """
    for allowance in allowances(card):
        if not allowance.reason:
            yield Hit(
                card,
                allowance.where,
                f"no reason to allow {', '.join(allowance.names)}",
                "write the reason behind the code",
            )


@rule("ALW102", "unused-allow", "warning")
def unused_allow(card: Card, hub: Hub) -> Iterator[Hit]:
    """An allowance allows nothing.

    The finding is gone, or the code is wrong. What is left would hide the next fault at this place.

    bad:
        # catalog: allow AST105 no other address is known
        summary: GhostNet for the classes of ImageNet

    good:
        summary: GhostNet for the classes of ImageNet
    """
    # Needs the findings of all other rules: `unused_allowances` is called after them.
    yield from ()


def unused_allowances(
    card: Card, findings: Iterable[Finding], active: Iterable[Rule]
) -> Iterator[Hit]:
    """Allowances that cover none of ``findings``, though a rule that they name was ``active``."""
    findings = list(findings)
    codes = {name for active_rule in active for name in (active_rule.code, active_rule.name)}
    for allowance in allowances(card):
        if not codes.isdisjoint(allowance.names) and not any(
            allowance.covers(finding) for finding in findings
        ):
            yield Hit(
                card,
                allowance.where,
                f"{', '.join(allowance.names)} finds nothing here",
                "delete the comment",
            )


@rule("ALW103", "allow-without-rule", "warning")
def allow_without_rule(card: Card, hub: Hub) -> Iterator[Hit]:
    """An allowance names no rule, or one that nobody may switch off.

    It allows nothing, and whoever wrote it believes that it does.

    bad:
        # catalog: allow PRS193 the publisher asked for this text
        summary: ghostnet is used for cv

    good:
        # catalog: allow PRS103 the publisher asked for this text
        summary: ghostnet is used for cv
    """
    # Needs all rules, those of this file included: see `allowances_without_rule`.
    yield from ()


def allowances_without_rule(card: Card, all_rules: Iterable[Rule]) -> Iterator[Hit]:
    """Allowances that name no rule of ``all_rules``, or a mandatory one."""
    rules = {
        name: named_rule for named_rule in all_rules for name in (named_rule.code, named_rule.name)
    }
    for allowance in allowances(card):
        for name in allowance.names:
            if name not in rules:
                nearest = did_you_mean(name, rules)
                yield Hit(
                    card,
                    allowance.where,
                    f"there is no rule {name!r}{nearest}",
                    "write the code of a rule",
                )
            elif rules[name].mandatory:
                yield Hit(
                    card,
                    allowance.where,
                    f"{name} is mandatory, nobody can allow it",
                    "mend what it finds",
                )
