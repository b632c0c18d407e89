"""Related cards: those that share weights, a backbone, or data set and task with a card."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from catalog.claims.facts import Facts
from catalog.model import fold
from catalog.website.lists.models import group_families

Trait = Literal["weights", "backbone", "dataset"]
MOST_RELATED = 4
_SHA256_LENGTH = 64


class SharedTrait(NamedTuple):
    """What a card shares, and the newest card of each other family that shares it."""

    trait: Trait
    cards: tuple[Facts, ...]


class Related(NamedTuple):
    """For each trait and value: the newest card of every family with it, and each family's place.

    Values that only one family has are left out.
    """

    groups: Mapping[tuple[Trait, str], Sequence[Facts]]
    places: Mapping[tuple[Trait, str], Mapping[Hashable, int]]


def find_related(cards: Iterable[Facts]) -> Related:
    """Who shares what, over all ``cards``."""
    groups: dict[tuple[Trait, str], dict[Hashable, Facts]] = {}
    for family, group in group_families(cards).items():
        for facts in group:
            for key in _traits(facts):
                groups.setdefault(key, {}).setdefault(family, facts)
    shared = {key: by_family for key, by_family in groups.items() if len(by_family) > 1}
    return Related(
        {key: tuple(by_family.values()) for key, by_family in shared.items()},
        {
            key: {family: place for place, family in enumerate(by_family)}
            for key, by_family in shared.items()
        },
    )


def _traits(facts: Facts) -> Iterable[tuple[Trait, str]]:
    for asset in facts.assets:
        if len(asset.sha256) == _SHA256_LENGTH:
            yield "weights", asset.sha256.lower()
    if fold(facts.backbone):
        yield "backbone", fold(facts.backbone)
    for label in facts.datasets:
        yield "dataset", f"{label.id}\n{facts.task.id}"


def related_groups(facts: Facts, related: Related) -> tuple[SharedTrait, ...]:
    """At most four other families for each trait, none twice.

    They are those that follow the card's own family in the catalog's order, so that every card of
    a large group is linked to.
    """
    seen: set[Hashable] = {(facts.publisher, facts.family)}
    by_trait: dict[Trait, list[Facts]] = {}
    for key in _traits(facts):
        group = related.groups.get(key, ())
        place = related.places.get(key, {}).get((facts.publisher, facts.family), 0)
        chosen = by_trait.setdefault(key[0], [])
        for step in range(1, len(group)):
            other = group[(place + step) % len(group)]
            if len(chosen) >= MOST_RELATED:
                break
            if (other.publisher, other.family) not in seen:
                seen.add((other.publisher, other.family))
                chosen.append(other)
    return tuple(SharedTrait(trait, tuple(chosen)) for trait, chosen in by_trait.items() if chosen)
