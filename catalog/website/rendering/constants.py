"""Templates in which the words of the interface stand as text, not as names to look up.

The page of a card asks for a hundred words; looked up and escaped for each page they take a third
of the time of its template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import escape

CONSTANTS = ("words", "site")
"""The globals of templates whose attributes never change."""


class ConstantText(Extension):
    """Writes ``{{ words.nav.label }}`` as its text when a template is compiled."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """``stream`` with constants as data; a name that the template binds itself is none."""
        tokens = list(stream)
        bound = set(_bound(tokens))
        place = 0
        while place < len(tokens):
            end = _end(tokens, place)
            text = None
            if end and tokens[place + 1].value not in bound:
                path = [token.value for token in tokens[place + 1 : end : 2]]
                text = _text(self.environment, path)
            if text is None:
                yield tokens[place]
                place += 1
            else:
                yield Token(tokens[place].lineno, "data", text)
                place = end + 1


def _bound(tokens: list[Token]) -> Iterable[str]:
    """The constants that the template may give another value: they stand without a dot."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        is_constant = token.type == "name" and token.value in CONSTANTS
        if is_constant and (following is None or following.type != "dot"):
            yield token.value


def _end(tokens: list[Token], start: int) -> int:
    """Where the variable that begins at ``start`` ends, if it is a constant's attribute; else 0."""
    if tokens[start].type != "variable_begin" or len(tokens) < start + 4:
        return 0
    if tokens[start + 1].type != "name" or tokens[start + 1].value not in CONSTANTS:
        return 0
    place = start + 2
    while tokens[place].type == "dot" and tokens[place + 1].type == "name":
        place += 2
    return place if place > start + 2 and tokens[place].type == "variable_end" else 0


def _text(environment: jinja2.Environment, path: list[str]) -> str | None:
    """The text at ``path``, escaped; None where none is there: the template then says so."""
    value = environment.globals.get(path[0])
    for name in path[1:]:
        value = getattr(value, name, None)
    return str(escape(value)) if isinstance(value, str) else None
