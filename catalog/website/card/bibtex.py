"""How to cite a card: a BibTeX entry made from what it says."""

from __future__ import annotations

import re

from catalog.claims.facts import Facts

_NOT_KEY = re.compile(r"[^a-z0-9.]+")
_SPECIAL = re.compile(r"[\\{}]|([&%$#_~^])")
_ESCAPED = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex_entry(one: Facts, address: str) -> str:
    """A ``@misc`` entry; ``address`` is where the card's page stands, empty where nobody knows."""
    fields = {
        "title": _tex(one.title),
        "author": f"{{{_tex(one.author)}}}" if one.author else "",
        "year": one.day[:4],
        "howpublished": rf"\url{{{address or one.source_link}}}"
        if address or one.source_link
        else "",
        "note": _tex(
            f"Model card {one.uid}" + (f", MindSpore {one.version}" if one.version else "")
        ),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{_key(one.uid)},", *lines, "}"]) + "\n"


def _key(uid: str) -> str:
    return _NOT_KEY.sub("-", uid.lower()).strip("-") or "card"


def _tex(text: str) -> str:
    """``text`` with TeX's special characters made harmless; braces and backslashes are dropped."""
    return _SPECIAL.sub(
        lambda match: _ESCAPED.get(match[1], f"\\{match[1]}") if match[1] else "", text
    )
