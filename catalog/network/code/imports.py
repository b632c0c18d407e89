"""What a network's code imports and does not find, followed as text from its entry point on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from catalog.network.code.mindspore_names import NameTable
from catalog.network.code.namespaces import (
    Import,
    Namespace,
    all_names,
    imports_of,
    parse_python,
    read_namespace,
)
from catalog.parsing.card_files import is_file, is_folder

ENTRY = "mindspore_hub_conf"

_MOST_MODULES = 500
_MOST_BYTES = 2 * 2**20
# No package that can be installed is called so, but most folders of networks have one.
_NEVER_INSTALLED = {"src"}

FaultKind = Literal[
    "broken-code",
    "relative-import",
    "missing-module",
    "missing-name",
    "removed-import",
    "removed-use",
]


class CodeFault(NamedTuple):
    """An error in the code: its kind, the module and name that it is about, and where it stands."""

    kind: FaultKind
    module: str
    name: str
    file: str
    line: int


class CodeModule(NamedTuple):
    """A module of the folder: its file, its text, and the package of its relative imports."""

    file: str
    tree: ast.Module
    package: str


@dataclass
class CodeStudy:
    """The modules that the entry point imports, by name, and the faults in them.

    ``changes_path`` says that one of them handles ``sys.path``: then a module may lie anywhere.
    """

    folder: Path
    modules: dict[str, CodeModule] = field(default_factory=dict)
    faults: list[CodeFault] = field(default_factory=list)
    changes_path: bool = False

    @property
    def entry(self) -> ast.Module | None:
        """The text of the entry point; None where it is no Python."""
        return self.modules[ENTRY].tree if ENTRY in self.modules else None


def study_folder(folder: Path, table: NameTable, version: str) -> CodeStudy:
    """The modules and faults of a folder, followed from ``mindspore_hub_conf.py`` on.

    An import behind a condition, in a function or with a handler for its failure is not looked at.
    """
    result = CodeStudy(folder)
    waiting = [ENTRY]
    imports: list[tuple[Import, CodeModule]] = []
    while waiting and len(result.modules) < _MOST_MODULES:
        name = waiting.pop()
        module = _read(result, name) if name not in result.modules else None
        if module is None:
            continue
        result.modules[name] = module
        result.changes_path = result.changes_path or _changes_path(module.tree)
        for taken in _sure_imports(module):
            imports.append((taken, module))
            waiting += _executed(folder, taken)
    for taken, module in imports:
        fault = _fault(result, taken, module, table, version)
        if fault and fault not in result.faults:
            result.faults.append(fault)
    return result


def _read(study: CodeStudy, name: str) -> CodeModule | None:
    """The module ``name`` of the folder; None where it is missing, too large or no Python."""
    path, package = _locate(study.folder, name)
    if path is None:
        return None
    file = path.relative_to(study.folder).as_posix()
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError:
        return None
    tree = parse_python(data)
    if tree is None:
        study.faults.append(CodeFault("broken-code", name, "", file, _broken_line(data)))
        return None
    return CodeModule(file, tree, package)


def _broken_line(data: bytes) -> int:
    try:
        ast.parse(data)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        pass
    return 1


def _locate(folder: Path, name: str) -> tuple[Path | None, str]:
    """The file of a module of the folder, and the package that its relative imports begin at."""
    place = folder.joinpath(*name.split("."))
    if is_file(place / "__init__.py"):
        return place / "__init__.py", name
    file = place.with_name(f"{place.name}.py")
    return (file if is_file(file) else None), name.rpartition(".")[0]


def _exists(folder: Path, name: str) -> bool:
    """Whether the folder has a module of this name, as text, compiled or a folder."""
    place = folder.joinpath(*name.split("."))
    if is_folder(place):
        return True
    return is_folder(place.parent) and any(
        any(place.parent.glob(f"{place.name}.*{ending}")) for ending in ("py*", "so")
    )


def _executed(folder: Path, taken: Import) -> Iterator[str]:
    """The modules of the folder that an import runs: the module and the packages around it."""
    whole = taken.module
    if taken.name and taken.name != "*":
        whole = f"{taken.module}.{taken.name}"
    parts = whole.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        if all(part.isidentifier() for part in parts[:length]) and _locate(folder, name)[0]:
            yield name


def _sure_imports(module: CodeModule) -> Iterator[Import]:
    """What the module imports whenever it is imported itself."""
    for node in module.tree.body:
        yield from imports_of(node, module.package)


def _changes_path(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "path"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
        for node in ast.walk(tree)
    )


def _fault(
    study: CodeStudy, taken: Import, module: CodeModule, table: NameTable, version: str
) -> CodeFault | None:
    """What is wrong with an import, where that is certain."""
    name = "" if taken.name == "*" else taken.name
    top = taken.module.partition(".")[0]
    kind: FaultKind | None = None
    if not taken.module:
        kind = "relative-import"
    elif top == "mindspore":
        if table.has(version, taken.module, name) is False:
            kind = "removed-import"
            name = name if table.has(version, taken.module) else ""
    elif not _exists(study.folder, top) and top not in _NEVER_INSTALLED:
        kind = None
    elif not _exists(study.folder, taken.module):
        kind, name = (None if study.changes_path else "missing-module"), ""
    elif name and not _exists(study.folder, f"{taken.module}.{name}"):
        kind = "missing-name" if _lacks(study, taken.module, name, table, version) else None
    return CodeFault(kind, taken.module, name, module.file, taken.line) if kind else None


def _lacks(study: CodeStudy, module: str, name: str, table: NameTable, version: str) -> bool:
    """Whether a module of the folder certainly has no such name."""

    def space(of: str) -> Namespace | None:
        if of.partition(".")[0] == "mindspore":
            names = table.names(version, of)
            return None if names is None else Namespace(names=set(names))
        code = study.modules.get(of)
        if code:
            return read_namespace(code.tree, code.package)
        # A folder of modules without __init__.py has only their names; another of that name on the
        # path adds some.
        is_bare = (
            is_folder(study.folder.joinpath(*of.split("."))) and not _locate(study.folder, of)[0]
        )
        return Namespace() if is_bare and not study.changes_path else None

    names = all_names(module, space)
    return names is not None and name not in names
