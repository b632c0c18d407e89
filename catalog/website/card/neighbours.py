"""What stands around each card: its page, model, versions, twins, and related cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from catalog.claims.facts import Facts
from catalog.model import Uid
from catalog.website.card.context import ModelLink, Neighbours, RelatedGroup
from catalog.website.lists.facets import stated_values
from catalog.website.lists.models import PageLink, group_families, version_links
from catalog.website.lists.related import Related, find_related, related_groups
from catalog.website.lists.site_index import SiteIndex


class PageTask(NamedTuple):
    """A page of a card that is to be made: of what, and what stands around it."""

    facts: Facts
    around: Neighbours


class _Groups(NamedTuple):
    models: Mapping[str, ModelLink]
    versions: Mapping[tuple[str, str], Sequence[PageLink]]
    related: Related


def page_tasks(
    cards: Sequence[Facts], index: SiteIndex, links: Mapping[str, Sequence[str]]
) -> Iterator[PageTask]:
    """The page of each card. ``links`` are the cards that its words link to, by its UID."""
    versions = {
        key: version_links(family, index.cards) for key, family in group_families(cards).items()
    }
    groups = _Groups(dict(_model_links(index)), versions, find_related(cards))
    for facts in cards:
        yield PageTask(facts, _neighbours(facts, index, groups, links.get(facts.uid, ())))


def _model_links(index: SiteIndex) -> Iterator[tuple[str, ModelLink]]:
    for model in index.models:
        link = ModelLink(model.title, model.page, tuple(facts.uid for facts in model.cards))
        yield from ((uid, link) for uid in link.cards)


def _neighbours(
    facts: Facts, index: SiteIndex, groups: _Groups, links: Sequence[str]
) -> Neighbours:
    page = index.cards[facts.uid]
    versions = groups.versions[facts.publisher, facts.family]
    return Neighbours(
        page=page,
        model=groups.models[facts.uid],
        versions=tuple(
            link._replace(current=True) if link.page == page else link for link in versions
        ),
        choices=dict(_choices(facts, index)),
        rules=tuple(
            PageLink(code, index.rules[code]) for code in sorted(facts.codes) if code in index.rules
        ),
        related=tuple(_related(facts, groups.related, index.cards)),
        links={uid: index.cards[uid] for uid in links if uid in index.cards},
        twins=_twins(facts.uid, index.cards),
    )


def _choices(facts: Facts, index: SiteIndex) -> Iterator[tuple[str, dict[str, str]]]:
    for facet, labels in stated_values(facts).items():
        pages = index.choices[facet]
        yield facet, {label.id: pages[label.id] for label in labels if label.id in pages}


def _related(facts: Facts, related: Related, pages: Mapping[str, str]) -> Iterable[RelatedGroup]:
    for shared in related_groups(facts, related):
        titles = [f"{other.title} {other.version}".strip() for other in shared.cards]
        links = (
            PageLink(
                title if titles.count(title) == 1 else Uid(other.uid).file_name, pages[other.uid]
            )
            for title, other in zip(titles, shared.cards, strict=True)
        )
        yield RelatedGroup(shared.trait, tuple(links))


def _twins(uid: str, pages: Mapping[str, str]) -> dict[str, str]:
    """The page of the card that says the same in another language, by that language."""
    twin = Uid(uid).twin
    return {twin.language: pages[twin]} if twin in pages else {}
