"""Which findings a change brought about: those of the changed cards, and those that it caused elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from catalog.hub import settings
from catalog.hub.git_changes import Changes, before
from catalog.hub.open import source_from
from catalog.hub.vocabularies import key_aliases
from catalog.lint.engine import lint
from catalog.model import Card, Finding, Hub, Rule
from catalog.parsing.card import parse
from catalog.parsing.card_files import decode


def touched(
    hub: Hub,
    findings: Sequence[Finding],
    rules: Iterable[Rule],
    since: Changes,
    folders: Sequence[Path],
) -> list[Finding]:
    """Those of ``findings`` that the changes ``since`` a revision touch. ``folders`` are where the cards were read.

    They are the findings in changed cards and in cards that name a removed one, and those of catalog-wide rules that
    were not there before. A change of the settings or of the hub's own schema touches them all.
    """
    if _is_of_rules(since, Path(hub.settings.root)):
        return list(findings)
    removed = _removed(since, folders)
    named = {word for card in removed for word in (card.uid, f"{card.uid.rpartition('/')[2]}.md")}
    files = {_real(Path(card.source.file)): card for card in hub.cards.values()}
    changed = {path: card for path, card in files.items() if path in since.changed}
    paths = {card.source.path for card in changed.values()}
    paths |= {
        card.source.path
        for card in hub.cards.values()
        if any(word in card.source.text for word in named)
    }
    wide = [rule for rule in rules if rule.catalog_wide]
    old = (
        {_identity(finding) for finding in lint(_before(hub, changed, removed, since), wide)}
        if wide
        else set()
    )
    codes = {rule.code for rule in wide}
    return [
        one
        for one in findings
        if one.path in paths or (one.code in codes and _identity(one) not in old)
    ]


def _is_of_rules(since: Changes, root: Path) -> bool:
    ours = (root / settings.FILE, root / "schema")
    return any(path.is_relative_to(one) for path in since.changed | since.removed for one in ours)


def _real(path: Path) -> Path:
    """``path`` as git calls it: links in its folders are followed, a link that is the file itself is not."""
    return path.parent.resolve() / path.name


def _removed(since: Changes, folders: Sequence[Path]) -> list[Card]:
    """The cards below ``folders`` that are there no more, as they were."""
    roots = {_real(folder): folder for folder in folders}
    inside = {
        path: folder
        for path in since.removed
        for root, folder in roots.items()
        if path.is_relative_to(root) and path.suffix == ".md" and path.name.lower() != "readme.md"
    }
    return [
        parse(source_from(path, inside[path], data), {})
        for path, data in before(since, inside).items()
    ]


def _before(hub: Hub, changed: Mapping[Path, Card], removed: Iterable[Card], since: Changes) -> Hub:
    """The hub as it was: changed cards with their old text, removed cards back, new ones gone."""
    aliases = key_aliases(hub.settings.root)
    texts = before(since, changed)
    old = {
        card: _as_it_was(card, texts[path], aliases) if path in texts else None
        for path, card in changed.items()
    }
    cards = {key: past for key, card in hub.cards.items() if (past := old.get(card, card))}
    return replace(hub, cards=cards | {card.uid: card for card in removed})


def _as_it_was(card: Card, data: bytes, aliases: Mapping[str, str]) -> Card:
    text, undecodable = decode(data)
    return parse(
        replace(card.source, data=data, text=text, undecodable=undecodable, unreadable=""), aliases
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.path, finding.place, finding.message
