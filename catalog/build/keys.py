"""What records and pages depend on, as digests: the card, settings, files that rules read, code."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from catalog import __version__
from catalog.build.map_cards import MapInputs
from catalog.hub import digests
from catalog.hub.digests import value_digest
from catalog.hub.settings import SETTINGS_FILE
from catalog.model import Settings, SmokeResult, Source

CARD, PAGE, BODY = "card:", "page:", "body:"
"""How the keys of each kind of record begin."""
_UNSEEN = Settings()


def map_inputs(settings: Settings, rules: frozenset[str]) -> MapInputs:
    """What the records of all cards of a hub depend on, with digests of the files behind it."""
    seen = _settings_of_records(settings)
    total = digests.new_digest(value_digest(__version__, sys.version, seen, sorted(rules)).encode())
    digests.add_stamps(total, [*digests.package_folders(), *digests.own_files()])
    digests.add_contents(total, digests.files_below(Path(settings.root, "schema")))
    # Rules look up a network only where they know where the hub begins.
    total.update(str(Path(settings.root, SETTINGS_FILE).is_file()).encode())
    code = digests.new_digest()
    digests.add_stamps(code, digests.network_files(settings))
    return MapInputs(seen, rules, total.hexdigest(), code.hexdigest())


def _settings_of_records(settings: Settings) -> Settings:
    """``settings`` without what decides which findings are told, and what the site is called."""
    return replace(
        settings,
        select=_UNSEEN.select,
        ignore=_UNSEEN.ignore,
        extend_select=_UNSEEN.extend_select,
        severity=_UNSEEN.severity,
        fail_on=_UNSEEN.fail_on,
        title=_UNSEEN.title,
        description=_UNSEEN.description,
        url=_UNSEEN.url,
        edit_url=_UNSEEN.edit_url,
        languages=_UNSEEN.languages,
    )


def card_key(inputs: MapInputs, source: Source, result: SmokeResult | None) -> str:
    """The key of what lint knows of a card whose smoke result is ``result``."""
    named = (source.uid, source.path, source.file, source.unreadable)
    return CARD + value_digest(inputs.digest, named, digests.bytes_digest(source.data), result)


def page_key(inputs: MapInputs, source: Source) -> str:
    """The key of what the page of a card shows of the card alone."""
    return PAGE + value_digest(inputs.digest, source.uid, digests.bytes_digest(source.data))


def body_key(page: str) -> str:
    """The key of the words that belong to the record ``page``."""
    return BODY + page.removeprefix(PAGE)
