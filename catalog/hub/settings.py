"""The settings of a hub, from its ``catalog.toml``."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalog.model import SEVERITIES, CatalogError, Settings, did_you_mean

SETTINGS_FILE = "catalog.toml"

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")
_MEANT = {
    "languages": "languages as in BCP 47, such as 'zh'",
    "image_hosts": "hosts, such as 'img.example.org'",
}
_TEXT = "a text"
_TEXTS = "a list of texts"
_TABLE = "a table of texts"
_NUMBER = "a number"

_KEYS = {
    ("catalog", "title"): ("title", _TEXT),
    ("catalog", "description"): ("description", _TEXT),
    ("catalog", "url"): ("url", _TEXT),
    ("catalog", "edit-url"): ("edit_url", _TEXT),
    ("catalog", "cards"): ("cards", _TEXT),
    ("catalog", "site"): ("site", _TEXT),
    ("catalog", "language"): ("language", _TEXT),
    ("catalog", "languages"): ("languages", _TEXTS),
    ("catalog", "image-hosts"): ("image_hosts", _TEXTS),
    ("lint", "select"): ("select", _TEXTS),
    ("lint", "ignore"): ("ignore", _TEXTS),
    ("lint", "severity"): ("severity", _TABLE),
    ("lint", "fail-on"): ("fail_on", _TEXT),
    ("lint", "asset-hosts"): ("asset_hosts", _TEXTS),
    ("smoke", "sources"): ("smoke_sources", _TABLE),
    ("smoke", "seconds"): ("smoke_seconds", _NUMBER),
    ("smoke", "memory-gib"): ("smoke_memory", _NUMBER),
    ("smoke", "mindspore"): ("smoke_mindspore", _TEXTS),
    ("smoke", "trust"): ("smoke_trust", _TEXTS),
    ("smoke", "results"): ("smoke_results", _TEXT),
}


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` with a ``catalog.toml``; else ``start`` itself."""
    start = start.resolve()
    return next(
        (folder for folder in (start, *start.parents) if (folder / SETTINGS_FILE).is_file()), start
    )


def load_settings(folder: Path) -> Settings:
    """The settings of the hub in ``folder``.

    Raises:
        CatalogError: the file is not TOML, or a key is wrong.
    """
    path = folder / SETTINGS_FILE
    settings = Settings(root=str(folder.resolve()))
    if not path.is_file():
        return settings
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"cannot read {path}: {error}") from error
    values: dict[str, Any] = {}
    for section, table in document.items():
        if not isinstance(table, dict):
            raise CatalogError(f"{path}: {section!r} must be a section, [{section}]")
        for key, value in table.items():
            field, kind = _KEYS.get((section, key), ("", ""))
            if not field:
                raise CatalogError(f"{path}: {_unknown(section, key)}")
            values[field] = _checked(value, kind, f"{path}: {section}.{key}")
    _check_severities(path, values)
    _check_names(path, values)
    if "smoke_memory" in values:
        values["smoke_memory"] = int(values["smoke_memory"] * 2**30)
    return replace(settings, **values)


def _unknown(section: str, key: str) -> str:
    keys = sorted(name for owner, name in _KEYS if owner == section)
    if keys:
        return f"there is no setting {key!r} in [{section}]" + (
            did_you_mean(key, keys) or f": known are {', '.join(keys)}"
        )
    sections = sorted({owner for owner, _ in _KEYS})
    return f"there is no section [{section}]" + (
        did_you_mean(section, sections) or f": known are {', '.join(sections)}"
    )


def _checked(value: Any, kind: str, where: str) -> Any:
    match kind, value:
        case "a text", str():
            return value
        case "a list of texts", list() if all(isinstance(item, str) for item in value):
            return tuple(value)
        case "a table of texts", dict() if all(isinstance(item, str) for item in value.values()):
            return value
        case "a number", int() | float() if not isinstance(value, bool) and 0 < value < math.inf:
            return value
    raise CatalogError(f"{where} must be {kind}, not {value!r}")


def _check_names(path: Path, values: Mapping[str, Any]) -> None:
    """Raises CatalogError for a language that is no folder name, or a host that is no host name."""
    for key, form in (("languages", _LANGUAGE), ("image_hosts", _HOST)):
        wrong = next((name for name in values.get(key, ()) if not form.fullmatch(name)), None)
        if wrong is not None:
            setting = key.replace("_", "-")
            raise CatalogError(f"{path}: catalog.{setting} must name {_MEANT[key]}, not {wrong!r}")


def _check_severities(path: Path, values: Mapping[str, Any]) -> None:
    for rule, severity in values.get("severity", {}).items():
        if severity not in (*SEVERITIES, "off"):
            choices = "error, warning, info or off"
            raise CatalogError(
                f"{path}: the severity of {rule} must be {choices}, not {severity!r}"
            )
    if values.get("fail_on", "error") not in SEVERITIES:
        raise CatalogError(
            f"{path}: lint.fail-on must be error, warning or info, not {values['fail_on']!r}"
        )
