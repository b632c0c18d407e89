"""Makes the whole site of a hub: findings and smoke results beside the cards, the index, the guide, all published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from catalog import schema
from catalog.facts import facts
from catalog.index import index_page
from catalog.model import CatalogError, Finding, Hub, Page, Settings, SmokeResult
from catalog.render import pages
from catalog.smoke.results import from_json
from catalog.write import Published, publish


def build(
    hub: Hub,
    site: Path,
    results: Mapping[str, SmokeResult],
    findings: Sequence[Finding],
    guide: Sequence[Page] = (),
    progress: Callable[[int], None] = lambda _made: None,
) -> Published:
    """What was done to the folder ``site`` so that it is the site of ``hub``.

    ``results`` are by UID; ``guide`` is what MkDocs made of the hub's docs; ``progress`` is called with the number of
    pages made.

    Raises:
        CatalogError: a template fails or a file cannot be written. The old site is then whole.
    """
    cards = facts(hub, results, findings)
    folders = schema.resource_folders("templates", hub.settings.root)
    return publish(chain(pages(hub, cards, folders, guide, findings), [index_page(hub, cards)]), site, progress)


def read_results(path: Path, settings: Settings) -> dict[str, SmokeResult]:
    """The smoke results in the file at ``path``, by UID. Raises CatalogError where it holds none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"cannot read {path}: {error}") from error
    return {result.uid: result for result in from_json(text, schema.load("smoke", settings.root), str(path))}
