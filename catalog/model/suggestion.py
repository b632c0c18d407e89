"""The word that was meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """``: did you mean X?`` with the nearest of ``words``, whatever its case; empty without one."""
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in words}
    nearest = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f": did you mean {by_lower[nearest[0]]}?" if nearest else ""
