"""Runs rules over a hub: hits become findings, with the line and column of their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from catalog.model import Card, CatalogError, Finding, Hit, Hub, Rule, Settings, Severity
from catalog.rules import allow


def choose(rules: Iterable[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules that the settings leave on, with the severities that they give.

    A name in ``select`` and ``ignore`` is a code, the beginning of one, or a rule's name.

    Raises:
        CatalogError: a name fits no rule.
    """
    rules = tuple(rules)
    for name in (*settings.select, *settings.ignore, *settings.severity):
        if not any(_fits(rule, name) for rule in rules):
            raise CatalogError(f"there is no rule {name!r}: `catalog rules` lists them")
    chosen = []
    for rule in rules:
        selected = not settings.select or any(_fits(rule, name) for name in settings.select)
        severity = _severity(rule, settings)
        if selected and severity and not any(_fits(rule, name) for name in settings.ignore):
            chosen.append(replace(rule, severity=severity))
    return tuple(chosen)


def _fits(rule: Rule, name: str) -> bool:
    return rule.name == name or (bool(name) and rule.code.startswith(name.upper()))


def _severity(rule: Rule, settings: Settings) -> Severity | None:
    fitting = [name for name in settings.severity if _fits(rule, name)]
    said = settings.severity[max(fitting, key=len)] if fitting else rule.severity
    return None if said == "off" else said


def lint(hub: Hub, rules: Iterable[Rule], progress: Callable[[int], None] = lambda _done: None) -> list[Finding]:
    """Every finding of ``rules`` in ``hub``, by path and place. ``progress`` is told the number of cards done."""
    rules = tuple(rules)
    single = [rule for rule in rules if not rule.catalog_wide]
    findings: list[Finding] = []
    for done, card in enumerate(hub.cards.values(), 1):
        findings.extend(lint_card(card, hub, single))
        progress(done)
    for rule in rules:
        if rule.catalog_wide:
            findings.extend(_finding(rule, hit) for hit in rule.check(hub))  # type: ignore[call-arg, arg-type]  # catalog-wide
    return sorted(_not_allowed(hub, findings, rules), key=_order)


def _not_allowed(hub: Hub, findings: list[Finding], rules: tuple[Rule, ...]) -> list[Finding]:
    """``findings`` without those that a card allows at the spot, and one for each allowance that serves nothing."""
    told = {rule.code: rule for rule in rules}
    by_path = {card.source.path: (card, allowed) for card in hub.cards.values() if (allowed := allow.allowances(card))}
    kept = [
        finding
        for finding in findings
        if finding.path not in by_path or not any(one.covers(finding) for one in by_path[finding.path][1])
    ]
    unused = told.get(allow.UNUSED_ALLOW.code)
    for path, (card, _) in by_path.items() if unused else ():
        own = [finding for finding in findings if finding.path == path]
        kept.extend(_finding(unused, hit) for hit in allow.unused(card, own, rules) if unused)
    return kept


def lint_card(card: Card, hub: Hub, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of ``rules`` in one card. Of a file that cannot be read, only that it cannot."""
    unread = not card.header and any(fault.kind in ("unreadable", "nul", "too-large") for fault in card.faults)
    for rule in rules:
        if not unread or rule.code.startswith("SYN"):
            for hit in rule.check(card, hub):  # type: ignore[call-arg, arg-type]  # the rules of one card
                yield _finding(rule, hit)


def _finding(rule: Rule, hit: Hit) -> Finding:
    source = hit.card.source
    place = source.place(hit.span)
    return Finding(
        path=source.path,
        place=place,
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=hit.message,
        hint=hit.hint,
        line_text=source.line(place.line),
        fix=hit.fix,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.place, finding.code, finding.message
