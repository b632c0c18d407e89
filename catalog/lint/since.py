"""The findings that a change caused: in the changed cards, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from catalog.hub.git_changes import Changes, old_contents
from catalog.hub.open import source_at
from catalog.hub.settings import SETTINGS_FILE
from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import lint
from catalog.model import Card, Finding, Hub, Rule
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import decode


def findings_since(
    hub: Hub,
    findings: Sequence[Finding],
    rules: Iterable[Rule],
    changes: Changes,
    folders: Sequence[Path],
) -> list[Finding]:
    """Those of ``findings`` that ``changes`` caused; ``folders`` are where the cards were read.

    They are the findings in changed cards and in cards that name a removed card, and those of
    catalog-wide rules that were not there before. A change of the settings or of the hub's own
    schema causes them all.
    """
    if _change_rules(changes, Path(hub.settings.root)):
        return list(findings)
    removed = _removed(changes, folders)
    named = {word for card in removed for word in (card.uid, f"{card.uid.file_name}.md")}
    files = {_real(Path(card.source.file)): card for card in hub.cards.values()}
    changed = {path: card for path, card in files.items() if path in changes.changed}
    paths = {card.source.path for card in changed.values()}
    paths |= {
        card.source.path
        for card in hub.cards.values()
        if any(word in card.source.text for word in named)
    }
    wide = [rule for rule in rules if rule.catalog_wide]
    past = lint(_hub_before(hub, changed, removed, changes), wide) if wide else []
    old = {_identity(finding) for finding in past}
    codes = {rule.code for rule in wide}
    return [
        finding
        for finding in findings
        if finding.path in paths or (finding.code in codes and _identity(finding) not in old)
    ]


def _change_rules(changes: Changes, root: Path) -> bool:
    """Whether ``changes`` touch what all findings depend on: the settings, the hub's own schema."""
    deciding = (root / SETTINGS_FILE, root / "schema")
    paths = changes.changed | changes.removed
    return any(path.is_relative_to(place) for path in paths for place in deciding)


def _real(path: Path) -> Path:
    """``path`` as git writes it: links among its folders are followed, the last part is not."""
    return path.parent.resolve() / path.name


def _removed(changes: Changes, folders: Sequence[Path]) -> list[Card]:
    """The cards below ``folders`` that are no longer there, as they were."""
    roots = {_real(folder): folder for folder in folders}
    inside = {
        path: folder
        for path in changes.removed
        for root, folder in roots.items()
        if path.is_relative_to(root) and path.suffix == ".md" and path.name.lower() != "readme.md"
    }
    return [
        parse_card(source_at(path, inside[path], data), {})
        for path, data in old_contents(changes, inside).items()
    ]


def _hub_before(
    hub: Hub, changed: Mapping[Path, Card], removed: Iterable[Card], changes: Changes
) -> Hub:
    """The hub as it was: changed cards with their old text, removed cards back, new ones gone."""
    aliases = load_key_aliases(hub.settings.root)
    texts = old_contents(changes, changed)
    old = {
        card: _as_it_was(card, texts[path], aliases) if path in texts else None
        for path, card in changed.items()
    }
    cards = {key: past for key, card in hub.cards.items() if (past := old.get(card, card))}
    return replace(hub, cards=cards | {card.uid: card for card in removed})


def _as_it_was(card: Card, data: bytes, aliases: Mapping[str, str]) -> Card:
    text, undecodable = decode(data)
    return parse_card(
        replace(card.source, data=data, text=text, undecodable=undecodable, unreadable=""), aliases
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.path, finding.place, finding.message
