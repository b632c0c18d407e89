"""The card schema and the vocabularies: data files that a hub may override one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from catalog.model import CatalogError, Route, Term, Vocabulary, fold

VOCABULARIES = (
    "backends",
    "datasets",
    "domains",
    "file_formats",
    "licences",
    "metrics",
    "networks",
    "releases",
    "tasks",
    "units",
    "uses",
)

_INSTALLED = Path(__file__).parents[1] / "_data"
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
    return [
        folder
        for index, folder in enumerate(folders)
        if folder.is_dir() and folder not in folders[:index]
    ]


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
    entries = _table(f"{name}.yaml", root).items()
    terms = {
        str(key): _term(str(key), entry or {}, f"schema/{name}.yaml") for key, entry in entries
    }
    spellings: dict[str, Term] = {}
    for term in terms.values():
        for word in (
            term.id,
            term.label,
            term.label_zh,
            *term.aliases,
            *term.data.get("misspelt", ()),
        ):
            other = spellings.setdefault(fold(word) or word, term) if word else term
            if other is not term:
                raise CatalogError(
                    f"schema/{name}.yaml: both {other.id!r} and {term.id!r} are spelt {word!r}"
                )
    return Vocabulary(name, terms, spellings)


def _term(key: str, entry: Any, file: str) -> Term:
    if not isinstance(entry, dict):
        raise CatalogError(f"{file}: {key!r} is not a mapping")
    for name in ("aliases", "misspelt"):
        if not isinstance(entry.get(name, []), list):
            raise CatalogError(f"{file}: {name} of {key!r} are not a list")
    known = {"label", "label-zh", "aliases"}
    return Term(
        id=key,
        label=str(entry.get("label", key)),
        label_zh=str(entry.get("label-zh", "")),
        aliases=tuple(str(alias) for alias in entry.get("aliases", ())),
        data={name: value for name, value in entry.items() if name not in known},
    )


def spoken(words: Mapping[str, Vocabulary], language: str) -> Mapping[str, Vocabulary]:
    """``words`` with their labels in ``language``, as far as they have any."""
    if language.partition("-")[0] != "zh":
        return words
    return {name: _chinese(vocabulary) for name, vocabulary in words.items()}


def _chinese(vocabulary: Vocabulary) -> Vocabulary:
    terms = {
        key: replace(term, label=term.label_zh or term.label)
        for key, term in vocabulary.terms.items()
    }
    spellings = {word: terms[term.id] for word, term in vocabulary.spellings.items()}
    return Vocabulary(vocabulary.name, terms, spellings)


class Checker:
    """Holds headers against a JSON schema 2020-12, and remembers what it said of a value it has seen before.

    Cards of a hub have most of their values in common, so that nearly all answers are remembered ones. What is said of
    one key must not depend on another: the schema of a header has ``properties``, ``required`` and
    ``additionalProperties`` at its top, and no ``if`` or ``allOf``.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        from jsonschema import Draft202012Validator

        self._schema = schema
        self._parts = {
            key: Draft202012Validator(part) for key, part in schema.get("properties", {}).items()
        }
        frame = {**schema, "properties": dict.fromkeys(self._parts, True)}
        self._frame = Draft202012Validator(frame)
        self._said: dict[tuple[str, ...], tuple[SchemaError, ...]] = {}

    def errors(self, header: Mapping[str, Any]) -> Iterator[SchemaError]:
        """Every disagreement of ``header`` with the schema: of its keys, then of its values in their order."""
        keys = tuple(header)
        if ("", *keys) not in self._said:
            errors = self._frame.iter_errors(dict.fromkeys(keys, ""))
            self._said["", *keys] = tuple(
                _error((), one)._replace(part=self._schema) for one in errors
            )
        yield from self._said["", *keys]
        for key, value in header.items():
            if key in self._parts:
                yield from self._value_errors(key, value)

    def _value_errors(self, key: str, value: Any) -> tuple[SchemaError, ...]:
        if not isinstance(value, str):
            return tuple(_error((key,), error) for error in self._parts[key].iter_errors(value))
        if (key, value) not in self._said:
            self._said[key, value] = tuple(
                _error((key,), error) for error in self._parts[key].iter_errors(value)
            )
        return self._said[key, value]


def _error(above: Route, error: Any) -> SchemaError:
    route = (*above, *error.absolute_path)
    return SchemaError(route, error.validator, error.validator_value, error.instance, error.schema)
