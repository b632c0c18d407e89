"""The networks of installed model packages, read from their text: nothing is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A package of networks: each function under ``decorator`` in its ``folder`` builds one.

    ``home`` is the part of a ``repo-link`` that says that a card means this package.
    """

    name: str
    home: str
    folder: str = "models"
    decorator: str = "register_model"


KNOWN = (
    Package("mindcv", "mindspore-lab/mindcv"),
    Package("mindyolo", "mindspore-lab/mindyolo"),
    Package("mindocr", "mindspore-lab/mindocr"),
)


def package_named(name: str) -> Package:
    """The package that is imported as ``name``: a known one, else one of the same layout."""
    return next((package for package in KNOWN if package.name == name), Package(name, ""))


def installed_release(name: str) -> str:
    """``name`` with the version of the installed package; the bare name where that is unknown."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


@cache
def package_networks(package: Package) -> Mapping[str, str] | None:
    """The package's networks with their factories, ``module:function``; None if not installed."""
    try:
        spec = find_spec(package.name)
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    if not places:
        return None
    base = Path(next(iter(places)))
    factories: dict[str, str] = {}
    for path in sorted((base / package.folder).rglob("*.py")):
        module = ".".join((package.name, *path.relative_to(base).with_suffix("").parts))
        for name in _registered(path, package.decorator):
            factories[name] = f"{module}:{name}"
    return factories


def _registered(path: Path, decorator: str) -> Iterator[str]:
    """The functions and classes of the file that stand under ``decorator``."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and decorator in map(
            _called, node.decorator_list
        ):
            yield node.name


def _called(node: ast.expr) -> str:
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
        case ast.Call(function):
            return _called(function)
    return ""
