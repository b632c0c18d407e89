"""The card schema and the vocabularies: data files that a hub may override one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from catalog.model import CatalogError, Route, Term, Vocabulary, fold

VOCABULARIES = ("backends", "datasets", "domains", "file_formats", "licences", "metrics", "tasks", "units", "uses")

_INSTALLED = Path(__file__).parent / "_data"
_CHECKOUT = Path(__file__).parents[2]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SchemaError(NamedTuple):
    """One disagreement of a header with its schema: where, which keyword, and the part of the schema that says so."""

    route: Route
    keyword: str
    wanted: Any
    found: Any
    part: Mapping[str, Any]


def resource_folders(name: str, root: str) -> list[Path]:
    """Folders that hold resources of a kind (``schema``, ``templates``): the hub's own first, then ours."""
    ours = _INSTALLED if (_INSTALLED / name).is_dir() else _CHECKOUT
    folders = [Path(root) / name, ours / name]
    return [folder for index, folder in enumerate(folders) if folder.is_dir() and folder not in folders[:index]]


def _read(file: str, root: str) -> str:
    for folder in resource_folders("schema", root):
        path = folder / file
        try:
            if path.is_file():
                return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogError(f"cannot read {path}: {error}") from error
    raise CatalogError(f"there is no schema/{file}: the installation is not complete")


def load(name: str, root: str) -> dict[str, Any]:
    """The JSON schema called ``name``, such as ``card``. Raises CatalogError where it is no JSON object."""
    try:
        document = json.loads(_read(f"{name}.schema.json", root))
    except ValueError as error:
        raise CatalogError(f"schema/{name}.schema.json is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise CatalogError(f"schema/{name}.schema.json is not a JSON object")
    return document


def _table(file: str, root: str) -> dict[str, Any]:
    try:
        table = yaml.load(_read(file, root), Loader=_LOADER)  # noqa: S506  # the loader is PyYAML's safe one in C
    except yaml.YAMLError as error:
        raise CatalogError(f"schema/{file} is not YAML: {error}") from error
    if not isinstance(table, dict):
        raise CatalogError(f"schema/{file} is not a mapping")
    return table


@cache
def key_aliases(root: str) -> dict[str, str]:
    """Header keys of other languages and the key of the card schema that each stands for."""
    return {str(key): str(value) for key, value in _table("keys_zh.yaml", root).items()}


@cache
def vocabularies(root: str) -> dict[str, Vocabulary]:
    """Every vocabulary by name. Raises CatalogError where two terms claim one spelling."""
    return {name: _vocabulary(name, root) for name in VOCABULARIES}


def _vocabulary(name: str, root: str) -> Vocabulary:
    terms = {str(key): _term(str(key), entry or {}) for key, entry in _table(f"{name}.yaml", root).items()}
    spellings: dict[str, Term] = {}
    for term in terms.values():
        for word in (term.id, term.label, term.label_zh, *term.aliases):
            other = spellings.setdefault(fold(word), term) if fold(word) else term
            if other is not term:
                raise CatalogError(f"schema/{name}.yaml: both {other.id!r} and {term.id!r} are spelt {word!r}")
    return Vocabulary(name, terms, spellings)


def _term(key: str, entry: Mapping[str, Any]) -> Term:
    known = {"label", "label-zh", "aliases"}
    return Term(
        id=key,
        label=str(entry.get("label", key)),
        label_zh=str(entry.get("label-zh", "")),
        aliases=tuple(str(alias) for alias in entry.get("aliases", ())),
        data={name: value for name, value in entry.items() if name not in known},
    )


def validator(schema: Mapping[str, Any]) -> Any:
    """A JSON Schema 2020-12 validator for ``schema``; making one costs as much as a hundred cards, so keep it."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema)


def schema_errors(checker: Any, header: Mapping[str, Any]) -> Iterator[SchemaError]:
    """Every disagreement of ``header`` with the schema of ``checker``, in the order of the header."""
    for error in checker.iter_errors(header):
        yield SchemaError(
            tuple(error.absolute_path), error.validator, error.validator_value, error.instance, error.schema
        )
