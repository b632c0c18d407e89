"""What search engines read of a card: linked data in the vocabulary of schema.org."""

from __future__ import annotations

from typing import Any

from catalog.claims.facts import Facts
from catalog.model import Settings


def linked_data(one: Facts, address: str, settings: Settings) -> dict[str, Any]:
    """A card as a ``SoftwareSourceCode``; ``address`` is its page on the web, empty where nobody knows.

    What the card does not state is left out.
    """
    labels = (one.task, *one.datasets, *one.backends)
    found = {
        "name": one.title,
        "description": one.summary,
        "url": address,
        "identifier": one.uid,
        "inLanguage": one.card.language,
        "author": {"@type": "Organization", "name": one.author} if one.author else None,
        "license": {"@type": "CreativeWork", "name": one.licence.id} if one.licence.id else None,
        "dateModified": one.day,
        "codeRepository": one.source_link,
        "programmingLanguage": "Python",
        "runtimePlatform": f"MindSpore {one.version}".strip(),
        "keywords": ", ".join(dict.fromkeys(label.text for label in labels if label.text)),
        "isPartOf": {"@type": "DataCatalog", "name": settings.title},
    }
    kept = {key: value for key, value in found.items() if value}
    return {"@context": "https://schema.org", "@type": "SoftwareSourceCode"} | kept
