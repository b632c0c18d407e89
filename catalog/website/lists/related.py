"""Cards that are worth a look beside one: of the same weights, on the same backbone, for the same data set."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from catalog.claims.facts import Facts
from catalog.model import fold
from catalog.website.lists.models import group_families

Trait = Literal["weights", "backbone", "dataset"]
MOST = 4
_SHORTEST_HASH = 64


class SharedTrait(NamedTuple):
    """What cards share, why, and which other families share it: the newest card of each."""

    kinship: Trait
    cards: tuple[Facts, ...]


class Related(NamedTuple):
    """The newest card of every family by what families share, and the place of a family in each such list."""

    groups: Mapping[tuple[Trait, str], Sequence[Facts]]
    places: Mapping[tuple[Trait, str], Mapping[Hashable, int]]


def find_related(cards: Iterable[Facts]) -> Related:
    """Who shares what, over all ``cards``."""
    groups: dict[tuple[Trait, str], dict[Hashable, Facts]] = {}
    for family, group in group_families(cards).items():
        for one in group:
            for trait in _traits(one):
                groups.setdefault(trait, {}).setdefault(family, one)
    shared = {trait: found for trait, found in groups.items() if len(found) > 1}
    return Related(
        {trait: tuple(found.values()) for trait, found in shared.items()},
        {
            trait: {family: place for place, family in enumerate(found)}
            for trait, found in shared.items()
        },
    )


def _traits(one: Facts) -> Iterable[tuple[Trait, str]]:
    for asset in one.assets:
        if len(asset.sha256) == _SHORTEST_HASH:
            yield "weights", asset.sha256.lower()
    if fold(one.backbone):
        yield "backbone", fold(one.backbone)
    for label in one.datasets:
        yield "dataset", f"{label.id}\n{one.task.id}"


def related_groups(one: Facts, kin: Related) -> tuple[SharedTrait, ...]:
    """At most four other families a trait, those that follow the card's own in the catalog's order; none twice."""
    seen: set[Hashable] = {(one.publisher, one.family)}
    found: dict[Trait, list[Facts]] = {}
    for trait in _traits(one):
        group = kin.groups.get(trait, ())
        place = kin.places.get(trait, {}).get((one.publisher, one.family), 0)
        chosen = found.setdefault(trait[0], [])
        for step in range(1, len(group)):
            other = group[(place + step) % len(group)]
            if len(chosen) >= MOST:
                break
            if (other.publisher, other.family) not in seen:
                seen.add((other.publisher, other.family))
                chosen.append(other)
    return tuple(SharedTrait(kinship, tuple(chosen)) for kinship, chosen in found.items() if chosen)
