"""Runs rules over a hub: hits become findings, with the line and column of their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalog.model import (
    SEVERITIES,
    Card,
    CatalogError,
    Finding,
    Hit,
    Hub,
    Rule,
    Settings,
    Severity,
    did_you_mean,
)
from catalog.rules import RULES
from catalog.rules.allowance.comments import (
    allow_without_rule,
    allowances,
    allowances_without_rule,
    unused_allow,
    unused_allowances,
)

_BATCH = 128
_UNREADABLE = "SYN110"


def choose_rules(rules: Iterable[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules that the settings leave on, with the severities that they give.

    Rules are named by code, the beginning of a code, name or tag. Of two names that disagree about
    a rule the more exact decides, and of two that are equally exact the one that switches off.
    Mandatory rules are always on.

    Raises:
        CatalogError: a name fits no rule, or switches a mandatory one off.
    """
    rules = tuple(rules)
    for name in (*settings.select, *settings.extend_select, *settings.severity, *settings.ignore):
        if all(_exactness(rule, name) < 0 for rule in rules):
            names = {word for rule in rules for word in (rule.code, rule.name, *rule.tags)}
            raise CatalogError(
                f"there is no rule {name!r}{did_you_mean(name, names)} (`catalog rules` lists them)"
            )
    off = {name.lower() for name in settings.ignore}
    off |= {name.lower() for name, severity in settings.severity.items() if severity == "off"}
    for rule in rules:
        if rule.mandatory and off & {rule.code.lower(), rule.name}:
            raise CatalogError(f"{rule.code} {rule.name} is mandatory: nobody can switch it off")
    chosen = (rule for rule in rules if rule.mandatory or _is_on(rule, settings))
    return tuple(replace(rule, severity=_severity(rule, settings)) for rule in chosen)


def _exactness(rule: Rule, name: str) -> int:
    """How exactly ``name`` means ``rule``: -1 not at all, 0 a tag, else the letters of the code."""
    if name.lower() in (rule.name, rule.code.lower()):
        return 100
    if name and rule.code.startswith(name.upper()):
        return len(name)
    return 0 if name.lower() in rule.tags else -1


def _best(rule: Rule, names: Iterable[str]) -> tuple[int, str]:
    """The name that means ``rule`` most exactly, and how exactly it does."""
    return max(((_exactness(rule, name), name) for name in names), default=(-1, ""))


def _is_on(rule: Rule, settings: Settings) -> bool:
    wanted, _ = _best(rule, (*settings.select, *settings.extend_select))
    unwanted, _ = _best(rule, settings.ignore)
    graded, name = _best(rule, settings.severity)
    if graded >= 0 and settings.severity[name] == "off":
        unwanted = max(unwanted, graded)
    return wanted > unwanted or (unwanted < 0 and not settings.select)


def _severity(rule: Rule, settings: Settings) -> Severity:
    on = {name: severity for name, severity in settings.severity.items() if severity != "off"}
    exactness, name = _best(rule, on)
    if exactness < 0:
        return rule.severity
    return max(on[name], rule.severity, key=SEVERITIES.index) if rule.mandatory else on[name]


def lint(
    hub: Hub, rules: Iterable[Rule], progress: Callable[[int], None] = lambda _done: None
) -> list[Finding]:
    """Every finding of ``rules`` in ``hub``, by path and place.

    ``progress`` is called with the number of cards done so far.
    """
    rules = tuple(rules)
    own = {
        card.path: findings
        for card, findings in own_findings(hub, hub.cards.values(), rules, progress)
    }
    return [
        finding
        for _, findings in reported_findings(hub, rules, lambda card: own[card.path])
        for finding in findings
    ]


def own_findings(
    hub: Hub,
    cards: Iterable[Card],
    rules: Iterable[Rule],
    progress: Callable[[int], None] = lambda _done: None,
) -> Iterator[tuple[Card, list[Finding]]]:
    """Each of ``cards`` with the findings of ``rules`` that look at one card, allowed or not."""
    cards = list(cards)
    single = [rule for rule in rules if not rule.catalog_wide]
    # A rule looks at some cards before the next one does: its code stays in the processor's
    # cache, which is a quarter faster.
    for start in range(0, len(cards), _BATCH):
        batch = cards[start : start + _BATCH]
        findings: dict[str, list[Finding]] = {card.path: [] for card in batch}
        for finding in _lint_batch(batch, hub, single):
            findings[finding.path].append(finding)
        yield from ((card, findings[card.path]) for card in batch)
        progress(start + len(batch))


def graded_findings(
    findings: Iterable[Finding], severities: Mapping[str, Severity]
) -> list[Finding]:
    """Those of ``findings`` whose codes have severities, with these."""
    return [
        finding
        if finding.severity == severities[finding.code]
        else finding._replace(severity=severities[finding.code])
        for finding in findings
        if finding.code in severities
    ]


def reported_findings(
    hub: Hub,
    rules: Iterable[Rule],
    own: Callable[[Card], Sequence[Finding]],
    with_text: Callable[[Card], Card] = lambda card: card,
) -> Iterator[tuple[Card, list[Finding]]]:
    """Each card of ``hub``, by path, with the findings that it does not allow, by place.

    ``own`` gives the findings of ``own_findings`` in a card; those of rules that look at all cards
    are added here, and for their places ``with_text`` gives a card with its text.
    """
    rules = tuple(rules)
    wide: dict[str, list[Finding]] = {}
    for rule in rules:
        if rule.catalog_wide:
            for hit in rule.check(hub):  # type: ignore[call-arg, arg-type]  # catalog-wide
                finding = _finding(rule, replace(hit, card=with_text(hit.card)))
                wide.setdefault(finding.path, []).append(finding)
    for card in sorted(hub.cards.values(), key=lambda card: card.path):
        findings = [*own(card), *wide.get(card.path, ())]
        yield card, sorted(_not_allowed(card, findings, rules), key=_order)


def _not_allowed(card: Card, findings: list[Finding], rules: tuple[Rule, ...]) -> list[Finding]:
    """``findings`` without those that the card allows, and with those about useless allowances."""
    allowed = allowances(card)
    if not allowed:
        return findings
    by_code = {rule.code: rule for rule in rules}
    reported = [
        finding
        for finding in findings
        if by_code[finding.code].mandatory or not any(entry.covers(finding) for entry in allowed)
    ]
    if unused := by_code.get(unused_allow.code):
        reported.extend(_finding(unused, hit) for hit in unused_allowances(card, findings, rules))
    if nameless := by_code.get(allow_without_rule.code):
        reported.extend(_finding(nameless, hit) for hit in allowances_without_rule(card, RULES))
    return reported


def _lint_batch(cards: list[Card], hub: Hub, rules: list[Rule]) -> Iterator[Finding]:
    unread = {id(card) for card in cards if _is_unread(card)}
    for rule in rules:
        for card in cards:
            if not unread or id(card) not in unread or rule.code == _UNREADABLE:
                for hit in rule.check(card, hub):  # type: ignore[call-arg, arg-type]  # one card
                    yield _finding(rule, hit)


def _is_unread(card: Card) -> bool:
    return not card.header and any(
        fault.kind in ("unreadable", "nul", "too-large") for fault in card.faults
    )


def lint_card(card: Card, hub: Hub, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of ``rules`` in ``card``; a file that cannot be read has only that finding."""
    return _lint_batch([card], hub, list(rules))


def _finding(rule: Rule, hit: Hit) -> Finding:
    source = hit.card.source
    place = source.place(hit.span)
    return Finding(
        path=hit.card.path,
        place=place,
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=hit.message,
        hint=hit.hint,
        line_text=source.line(place.line),
        fix=hit.fix,
        uid=hit.card.uid,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.place, finding.code, finding.message
