"""Which names a module has once it is imported, from its text alone: all that it may bind, on whatever branch."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Import(NamedTuple):
    """One imported thing: the whole name of its module, the name taken from it (empty: the module), its line.

    ``module`` is empty where a relative import leads out of the topmost package.
    """

    module: str
    name: str
    bound: str
    line: int


@dataclass
class Namespace:
    """The names that a module binds, the modules of which it takes all names, and whether there may be more."""

    names: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    is_open: bool = False


def parse(data: bytes) -> ast.Module | None:
    """The module that ``data`` is; None where it is no Python of today."""
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def namespace(tree: ast.Module, package: str) -> Namespace:
    """What the module ``tree`` binds at its top. ``package`` is the one that relative imports begin at."""
    found = Namespace(names={"__name__", "__doc__", "__file__", "__path__"})
    for node in _outer(tree.body):
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                found.names.add(name)
                found.is_open = found.is_open or name == "__getattr__"
            case ast.Import() | ast.ImportFrom():
                for one in imports(node, package):
                    if one.name == "*":
                        found.stars.append(one.module)
                    else:
                        found.names.add(one.bound)
            case (
                ast.Name(name, ast.Store())
                | ast.MatchAs(_, str(name))
                | ast.ExceptHandler(_, str(name))
            ):
                found.names.add(name)
        found.is_open = found.is_open or _changes_module(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            found.names.update(node.names)
        found.is_open = found.is_open or _adds_names(node)
    return found


def _changes_module(node: ast.AST) -> bool:
    """Whether code that runs at the import may add names in a way that the text does not show."""
    match node:
        case ast.Call(ast.Name("exec" | "globals")) | ast.Attribute(ast.Name("sys"), "modules"):
            return True
        case ast.Expr(ast.Call(_, [*arguments])):
            # Whoever is told the module's name may change the module.
            return any(isinstance(one, ast.Name) and one.id == "__name__" for one in arguments)
    return False


def _adds_names(node: ast.AST) -> bool:
    """Whether code anywhere in the module, in a function too, adds names to it."""
    match node:
        case ast.Subscript(ast.Call(ast.Name("globals")), _, ast.Store()) | ast.Attribute(
            ast.Call(ast.Name("globals")), "update" | "setdefault"
        ):
            return True
    return False


def imports(node: ast.stmt, package: str) -> Iterator[Import]:
    """What the statement imports. ``bound`` is the name that it gives to it here."""
    match node:
        case ast.Import(names):
            for alias in names:
                bound = alias.asname or alias.name.partition(".")[0]
                yield Import(alias.name, "", bound, node.lineno)
        case ast.ImportFrom(module, names, level):
            whole = absolute(module or "", level or 0, package)
            for alias in names:
                yield Import(whole, alias.name, alias.asname or alias.name, node.lineno)


def absolute(module: str, level: int, package: str) -> str:
    """The whole name of ``module`` with ``level`` dots before it, in ``package``; empty where it leads out of it."""
    if not level:
        return module
    parts = package.split(".") if package else []
    if level > len(parts):
        return ""
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])


def all_names(module: str, namespace_of: Callable[[str], Namespace | None]) -> set[str] | None:
    """All names of ``module``, those it takes from others whole included; None where the text cannot tell.

    ``namespace_of`` gives the namespace of a module by its name, or None where it is not known.
    """
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        found = namespace_of(name)
        if found is None or found.is_open:
            return None
        names |= found.names
        waiting += found.stars
    return names


def _outer(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes that run when the module is imported: not the bodies of functions, nor of classes."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += node.decorator_list
            case ast.ClassDef() | ast.Lambda():
                continue
            case _:
                waiting += ast.iter_child_nodes(node)
