"""JSON schemas, and headers held against the schema of cards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from catalog.hub.resources import read_schema_file
from catalog.model import CatalogError, Route


class SchemaError(NamedTuple):
    """A disagreement of a header with its schema.

    Where it is, the keyword that it breaks and what that wants, the value that is there, and the
    part of the schema that says so.
    """

    route: Route
    keyword: str
    wanted: Any
    value: Any
    part: Mapping[str, Any]


def load_schema(name: str, root: str) -> dict[str, Any]:
    """The JSON schema called ``name``, such as ``card``.

    Raises:
        CatalogError: it is no JSON object.
    """
    try:
        document = json.loads(read_schema_file(f"{name}.schema.json", root))
    except ValueError as error:
        raise CatalogError(f"schema/{name}.schema.json is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise CatalogError(f"schema/{name}.schema.json is not a JSON object")
    return document


class HeaderChecker:
    """Checks headers against a JSON schema 2020-12, equal values only once.

    Cards of a hub have most of their values in common. No key may depend on another: the schema
    has ``properties``, ``required``, ``additionalProperties`` at its top, no ``if`` or ``allOf``.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        from jsonschema import Draft202012Validator

        self._schema = schema
        self._parts = {
            key: Draft202012Validator(part) for key, part in schema.get("properties", {}).items()
        }
        frame = {**schema, "properties": dict.fromkeys(self._parts, True)}
        self._frame = Draft202012Validator(frame)
        self._errors: dict[tuple[str, ...], tuple[SchemaError, ...]] = {}

    def errors(self, header: Mapping[str, Any]) -> Iterator[SchemaError]:
        """Every disagreement of ``header`` with the schema: of its keys, then of its values."""
        keys = tuple(header)
        if ("", *keys) not in self._errors:
            errors = self._frame.iter_errors(dict.fromkeys(keys, ""))
            self._errors["", *keys] = tuple(
                _error((), error)._replace(part=self._schema) for error in errors
            )
        yield from self._errors["", *keys]
        for key, value in header.items():
            if key in self._parts:
                yield from self._value_errors(key, value)

    def _value_errors(self, key: str, value: Any) -> tuple[SchemaError, ...]:
        if not isinstance(value, str):
            return tuple(_error((key,), error) for error in self._parts[key].iter_errors(value))
        if (key, value) not in self._errors:
            self._errors[key, value] = tuple(
                _error((key,), error) for error in self._parts[key].iter_errors(value)
            )
        return self._errors[key, value]


def _error(above: Route, error: Any) -> SchemaError:
    route = (*above, *error.absolute_path)
    return SchemaError(route, error.validator, error.validator_value, error.instance, error.schema)
