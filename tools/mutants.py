"""Says how well the tests hold: changes one token at random, and runs the tests of its room.

    python tools/mutants.py --seed 1 --count 300
    python tools/mutants.py --rooms parsing claims --count 20

A mutant is "caught" if a test of ``tests/<room>`` fails or does not end; else it "survived". A line
of code has at most one, so that a room has its share by its lines. A copy of the checkout is
changed; where the system allows it (Linux, ``unshare``), its tests can write into one folder only
and see no other process. Words for people (help, docstrings), annotations, lists of names and sizes
of caches stay as they are.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST = 80
FAST = "not mindspore and not browser and not corpus"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*cache", ".hypothesis", "build.*", "dist")
OPERATORS = {
    "==": "!=", "!=": "==", "<=": "<", "<": "<=", ">=": ">", ">": ">=", "is not": "is",
    "is": "is not", "not in": "in", "in": "not in", "and": "or", "or": "and", "+": "-", "-": "+",
    "//": "*", "/": "*", "**": "*", "*": "/", "%": "*", "|": "&", "&": "|",
}  # fmt: skip
OPERATOR = re.compile("|".join(re.escape(old) for old in OPERATORS))
NAMES_ONLY = {"__all__", "FACE"}
WORDS_ONLY = {"help", "description", "epilog", "metavar"}
CACHES = {"cache", "lru_cache"}
# $1 is the folder that tests may write into. An endless loop must not take all memory.
BOX = (
    'mount --bind "$1" "$1" && mount -o remount,bind,ro / && ulimit -v 8000000 && shift && '
    'exec "$@"'
)


@dataclass(frozen=True, order=True)
class Mutant:
    """Bytes ``start`` to ``end`` of a file, and what stands there instead."""

    path: str
    line: int
    start: int
    end: int
    new: str

    @property
    def room(self) -> str:
        return self.path.split("/")[1].removesuffix(".py")

    def apply(self, data: bytes) -> bytes:
        """The file with the change."""
        return data[: self.start] + self.new.encode() + data[self.end :]

    def describe(self, data: bytes) -> str:
        """Place, old text and new text, in one line."""
        texts = (data[self.start : self.end].decode(), self.new or "(nothing)")
        old, new = (re.sub(r"\s+", " ", text)[:60] for text in texts)
        return f"{self.path}:{self.line}: {old} -> {new}"


class Finder:
    """All mutants of a file."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path, self.data = path, data
        self.lines = [0]
        for line in data.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def mutants(self) -> Iterator[Mutant]:
        """Each with another text; some are no Python."""
        for node in nodes_that_count(ast.parse(self.data)):
            for start, end, new in self.changes(node):
                if new.encode() != self.data[start:end]:
                    line = self.data.count(b"\n", 0, start) + 1
                    yield Mutant(self.path, line, start, end, new)

    def changes(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:  # noqa: C901  # a table
        """Start, end and new text of each change of ``node`` itself."""
        match node:
            case ast.Compare(left=left, comparators=others):
                yield from self.between([left, *others])
            case ast.BoolOp(values=operands):
                yield from self.between(operands)
            case ast.BinOp(left=left, right=right):
                yield from self.between([left, right])
            case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
                yield self.span(node)[0], self.span(operand)[0], ""
            case ast.JoinedStr():
                yield *self.span(node), '""'
            case ast.Constant(value=value):
                yield from ((*self.span(node), repr(new)) for new in other_values(value))
            case ast.Continue() | ast.Break():
                yield *self.span(node), "break" if isinstance(node, ast.Continue) else "continue"
            case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
                yield *self.span(value), "None"
            case ast.Call(args=[first, second, *_]):
                (start, middle), (rest, end) = self.span(first), self.span(second)
                parts = self.data[rest:end], self.data[middle:rest], self.data[start:middle]
                yield start, end, b"".join(parts).decode()
            case ast.FunctionDef(decorator_list=names) | ast.ClassDef(decorator_list=names):
                yield from ((self.span(name)[0] - 1, self.span(name)[1], "") for name in names)

    def between(self, operands: list[ast.expr]) -> Iterator[tuple[int, int, str]]:
        for left, right in pairwise(operands):
            gap = self.span(left)[1]
            if operator := OPERATOR.search(self.data[gap : self.span(right)[0]].decode()):
                yield gap + operator.start(), gap + operator.end(), OPERATORS[operator[0]]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        last, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[last - 1] + column


def other_values(value: object) -> list[object]:
    """What a constant becomes."""
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1, value - 1]
        case str():
            return ["", value + "X"] if value else ["X"]
        case bytes():
            return [b"", value + b"X"] if value else [b"X"]
    return []


def nodes_that_count(node: ast.AST) -> Iterator[ast.AST]:
    """``node`` and what is below it, without what stays as it is."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return
        case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.Subscript(ast.Name(id="Literal")):
            return
        case ast.Assign(targets=[ast.Name(id=name)]) if name in NAMES_ONLY:
            return
        case ast.keyword(arg=name) if name in WORDS_ONLY:
            return
    yield node
    for field, value in ast.iter_fields(node):
        if field == "decorator_list" and isinstance(node, ast.FunctionDef):
            value[:] = [decorator for decorator in value if not is_cache(decorator)]
        if field not in ("annotation", "returns") and not isinstance(node, ast.JoinedStr):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from nodes_that_count(child)


def is_cache(decorator: ast.expr) -> bool:
    """Whether nothing but the speed depends on it."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id in CACHES


def choose_mutants(root: Path, rooms: list[str], count: int, seed: int) -> list[Mutant]:
    """A mutant of each of ``count`` lines of code, in the order of their files."""
    lines: dict[tuple[str, int], list[Mutant]] = {}
    for file in root.glob("catalog/**/*.py"):
        for mutant in Finder(file.relative_to(root).as_posix(), file.read_bytes()).mutants():
            if mutant.room in rooms:
                lines.setdefault((mutant.path, mutant.line), []).append(mutant)
    chance = random.Random(seed)  # noqa: S311  # nothing is kept secret with it
    chosen: list[Mutant] = []
    for place in chance.sample(sorted(lines), len(lines)):
        data = (root / place[0]).read_bytes()
        mutants = [mutant for mutant in sorted(lines[place]) if is_python(mutant.apply(data))]
        if mutants and len(chosen) < count:
            chosen.append(chance.choice(mutants))
    return sorted(chosen)


def is_python(data: bytes) -> bool:
    """Whether ``data`` can be compiled."""
    try:
        return bool(ast.parse(data))
    except SyntaxError:
        return False


class Tests:
    """The tests of rooms, in a copy of the checkout."""

    def __init__(self, scratch: Path, marks: str) -> None:
        self.copy, self.private, self.marks = scratch / "copy", scratch / "private", marks
        self.private.mkdir()
        self.runs = 0
        shutil.copytree(ROOT, self.copy, ignore=LEFT_OUT)
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        box = ["unshare", *as_root, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        box += ["sh", "-c", BOX, "sh", str(self.private)]
        can_confine = shutil.which("unshare") and not subprocess.call([*box, "true"])
        self.box = box if can_confine else []

    def fail(self, mutant: Mutant, seconds: float) -> bool:
        """Whether a test of the mutant's room fails, or none has failed after ``seconds``."""
        file = self.copy / mutant.path
        data, time_ns = file.read_bytes(), file.stat().st_mtime_ns
        file.write_bytes(mutant.apply(data))
        # Python takes bytecode for current where size and second are: no two mutants share one.
        self.runs += 1
        os.utime(file, (self.runs, self.runs))
        try:
            return bool(self.run(mutant.room, seconds))
        finally:
            file.write_bytes(data)
            os.utime(file, ns=(time_ns, time_ns))

    def run(self, room: str, seconds: float) -> str:
        """Nothing if the tests of ``room`` pass, else what they print."""
        places = {
            "TMPDIR": "tmp",
            "PYTHONPYCACHEPREFIX": "code",
            "HYPOTHESIS_STORAGE_DIRECTORY": "h",
        }
        own = {key: str(self.private / name) for key, name in places.items()}
        own["PYTHONDONTWRITEBYTECODE"] = ""
        usual = {key: value for key, value in os.environ.items() if not key.startswith("CATALOG_")}
        shutil.rmtree(own["TMPDIR"], ignore_errors=True)
        Path(own["TMPDIR"]).mkdir()
        command = [*self.box, sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider"]
        with (self.private / "output").open("w+") as output:
            process = subprocess.Popen(
                [*command, "-m", self.marks, f"tests/{room}"],
                cwd=self.copy,
                env=usual | own | {"PYTHONPATH": str(self.copy)},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                passed = process.wait(seconds) == 0
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return "no end"
            output.seek(0)
            return "" if passed else output.read()


def main() -> int:
    """Print each mutant, then shares and survivors; 1 where too few were caught."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1, help="which mutants are chosen")
    parser.add_argument("--count", type=int, default=300, help="how many, over all rooms")
    parser.add_argument("--rooms", nargs="+", metavar="ROOM", help="instead of all with tests")
    parser.add_argument("--marks", default=FAST, help="which tests run, as in pytest -m")
    options = parser.parse_args()
    rooms = options.rooms or [path.parent.name for path in ROOT.glob("tests/*/__init__.py")]
    counts, alive, survivors = Counter[str](), Counter[str](), []
    os.nice(10)
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        tests = Tests(Path(scratch), options.marks)
        limits: dict[str, float] = {}
        failing: set[str] = set()
        for mutant in choose_mutants(tests.copy, rooms, options.count, options.seed):
            if mutant.room not in limits:
                start = time.monotonic()
                if failure := tests.run(mutant.room, 3600):
                    print(failure, f"tests/{mutant.room} fails without any change", sep="\n")
                    failing.add(mutant.room)
                limits[mutant.room] = 20 + 4 * (time.monotonic() - start)
            if mutant.room in failing:
                continue
            words = mutant.describe((tests.copy / mutant.path).read_bytes())
            caught = tests.fail(mutant, limits[mutant.room])
            print("caught  " if caught else "SURVIVED", words, flush=True)
            counts[mutant.room] += 1
            alive[mutant.room] += not caught
            survivors += [] if caught else [words]
    share = 100 - 100 * alive.total() / max(counts.total(), 1)
    print(f"\nseed {options.seed}: {share:.1f} % of {counts.total()} caught")
    for room, count in sorted(counts.items()):
        print(f"  {room}: {count - alive[room]} of {count}")
    print("survivors:", *survivors, sep="\n  ")
    return 2 if failing else int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
