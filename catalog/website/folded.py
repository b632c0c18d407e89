"""Templates in which what never changes, such as the interface's words, is written when they are compiled.

The page of a card asks for a hundred words of the interface; looked up and escaped anew, they took a third of its time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import escape

_SPECIAL = re.compile(r"[&<>'\"]")
_BEFORE_NAME = "\nname = "


def escaped(value: object) -> str:
    """``value`` as HTML. Most texts have nothing to escape, and markupsafe makes a new object of each of them."""
    return value if type(value) is str and not _SPECIAL.search(value) else escape(value)


class Environment(jinja2.Environment):
    """Jinja2's environment, with globals whose attributes never change: ``words.nav.label`` is compiled as its text."""

    def __init__(self, constants: Mapping[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self.globals.update(constants)
        self._constants = constants

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping for a template, not a chain of two that every include goes through."""
        return {**self.globals, **(d or {})}

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        bound = {one.name for one in source.find_all(nodes.Name) if one.ctx != "load"}
        known = {name: value for name, value in self._constants.items() if name not in bound}
        code = super()._generate(_Folder(known).visit(source), name, filename, defer_init)
        # On the line of the name, because tracebacks count lines.
        return code.replace(
            _BEFORE_NAME, f"\nfrom {__name__} import escaped as escape; {_BEFORE_NAME[1:]}", 1
        )


class _Folder(NodeTransformer):
    """Replaces chains of attributes that begin at a constant and end at a text."""

    def __init__(self, constants: Mapping[str, Any]) -> None:
        self._constants = constants

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802  # the visitor's own naming
        value = self._value(node)
        return (
            nodes.Const(value, lineno=node.lineno)
            if isinstance(value, str | bool)
            else self.generic_visit(node)
        )

    def _value(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Name):
            return self._constants.get(node.name)
        return (
            getattr(self._value(node.node), node.attr, None)
            if isinstance(node, nodes.Getattr)
            else None
        )
