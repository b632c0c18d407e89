"""The rules of the linter: one family a file, each rule a decorated generator whose docstring is its page."""

from __future__ import annotations

from catalog.model import Rule
from catalog.rules import allow, assets, body, catalog_wide, consistency, links, metrics, prose, schema, shapes, syntax

FAMILIES = (syntax, schema, shapes, assets, metrics, links, consistency, prose, body, catalog_wide, allow)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (one for family in FAMILIES for one in vars(family).values() if isinstance(one, Rule)), key=lambda one: one.code
    )
)
