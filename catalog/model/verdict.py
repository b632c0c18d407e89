"""The verdicts of a smoke run: one table of all that the package knows about each."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from catalog.model.hub import Severity


class Verdict(StrEnum):
    """What became of a fact that was compared, or of a card: its gravest verdict.

    A verdict is the text of its label, as ``smoke.json`` has it. ``id`` names it on pages: in style
    sheets, in ``models.csv`` and in the words of ``templates/words``. Of several, that of highest
    ``gravity`` counts. ``severity`` is the ``--fail-on`` from which it is an error, None where it
    never is. ``works`` says whether the network of a card with this verdict works, None where that
    is unknown; ``measured``, whether a fact was measured. ``terminal`` is a colour as in ECMA-48
    (8.3.117), ``colour`` that of a badge.

    To add a verdict, write a row here, its words in ``templates/words/*.yaml`` and its label in
    ``schema/smoke.schema.json`` and ``schema/index.schema.json``. Counts keep the order of rows.
    """

    id: str
    sign: str
    gravity: int
    severity: Severity | None
    works: bool | None
    measured: bool
    terminal: str
    colour: str

    CONFIRMED = "confirmed", "confirmed", "✓", 2, None, True, True, "32", "#1a7f37"
    CONTRADICTED = "contradicted", "contradicted", "≠", 3, "error", True, True, "31", "#b35900"
    NOT_STATED = "not stated", "measured", "·", 0, "info", None, True, "2", "#57606a"
    UNTESTABLE = "not testable here", "untestable", "–", 1, "warning", None, False, "2", "#57606a"
    FAILED = "failed", "failed", "✗", 4, "error", False, False, "31", "#c9252d"

    def __new__(cls, label: str, *columns: Any) -> Self:
        """The verdict of one row of the table."""
        verdict = str.__new__(cls, label)
        verdict._value_ = label
        verdict.id, verdict.sign, verdict.gravity, *others = columns
        verdict.severity, verdict.works, verdict.measured, verdict.terminal, verdict.colour = others
        return verdict
