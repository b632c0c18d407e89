"""Linked data of a card for search engines, in the vocabulary of schema.org."""

from __future__ import annotations

from typing import Any

from catalog.claims.facts import Facts


def linked_data(facts: Facts, url: str, catalog: str) -> dict[str, Any]:
    """A card as a ``SoftwareSourceCode``; ``url`` is its page on the web, empty where unknown.

    What the card does not state is left out.
    """
    labels = (facts.task, *facts.datasets, *facts.backends)
    values = {
        "name": facts.title,
        "description": facts.summary,
        "url": url,
        "identifier": facts.uid,
        "inLanguage": facts.card.language,
        "author": {"@type": "Organization", "name": facts.author} if facts.author else None,
        "license": {"@type": "CreativeWork", "name": facts.licence.id}
        if facts.licence.id
        else None,
        "dateModified": facts.day,
        "codeRepository": facts.source_link,
        "programmingLanguage": "Python",
        "runtimePlatform": f"MindSpore {facts.version}".strip(),
        "keywords": ", ".join(dict.fromkeys(label.text for label in labels if label.text)),
        "isPartOf": {"@type": "DataCatalog", "name": catalog},
    }
    stated = {key: value for key, value in values.items() if value}
    return {"@context": "https://schema.org", "@type": "SoftwareSourceCode"} | stated
