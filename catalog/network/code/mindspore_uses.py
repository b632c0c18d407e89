"""Names that code takes from MindSpore's modules as it runs, such as ``P.ResizeBilinear``, and that are not there."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from catalog.network.code.imports import Fault, Module
from catalog.network.code.mindspore_names import Table
from catalog.network.code.namespaces import imports

_CHECKED = ("version", "hasattr", "getattr")


def lacking(module: Module, table: Table, version: str) -> Iterator[Fault]:
    """Each name that the release has not, once, at its first use.

    What stands behind a handler, or behind a question for the version, is taken for what it is: care.
    """
    aliases = _aliases(module, table, version)
    seen: set[tuple[str, str]] = set()
    for node in _careless(module.tree.body):
        owner, name = _owner(node, aliases, table, version)
        if owner and (owner, name) not in seen and table.has(version, owner, name) is False:
            seen.add((owner, name))
            yield Fault("removed-use", owner, name, module.file, getattr(node, "lineno", 1))


def _owner(node: ast.AST, aliases: dict[str, str], table: Table, version: str) -> tuple[str, str]:
    """The module that an attribute is taken from, and the attribute's name; empty where that is no module."""
    match node:
        case ast.Attribute(ast.Name(alias), name, ast.Load()):
            return aliases.get(alias, ""), name
        case ast.Attribute(ast.Attribute() as inner, name, ast.Load()):
            above, part = _owner(inner, aliases, table, version)
            whole = f"{above}.{part}" if above else ""
            return (whole, name) if whole and table.is_module(version, whole) else ("", "")
    return "", ""


def _aliases(module: Module, table: Table, version: str) -> dict[str, str]:
    """The names that stand for one of MindSpore's modules and for nothing else in this file."""
    bound: Counter[str] = Counter()
    found: dict[str, str] = {}
    for node in ast.walk(module.tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                for one in imports(node, module.package):
                    plain = (
                        isinstance(node, ast.Import) and one.bound == one.module.partition(".")[0]
                    )
                    whole = (
                        one.bound
                        if plain
                        else f"{one.module}.{one.name}"
                        if one.name
                        else one.module
                    )
                    if found.get(one.bound) != whole:
                        bound[one.bound] += 1
                    if table.is_module(version, whole):
                        found[one.bound] = whole
            case ast.Name(name, ast.Store() | ast.Del()) | ast.arg(name):
                bound[name] += 1
            case ast.FunctionDef(name) | ast.ClassDef(name) | ast.AsyncFunctionDef(name):
                bound[name] += 1
    return {name: whole for name, whole in found.items() if bound[name] == 1}


def _careless(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes outside of ``try`` and of conditions that ask for a version or for the name itself."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try) or (isinstance(node, ast.If | ast.IfExp) and _asks(node.test)):
            continue
        yield node
        waiting += reversed(list(ast.iter_child_nodes(node)))


def _asks(test: ast.expr) -> bool:
    said = (
        getattr(node, field, "") for node in ast.walk(test) for field in ("id", "attr", "value")
    )
    return any(word in text.lower() for text in said if isinstance(text, str) for word in _CHECKED)
