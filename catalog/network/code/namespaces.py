"""The names that a module has once imported, from its text: all that any branch may bind."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Import(NamedTuple):
    """An import: its module, the name taken from it (empty: the module itself), and the line.

    ``module`` is empty where a relative import leads out of the topmost package.
    """

    module: str
    name: str
    bound: str
    line: int


@dataclass
class Namespace:
    """The names that a module binds, its star imports, and whether it may have further names."""

    names: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    is_open: bool = False


def parse_python(data: bytes) -> ast.Module | None:
    """The syntax tree of ``data``; None where it is no Python of today."""
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def read_namespace(tree: ast.Module, package: str) -> Namespace:
    """What the module ``tree`` binds at its top; relative imports begin at ``package``."""
    space = Namespace(names={"__name__", "__doc__", "__file__", "__path__"})
    for node in _outer(tree.body):
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                space.names.add(name)
                space.is_open = space.is_open or name == "__getattr__"
            case ast.Import() | ast.ImportFrom():
                for taken in imports_of(node, package):
                    if taken.name == "*":
                        space.stars.append(taken.module)
                    else:
                        space.names.add(taken.bound)
            case (
                ast.Name(name, ast.Store())
                | ast.MatchAs(_, str(name))
                | ast.ExceptHandler(_, str(name))
            ):
                space.names.add(name)
        space.is_open = space.is_open or _changes_module(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            space.names.update(node.names)
        space.is_open = space.is_open or _adds_names(node)
    return space


def _changes_module(node: ast.AST) -> bool:
    """Whether code that runs on import may add names in a way that the text does not show."""
    match node:
        case ast.Call(ast.Name("exec" | "globals")) | ast.Attribute(ast.Name("sys"), "modules"):
            return True
        case ast.Expr(ast.Call(_, [*arguments])):
            # What gets the module's name may change the module.
            return any(isinstance(item, ast.Name) and item.id == "__name__" for item in arguments)
    return False


def _adds_names(node: ast.AST) -> bool:
    """Whether code anywhere in the module, in a function too, adds names to it."""
    match node:
        case ast.Subscript(ast.Call(ast.Name("globals")), _, ast.Store()) | ast.Attribute(
            ast.Call(ast.Name("globals")), "update" | "setdefault"
        ):
            return True
    return False


def imports_of(node: ast.stmt, package: str) -> Iterator[Import]:
    """What the statement imports; ``bound`` is the name by which the module then knows it."""
    match node:
        case ast.Import(names):
            for alias in names:
                bound = alias.asname or alias.name.partition(".")[0]
                yield Import(alias.name, "", bound, node.lineno)
        case ast.ImportFrom(module, names, level):
            whole = absolute_module(module or "", level or 0, package)
            for alias in names:
                yield Import(whole, alias.name, alias.asname or alias.name, node.lineno)


def absolute_module(module: str, level: int, package: str) -> str:
    """The whole name of an import with ``level`` dots; empty where it leads out of ``package``."""
    if not level:
        return module
    parts = package.split(".") if package else []
    if level > len(parts):
        return ""
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])


def all_names(module: str, namespace_of: Callable[[str], Namespace | None]) -> set[str] | None:
    """All names of ``module``, those of star imports included; None where the text cannot tell.

    ``namespace_of`` gives the read_namespace of a module by its name, or None where it is not
    known.
    """
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        space = namespace_of(name)
        if space is None or space.is_open:
            return None
        names |= space.names
        waiting += space.stars
    return names


def _outer(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes that run on import: not the bodies of functions, nor of classes."""
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
