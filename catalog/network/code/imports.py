"""What the code in a network's folder imports, and what of it is not there: followed from its entry point, as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from catalog.network.code.mindspore_names import Table
from catalog.network.code.namespaces import Import, Namespace, all_names, imports, namespace, parse
from catalog.parsing.card_files import is_file, is_folder

ENTRY = "mindspore_hub_conf"

_MOST_MODULES = 500
_MOST_BYTES = 2 * 2**20
# No package that can be installed is called so, but most folders of networks have one.
_NEVER_INSTALLED = {"src"}

Kind = Literal[
    "broken-code",
    "relative-import",
    "missing-module",
    "missing-name",
    "removed-import",
    "removed-use",
]


class Fault(NamedTuple):
    """Something that cannot work: its kind, the module and the name that it is about, and where it stands."""

    kind: Kind
    module: str
    name: str
    file: str
    line: int


class Module(NamedTuple):
    """A module of the folder: its file below it, its text, and the package that its relative imports begin at."""

    file: str
    tree: ast.Module
    package: str


@dataclass
class Study:
    """The modules that the entry point brings in, by name, and the faults that were seen on the way."""

    folder: Path
    modules: dict[str, Module] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    changes_path: bool = False

    @property
    def entry(self) -> ast.Module | None:
        """The text of the entry point; None where it is no Python."""
        return self.modules[ENTRY].tree if ENTRY in self.modules else None


def study(folder: Path, table: Table, version: str) -> Study:
    """What is imported from ``mindspore_hub_conf.py`` on, on every run, held against the folder and MindSpore's names.

    An import behind a condition, in a function or with a handler for its failure is not looked at.
    """
    found = Study(folder)
    waiting = [ENTRY]
    asked: list[tuple[Import, Module]] = []
    while waiting and len(found.modules) < _MOST_MODULES:
        name = waiting.pop()
        module = _read(found, name) if name not in found.modules else None
        if module is None:
            continue
        found.modules[name] = module
        found.changes_path = found.changes_path or _changes_path(module.tree)
        for one in _sure_imports(module):
            asked.append((one, module))
            waiting += _executed(folder, one)
    for one, module in asked:
        fault = _fault(found, one, module, table, version)
        if fault and fault not in found.faults:
            found.faults.append(fault)
    return found


def _read(found: Study, name: str) -> Module | None:
    path, package = _locate(found.folder, name)
    if path is None:
        return None
    file = path.relative_to(found.folder).as_posix()
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError:
        return None
    tree = parse(data)
    if tree is None:
        found.faults.append(Fault("broken-code", name, "", file, _broken_line(data)))
        return None
    return Module(file, tree, package)


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
    """Whether the folder has a module of this name, in text or compiled, or a folder to import from."""
    place = folder.joinpath(*name.split("."))
    if is_folder(place):
        return True
    return is_folder(place.parent) and any(
        any(place.parent.glob(f"{place.name}.*{ending}")) for ending in ("py*", "so")
    )


def _executed(folder: Path, one: Import) -> Iterator[str]:
    """The modules of the folder that an import runs: each package on the way, and the module itself."""
    whole = f"{one.module}.{one.name}" if one.name and one.name != "*" else one.module
    parts = whole.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        if all(part.isidentifier() for part in parts[:length]) and _locate(folder, name)[0]:
            yield name


def _sure_imports(module: Module) -> Iterator[Import]:
    """What the module imports whenever it is imported itself."""
    for node in module.tree.body:
        yield from imports(node, module.package)


def _changes_path(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "path"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
        for node in ast.walk(tree)
    )


def _fault(found: Study, one: Import, module: Module, table: Table, version: str) -> Fault | None:
    """What is wrong with an import, where that is certain."""
    name = "" if one.name == "*" else one.name
    top = one.module.partition(".")[0]
    kind: Kind | None = None
    if not one.module:
        kind = "relative-import"
    elif top == "mindspore":
        if table.has(version, one.module, name) is False:
            kind = "removed-import"
            name = name if table.has(version, one.module) else ""
    elif not _exists(found.folder, top) and top not in _NEVER_INSTALLED:
        kind = None
    elif not _exists(found.folder, one.module):
        kind, name = (None if found.changes_path else "missing-module"), ""
    elif name and not _exists(found.folder, f"{one.module}.{name}"):
        kind = "missing-name" if _lacks(found, one.module, name, table, version) else None
    return Fault(kind, one.module, name, module.file, one.line) if kind else None


def _lacks(found: Study, module: str, name: str, table: Table, version: str) -> bool:
    """Whether a module of the folder certainly has no such name."""

    def space(of: str) -> Namespace | None:
        if of.partition(".")[0] == "mindspore":
            names = table.names(version, of)
            return None if names is None else Namespace(names=set(names))
        known = found.modules.get(of)
        if known:
            return namespace(known.tree, known.package)
        # A folder of modules without __init__.py has no names but theirs; a second one elsewhere on the path adds some.
        is_bare = (
            is_folder(found.folder.joinpath(*of.split("."))) and not _locate(found.folder, of)[0]
        )
        return Namespace() if is_bare and not found.changes_path else None

    names = all_names(module, space)
    return names is not None and name not in names
