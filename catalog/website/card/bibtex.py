"""How to cite a card, in BibTeX."""

from __future__ import annotations

import re

from catalog.claims.facts import Facts

_NOT_KEY = re.compile(r"[^a-z0-9.]+")
_SPECIAL = re.compile(r"[\\{}]|([&%$#_~^])")
_ESCAPED = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex_entry(facts: Facts, url: str) -> str:
    """A ``@misc`` entry; ``url`` is the card's page on the web, empty where nobody knows.

    Without it the entry names the source of the code.
    """
    link = url or facts.source_link
    note = f"Model card {facts.uid}" + (f", MindSpore {facts.version}" if facts.version else "")
    fields = {
        "title": _tex(facts.title),
        "author": f"{{{_tex(facts.author)}}}" if facts.author else "",
        "year": facts.day[:4],
        "howpublished": rf"\url{{{link}}}" if link else "",
        "note": _tex(note),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{_key(facts.uid)},", *lines, "}"]) + "\n"


def _key(uid: str) -> str:
    return _NOT_KEY.sub("-", uid.lower()).strip("-") or "card"


def _tex(text: str) -> str:
    """``text`` with TeX's special characters made harmless; braces and backslashes are dropped."""
    return _SPECIAL.sub(
        lambda match: _ESCAPED.get(match[1], f"\\{match[1]}") if match[1] else "", text
    )
