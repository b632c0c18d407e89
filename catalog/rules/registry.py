"""All rules: those that the files of each family define, in order of their codes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from catalog.model import Rule
from catalog.rules import (
    allowance,
    asset,
    body,
    catalog_wide,
    consistency,
    link,
    metric,
    network,
    prose,
    schema,
    shape,
    smoke,
    syntax,
)

FAMILIES: tuple[ModuleType, ...] = (
    allowance,
    asset,
    body,
    catalog_wide,
    consistency,
    link,
    metric,
    network,
    prose,
    schema,
    shape,
    smoke,
    syntax,
)


def _rules_in(family: ModuleType) -> Iterator[Rule]:
    """The rules in all files of a family's folder."""
    for file in pkgutil.iter_modules(family.__path__, f"{family.__name__}."):
        for value in vars(import_module(file.name)).values():
            if isinstance(value, Rule):
                yield value


RULES: tuple[Rule, ...] = tuple(
    sorted(
        (rule for family in FAMILIES for rule in _rules_in(family)),
        key=lambda rule: rule.code,
    )
)
