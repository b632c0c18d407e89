"""Names that code uses of MindSpore's modules and that are not there: ``P.ResizeBilinear``."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from catalog.network.code.imports import CodeFault, CodeModule
from catalog.network.code.mindspore_names import NameTable
from catalog.network.code.namespaces import Import, imports_of

_CHECKED = ("version", "hasattr", "getattr")


def removed_uses(module: CodeModule, table: NameTable, version: str) -> Iterator[CodeFault]:
    """Each name that the release does not have, once, at its first use.

    Code in a ``try``, or under a condition that asks for the version, handles the missing name and
    is not looked at.
    """
    aliases = _aliases(module, table, version)
    seen: set[tuple[str, str]] = set()
    for node in _unguarded(module.tree.body):
        owner, name = _owner(node, aliases, table, version)
        if owner and (owner, name) not in seen and table.has(version, owner, name) is False:
            seen.add((owner, name))
            yield CodeFault("removed-use", owner, name, module.file, getattr(node, "lineno", 1))


def _owner(
    node: ast.AST, aliases: dict[str, str], table: NameTable, version: str
) -> tuple[str, str]:
    """The module that an attribute is taken from, empty if it is none, and the attribute's name."""
    match node:
        case ast.Attribute(ast.Name(alias), name, ast.Load()):
            return aliases.get(alias, ""), name
        case ast.Attribute(ast.Attribute() as inner, name, ast.Load()):
            above, part = _owner(inner, aliases, table, version)
            whole = f"{above}.{part}" if above else ""
            return (whole, name) if whole and table.is_module(version, whole) else ("", "")
    return "", ""


def _aliases(module: CodeModule, table: NameTable, version: str) -> dict[str, str]:
    """The names that stand for one of MindSpore's modules and for nothing else in this file."""
    bound: Counter[str] = Counter()
    modules: dict[str, str] = {}
    for node in ast.walk(module.tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                for taken in imports_of(node, module.package):
                    whole = _bound_module(node, taken)
                    if modules.get(taken.bound) != whole:
                        bound[taken.bound] += 1
                    if table.is_module(version, whole):
                        modules[taken.bound] = whole
            case ast.Name(name, ast.Store() | ast.Del()) | ast.arg(name):
                bound[name] += 1
            case ast.FunctionDef(name) | ast.ClassDef(name) | ast.AsyncFunctionDef(name):
                bound[name] += 1
    return {name: whole for name, whole in modules.items() if bound[name] == 1}


def _bound_module(node: ast.Import | ast.ImportFrom, taken: Import) -> str:
    """The whole name of what an import binds: ``import a.b`` binds ``a``."""
    if isinstance(node, ast.Import) and taken.bound == taken.module.partition(".")[0]:
        return taken.bound
    return f"{taken.module}.{taken.name}" if taken.name else taken.module


def _unguarded(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes outside of ``try`` and of conditions that ask for a version or for the name."""
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try) or (isinstance(node, ast.If | ast.IfExp) and _asks(node.test)):
            continue
        yield node
        waiting += reversed(list(ast.iter_child_nodes(node)))


def _asks(test: ast.expr) -> bool:
    words = (
        getattr(node, field, "") for node in ast.walk(test) for field in ("id", "attr", "value")
    )
    return any(word in text.lower() for text in words if isinstance(text, str) for word in _CHECKED)
