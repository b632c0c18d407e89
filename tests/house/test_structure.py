"""What no linter counts: a file is one idea of at most 300 lines, a function of at most 50."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    [*ROOT.glob("catalog/**/*.py"), *ROOT.glob("networks/**/*.py"), *ROOT.glob("tests/**/*.py")]
)


def lengths(path: Path) -> dict[str, int]:
    """Lines of every function of a file, from ``def`` to its last one."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_file_is_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert {name: count for name, count in lengths(path).items() if count > 50} == {}


def test_most_functions_are_short() -> None:
    assert statistics.median(count for path in FILES for count in lengths(path).values()) < 12
