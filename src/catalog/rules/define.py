"""How a rule is made: a decorated generator whose docstring is its page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from catalog.model import Card, Hit, Hub, Rule, Severity

_BLOCK = re.compile(r"^(bad|good)(?: (header|body|file))?:\n((?:(?:    .*)?\n?)+)", re.M)


def rule(code: str, name: str, severity: Severity) -> Callable[[Callable[[Card, Hub], Iterator[Hit]]], Rule]:
    """A decorator that makes a Rule of a generator over one card. ``name`` is the fault: "allow truncated-sha256"."""
    return lambda check: Rule(code, name, severity, check, inspect.getdoc(check) or "")


def catalog_rule(code: str, name: str, severity: Severity) -> Callable[[Callable[[Hub], Iterator[Hit]]], Rule]:
    """A decorator that makes a Rule of a generator over all cards of a run."""
    return lambda check: Rule(code, name, severity, check, inspect.getdoc(check) or "", catalog_wide=True)


class Example(NamedTuple):
    """A block of a rule's page: whether it has the fault, which part of a card it is, and its text."""

    bad: bool
    part: str
    text: str


class RulePage(NamedTuple):
    """The docstring of a rule, taken apart: the fault in one line, the reason, and the examples."""

    fault: str
    reason: str
    examples: tuple[Example, ...]


def rule_page(one: Rule) -> RulePage:
    """The page of a rule. An example is a piece of the header unless it says ``body`` or ``file``."""
    fault, _, rest = one.doc.partition("\n")
    reason = _BLOCK.split(rest, maxsplit=1)[0].strip()
    examples = tuple(
        Example(match[1] == "bad", match[2] or "header", inspect.cleandoc(match[3]) + "\n")
        for match in _BLOCK.finditer(rest)
    )
    return RulePage(fault, reason, examples)
