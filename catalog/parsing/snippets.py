"""What the Python blocks of a card do, by their syntax trees: nothing is executed."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from catalog.model import Card, CodeBlock, Span

PYTHON = ("python", "py", "python3")
"""What fenced blocks of Python are called."""

# What can bind a name. A match statement on every node took a third of the time of reading a block.
_BINDING = frozenset(
    {
        *(
            ast.Name,
            ast.FunctionDef,
            ast.AsyncFunctionDef,
            ast.ClassDef,
            ast.arg,
            ast.alias,
            ast.ExceptHandler,
        ),
        *(ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.Global, ast.Nonlocal),
    }
)
_PROMPT = re.compile(r"^(?:>>>|\.\.\.) ?", re.M)


class Literal(NamedTuple):
    """A text literal or a name in a block, and where it stands there, quotes included."""

    value: str
    where: Span


class Snippet(NamedTuple):
    """A block that parses.

    ``loads`` are the first arguments of ``load(…)`` calls, ``targets`` the device targets. It binds
    the names in ``defines`` and reads those in ``uses``. ``imports`` says whether it imports
    anything, ``star`` whether by ``*``.
    """

    loads: tuple[Literal, ...] = ()
    targets: tuple[Literal, ...] = ()
    defines: frozenset[str] = frozenset()
    uses: tuple[Literal, ...] = ()
    imports: bool = False
    star: bool = False


class BrokenSnippet(NamedTuple):
    """A block that does not parse: Python's reason, and the index in its text where it stopped."""

    reason: str
    position: int


def read_snippets(card: Card) -> Iterator[tuple[CodeBlock, Snippet]]:
    """The card's blocks of Python that parse, with what each of them does."""
    for block in card.code_blocks:
        if block.language in PYTHON:
            snippet = read_snippet(block.text)
            if isinstance(snippet, Snippet):
                yield block, snippet


@lru_cache(maxsize=4096)
def read_snippet(code: str) -> Snippet | BrokenSnippet:
    """What ``code`` does, or why it does not parse. One with interactive prompts is empty."""
    if _PROMPT.match(code):
        return Snippet()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        return BrokenSnippet(
            getattr(error, "msg", "") or str(error) or "nested too deeply",
            _index(code, line, column - 1),
        )
    nodes = list(ast.walk(tree))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    names = dict(_assigned_texts(nodes))
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    return Snippet(
        loads=tuple(_loads(code, calls, names)),
        targets=tuple(_targets(code, calls, names)),
        defines=frozenset(_defined(nodes)),
        uses=tuple(_used(nodes)),
        imports=bool(imports),
        star=any(alias.name == "*" for node in imports for alias in node.names),
    )


def _defined(nodes: list[ast.AST]) -> Iterator[str]:
    """Names that a block binds: assigned, imported, defined, caught, or taken as arguments."""
    for node in nodes:
        if type(node) not in _BINDING:
            continue
        match node:
            case (
                ast.Name(id=name, ctx=ast.Store() | ast.Del())
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                yield name
            case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name) | ast.MatchAs(name=str(name)):
                yield name
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names


def _used(nodes: list[ast.AST]) -> Iterator[Literal]:
    """Names that a block reads, each once."""
    names = {
        node.id: None
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    yield from (Literal(name, Span(0, 0)) for name in names)


def _index(code: str, line: int, column: int) -> int:
    starts = _line_starts(code)
    return min(starts[min(line, len(starts)) - 1] + column, len(code))


@lru_cache(maxsize=4)
def _line_starts(code: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", code)))


def _assigned_texts(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.Constant]]:
    """Names that are bound to one text literal, as in ``model = "mindspore/…"``."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str()) as value):
                yield name, value


def _loads(code: str, calls: list[ast.Call], names: dict[str, ast.Constant]) -> Iterator[Literal]:
    for call in calls:
        match call.func:
            case ast.Attribute(
                value=ast.Name(id="mshub" | "mindspore_hub" | "hub" | "catalog"), attr="load"
            ) if call.args:
                yield from _literal(code, call.args[0], names)


def _targets(code: str, calls: list[ast.Call], names: dict[str, ast.Constant]) -> Iterator[Literal]:
    for call in calls:
        for keyword in call.keywords:
            if keyword.arg == "device_target":
                yield from _literal(code, keyword.value, names)
        match call:
            case ast.Call(func=ast.Attribute(attr="set_device"), args=[first, *_]):
                yield from _literal(code, first, names)


def _literal(code: str, node: ast.expr, names: dict[str, ast.Constant]) -> Iterator[Literal]:
    if isinstance(node, ast.Name):
        node = names.get(node.id, node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        start = _byte_index(code, node.lineno, node.col_offset)
        end = _byte_index(
            code, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        )
        yield Literal(node.value, Span(start, end))


def _byte_index(code: str, line: int, offset: int) -> int:
    """The index of a position that ``ast`` gives in bytes of UTF-8."""
    start = _index(code, line, 0)
    end = code.find("\n", start)
    content = code[start : end if end >= 0 else None].encode()
    return start + len(content[:offset].decode(errors="ignore"))
