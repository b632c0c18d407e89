"""A build after which only the words of some cards differ: their pages and documents are made, and little else is read.

Whatever else a changed card would change, on other pages or in the findings of cards, takes a build of everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from catalog.build.records import Earlier, Remembered, Spot, outline, recall, sight
from catalog.claims.facts import Facts, card_facts, without_places
from catalog.hub.open import empty_hub, source_at
from catalog.hub.vocabularies import load_key_aliases
from catalog.lint.engine import choose_rules, lint_card
from catalog.model import Card, Hub, Page, Rule, Settings, SmokeResult
from catalog.parsing.card import parse_card
from catalog.rules import RULES
from catalog.rules.allowance.comments import allowances
from catalog.website.card.body import render_card_body
from catalog.website.data.index_json import card_document


class Again(NamedTuple):
    """Pages that replace those of the site, and what is to be remembered of the cards that they are about, by file."""

    pages: list[Page]
    cards: dict[str, Remembered]


class Site(NamedTuple):
    """Where the site is, the paths of its pages, and all that is the same for each card."""

    folder: Path
    paths: Collection[str]
    cards: Path
    hub: Hub
    rules: tuple[Rule, ...]
    results: Mapping[str, SmokeResult]


def again(site: Site, earlier: Earlier, digests: Mapping[str, str]) -> Again | None:
    """What brings the site of ``earlier`` up to date, where no more has changed than words. None where more has."""
    changed = [file for file, digest in digests.items() if earlier.digests.get(file) != digest]
    known = earlier.cards(changed)
    pages: list[Page] = []
    cards: dict[str, Remembered] = {}
    for file in changed:
        made = _remade(site, file, known[file]) if file in known else None
        if made is None:
            return None
        new, spots = made
        pages += new
        cards[file] = known[file]._replace(digest=digests[file], spots=spots)
    return Again(pages, cards)


def open_site(
    folder: Path,
    paths: Collection[str],
    cards: Path,
    settings: Settings,
    results: Mapping[str, SmokeResult],
) -> Site:
    """The site in ``folder``, which has pages at ``paths``, of the hub whose cards lie in ``cards``."""
    return Site(folder, paths, cards, empty_hub(settings), choose_rules(RULES, settings), results)


def _remade(site: Site, file: str, known: Remembered) -> tuple[list[Page], list[Spot]] | None:
    """The pages of a card with its new words, and where those stand. None where more than the words has changed."""
    settings = site.hub.settings
    card = _read(site, file)
    single = [rule for rule in site.rules if not rule.catalog_wide]
    if (
        card is None
        or not card.header
        or len(known.spots) != len({settings.language, *settings.languages})
    ):
        return None
    if not all(spot.page in site.paths for spot in known.spots) or allowances(card):
        return None
    # A header that has changed is another outline, so that nothing is lost by what is recalled of the old one.
    recall(card, known)
    if [one._replace(fix=None) for one in lint_card(card, site.hub, single)] != known.findings:
        return None
    one = _facts(site, card, known)
    words = _words(card, settings)
    if outline(one, sight(card)) != known.outline or not words:
        return None
    pages = [card_document(one, known.spots[0].page)]
    spots = []
    for spot in known.spots:
        old = (site.folder / spot.page).read_bytes()
        pages.append(Page(spot.page, old[: spot.start] + words + old[spot.end :]))
        spots.append(spot._replace(end=spot.start + len(words)))
    return pages, spots


def _read(site: Site, file: str) -> Card | None:
    try:
        source = source_at(Path(file), site.cards, Path(file).read_bytes())
    except OSError:
        return None
    return parse_card(source, load_key_aliases(site.hub.settings.root))


def _facts(site: Site, card: Card, known: Remembered) -> Facts:
    one = card_facts(known.uid, card, site.hub.vocabularies, site.results.get(known.uid))
    severities, codes = known.counts
    return without_places(one._replace(findings=severities, codes=codes))


def _words(card: Card, settings: Settings) -> bytes:
    """The words of a card as its pages hold them; none where they link to what only the whole hub tells."""
    unknown = []

    def follow(link: str) -> str:
        unknown.append(link)
        return ""

    words = render_card_body(card, follow, settings.image_hosts)
    return (
        b"" if any(".md" in unquote(link) for link in unknown) else words.encode(errors="replace")
    )
