"""What no linter counts: sizes of files, functions and folders, and what names say."""

import ast
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted(ROOT.glob("catalog/**/*.py"))
FILES = [*PACKAGE, *sorted(ROOT.glob("networks/**/*.py")), *sorted(ROOT.glob("tests/**/*.py"))]
FOLDERS = sorted({path.parent for path in PACKAGE})
ROOMS = sorted(path.parent for path in ROOT.glob("catalog/*/__init__.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
VAGUE = {"one", "each", "found", "made", "told", "known", "said", "kept"}
OUTSIDE = {"__init__.py", "__main__.py", "executors.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, from ``def`` to its last one."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_file_is_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert {node.name: length(node) for node in functions(TREES[path]) if length(node) > 50} == {}


def test_most_functions_are_short() -> None:
    assert (
        statistics.median(length(node) for tree in TREES.values() for node in functions(tree)) < 12
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_folder_can_be_taken_in_at_a_glance(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= 10


def test_every_file_has_a_room() -> None:
    assert {path.name for path in ROOT.glob("catalog/*.py")} == OUTSIDE


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_every_room_has_its_tests(room: Path) -> None:
    assert list((ROOT / "tests" / room.name).glob("test_*.py"))


def test_items_are_called_what_they_are() -> None:
    vague = Counter(
        (name_of(path).split("/")[1], name)
        for path in PACKAGE
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Name | ast.arg)
        if (name := node.id if isinstance(node, ast.Name) else node.arg) in VAGUE
    )
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE)
    assert vague.total() <= 3 * lines / 1000, vague.most_common()


def test_a_name_stands_for_one_class_or_function() -> None:
    places: dict[str, list[str]] = {}
    for path in PACKAGE:
        classes = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.ClassDef)]
        top = [node for node in TREES[path].body if isinstance(node, ast.FunctionDef)]
        public = [node for node in top if not node.name.startswith("_")]
        named: list[ast.ClassDef | ast.FunctionDef] = [*classes, *public]
        for definition in named:
            where = f"{name_of(path)}:{definition.lineno}"
            places.setdefault(definition.name, []).append(where)
    twice = [f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1]
    assert not twice, "\n".join(sorted(twice))
