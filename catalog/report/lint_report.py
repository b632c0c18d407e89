"""What a lint run has to report, before it has a format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalog.model import Finding, Rule, Source


class LintReport(NamedTuple):
    """The findings in ``cards`` linted cards, the rules that ran, and the linted files by path.

    Some formats say less without the rules and the files. ``colour`` is for a terminal.
    """

    findings: Sequence[Finding]
    cards: int
    rules: Sequence[Rule] = ()
    sources: Mapping[str, Source] = {}
    colour: bool = False
