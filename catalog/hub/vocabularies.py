"""The vocabularies of header fields and the Chinese names of keys, from ``schema/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from catalog.hub.resources import read_schema_file
from catalog.model import CatalogError, Term, Vocabulary, fold

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

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _table(file: str, root: str) -> dict[str, Any]:
    try:
        # The loader is PyYAML's safe one, written in C.
        table = yaml.load(read_schema_file(file, root), Loader=_LOADER)  # noqa: S506  # as above
    except yaml.YAMLError as error:
        raise CatalogError(f"schema/{file} is not YAML: {error}") from error
    if not isinstance(table, dict):
        raise CatalogError(f"schema/{file} is not a mapping")
    return table


@cache
def load_key_aliases(root: str) -> dict[str, str]:
    """Header keys of other languages and the key of the card schema that each stands for."""
    return {str(key): str(value) for key, value in _table("keys_zh.yaml", root).items()}


@cache
def load_vocabularies(root: str) -> dict[str, Vocabulary]:
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
    own_fields = {"label", "label-zh", "aliases"}
    return Term(
        id=key,
        label=str(entry.get("label", key)),
        label_zh=str(entry.get("label-zh", "")),
        aliases=tuple(str(alias) for alias in entry.get("aliases", ())),
        data={name: value for name, value in entry.items() if name not in own_fields},
    )


def translate_vocabularies(
    words: Mapping[str, Vocabulary], language: str
) -> Mapping[str, Vocabulary]:
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
