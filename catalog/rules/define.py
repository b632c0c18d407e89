"""The decorators that make rules of generators, and the page in a rule's docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from catalog.model import Card, Hit, Hub, Rule, Severity

_BLOCK = re.compile(r"^(bad|good)(?: (header|body|file))?:\n((?:(?:    .*)?\n?)+)", re.M)


FAMILY_TAGS = {
    "ALW": "allowance",
    "AST": "asset",
    "BOD": "body",
    "CAT": "catalog-wide",
    "CON": "consistency",
    "LNK": "link",
    "MET": "metric",
    "NET": "network",
    "PRS": "prose",
    "SCH": "schema",
    "SHP": "shape",
    "SMK": "smoke",
    "SYN": "syntax",
}
"""The tag that a rule has by the first letters of its code."""


def rule(
    code: str, name: str, severity: Severity, *tags: str
) -> Callable[[Callable[[Card, Hub], Iterator[Hit]]], Rule]:
    """A decorator that makes a Rule of a generator over one card.

    ``name`` is the fault, as in "allow truncated-sha256". ``tags`` are ``fixable`` where the rule
    has fixes, ``mandatory`` where nobody may switch it off.
    """
    return lambda check: Rule(
        code, name, severity, check, inspect.getdoc(check) or "", tags=_tags(code, tags)
    )


def catalog_rule(
    code: str, name: str, severity: Severity, *tags: str
) -> Callable[[Callable[[Hub], Iterator[Hit]]], Rule]:
    """A decorator that makes a Rule of a generator over all cards of a run."""
    return lambda check: Rule(
        code, name, severity, check, inspect.getdoc(check) or "", True, _tags(code, tags)
    )


def _tags(code: str, tags: tuple[str, ...]) -> frozenset[str]:
    family = FAMILY_TAGS.get(code[:3])
    return frozenset((*tags, family) if family else tags)


class ExampleBlock(NamedTuple):
    """An example on a rule's page: whether it has the fault, its part of a card, and its text."""

    bad: bool
    part: str
    text: str


class RulePage(NamedTuple):
    """The docstring of a rule, taken apart: the fault in one line, the reason, and the examples."""

    fault: str
    reason: str
    examples: tuple[ExampleBlock, ...]


def rule_page(rule: Rule) -> RulePage:
    """The page of a rule; examples are of the header unless they say ``body`` or ``file``."""
    fault, _, rest = rule.doc.partition("\n")
    reason = _BLOCK.split(rest, maxsplit=1)[0].strip()
    examples = tuple(
        ExampleBlock(match[1] == "bad", match[2] or "header", inspect.cleandoc(match[3]) + "\n")
        for match in _BLOCK.finditer(rest)
    )
    return RulePage(fault, reason, examples)
