"""The rules of the linter: one family a file, each rule a decorated generator whose docstring is its page."""

from __future__ import annotations

from catalog.model import Rule
from catalog.rules import (
    allow,
    assets,
    body,
    catalog_wide,
    characters,
    consistency,
    families,
    figures,
    file_figures,
    links,
    markdown_links,
    markup,
    metrics,
    module_types,
    names,
    network_names,
    networks,
    prose,
    schema,
    sections,
    shapes,
    smoked,
    syntax,
    versions,
    weights,
    words,
)

FAMILIES = (
    syntax,
    characters,
    schema,
    module_types,
    words,
    shapes,
    assets,
    weights,
    metrics,
    figures,
    file_figures,
    links,
    markdown_links,
    consistency,
    versions,
    names,
    prose,
    body,
    sections,
    markup,
    catalog_wide,
    families,
    networks,
    network_names,
    smoked,
    allow,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (one for family in FAMILIES for one in vars(family).values() if isinstance(one, Rule)),
        key=lambda one: one.code,
    )
)
