"""The catalog put in order: what lists and pages of cards look things up in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import NamedTuple

from catalog.claims.facts import Facts
from catalog.model import Hub
from catalog.rules import RULES
from catalog.website.lists.facets import NONE, Facet, FacetChoice, count_facets
from catalog.website.lists.models import Model, ModelLine, group_models, model_lines
from catalog.website.urls import pages_below, pages_of


class SiteIndex(NamedTuple):
    """Models with their lines, facets with the words of their choices, and pages.

    ``choices`` are pages by facet and id, ``cards`` by UID, ``rules`` by code.
    """

    models: tuple[Model, ...]
    lines: tuple[ModelLine, ...]
    facets: tuple[Facet, ...]
    texts: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, Mapping[str, str]]
    cards: Mapping[str, str]
    rules: Mapping[str, str]


def index_site(hub: Hub, cards: Sequence[Facts], words: SimpleNamespace) -> SiteIndex:
    """The index of ``cards``; ``words`` are those of the interface."""
    models = group_models(cards)
    facets = count_facets(models)
    rule_pages = pages_below("rules", (rule.code.lower() for rule in RULES))
    return SiteIndex(
        models,
        model_lines(models, hub.vocabularies["units"]),
        facets,
        {
            facet.name: {choice.id: _text(facet.name, choice, words) for choice in facet.choices}
            for facet in facets
        },
        {facet.name: {choice.id: choice.page for choice in facet.choices} for facet in facets},
        pages_of(cards),
        {rule.code: rule_pages[rule.code.lower()] for rule in RULES},
    )


def _text(facet: str, choice: FacetChoice, words: SimpleNamespace) -> str:
    """What a choice is called: by the card, else by the interface."""
    if choice.id == NONE:
        return str(getattr(words.none, facet))
    if facet == "status":
        return str(getattr(words.state, choice.id).word)
    return str(getattr(words.range, choice.id)) if facet == "parameters" else choice.text
