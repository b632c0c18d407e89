"""A room has a face: one sentence, and the names that other rooms may take from its modules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("catalog/*/__init__.py"))

each_room = pytest.mark.parametrize("room", ROOMS)


class Face(NamedTuple):
    """The names that a room gives: from ``__init__.py`` itself, and from its modules."""

    names: frozenset[str]
    modules: dict[str, frozenset[str]]


def file_of(dotted: str) -> Path | None:
    """The file of a module; None where there is no such module."""
    path = ROOT / dotted.replace(".", "/")
    files = [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]
    return files[0] if files else None


def face(room: str) -> Face:
    constants = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse((ROOT / "catalog" / room / "__init__.py").read_text("utf-8")).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in ("__all__", "FACE")
    }
    modules = {name: frozenset(names) for name, names in constants.get("FACE", {}).items()}
    return Face(frozenset(constants.get("__all__", ())), modules)


FACES = {room: face(room) for room in ROOMS}


@cache
def defined(file: Path | None) -> set[str]:
    """The names that a module gives itself; none where there is no such module."""
    if file is None:
        return set()
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


@cache
def uses(path: Path) -> tuple[tuple[str, str], ...]:
    """Module and name of all that a file takes from the package."""
    return tuple(each_use(path))


def each_use(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name, one after the other; the name is ``*`` for an import of the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "*") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                dotted = f"{node.module}.{alias.name}"
                if file_of(dotted):
                    modules[alias.asname or alias.name] = dotted
                else:
                    yield str(node.module), alias.name
    for node in ast.walk(tree):
        match node:
            # A variable may have the name of a module that another function imports.
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in modules:
                if attribute in defined(file_of(modules[name])):
                    yield modules[name], attribute


def unlisted(room: str) -> dict[tuple[str, str], list[str]]:
    """Module and name of what other rooms take from ``room`` beside its face, and who takes it."""
    users: dict[tuple[str, str], list[str]] = {}
    for path in sorted(ROOT.glob("catalog/**/*.py")):
        here = path.relative_to(ROOT).as_posix()
        for dotted, name in () if here.startswith(f"catalog/{room}/") else uses(path):
            module = f"{dotted}.".removeprefix(f"catalog.{room}.")
            inner = FACES[room].modules.get(module[:-1], frozenset())
            if module != f"{dotted}." and name not in FACES[room].names | inner:
                users.setdefault((module[:-1], name), []).append(here)
    return users


@each_room
def test_room_says_in_a_sentence_what_it_gives(room: str) -> None:
    doc = ast.get_docstring(ast.parse((ROOT / "catalog" / room / "__init__.py").read_text("utf-8")))
    assert doc
    assert doc.partition("\n")[0].endswith(".")
    assert FACES[room].names or FACES[room].modules


@each_room
def test_others_take_only_what_the_face_lists(room: str) -> None:
    lines = [
        f"{', '.join(sorted(set(users)))}: add {name!r} to "
        + (f"FACE[{module!r}]" if module else "__all__")
        for (module, name), users in sorted(unlisted(room).items())
    ]
    assert not lines, f"in catalog/{room}/__init__.py:\n" + "\n".join(lines)


@each_room
def test_face_lists_what_is_there(room: str) -> None:
    missing = [
        f"{module}.{name}"
        for module, names in FACES[room].modules.items()
        for name in sorted(names - defined(file_of(f"catalog.{room}.{module}")))
    ]
    assert missing == []
