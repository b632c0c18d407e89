"""The smoke results of a hub, by UID."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalog.hub.card_schema import load_schema
from catalog.model import Settings, SmokeResult
from catalog.proof.smoke_json import read_smoke_json


def read_smoke_results(path: Path, settings: Settings) -> dict[str, SmokeResult]:
    """The results in the file at ``path``. Raises CatalogError where it holds none."""
    results = read_smoke_json(path, load_schema("smoke", settings.root))
    return {result.uid: result for result in results}


def own_smoke_results(settings: Settings) -> Mapping[str, SmokeResult]:
    """The results in the file that the settings name; none where it is not there yet."""
    path = Path(settings.root, settings.smoke_results)
    if not settings.smoke_results or not path.is_file():
        return {}
    return read_smoke_results(path, settings)
