"""SCH108 and SCH109: the module type, which is a domain and a task."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model import Card, Edit, Fix, Hit, Hub
from catalog.rules.define import rule
from catalog.rules.module_types import domain_and_task


@rule("SCH108", "unknown-module-type", "warning")
def unknown_module_type(card: Card, hub: Hub) -> Iterator[Hit]:
    """The module type is no known domain, or its task does not belong to the domain.

    bad:
        module-type: vision-magic

    good:
        module-type: cv-classification
    """
    text = card.text("module-type")
    if not text:
        return
    domain, task = domain_and_task(text, hub)
    first, _, second = text.partition("-")
    if not domain:
        hint = "begin with one of " + ", ".join(hub.vocabularies["domains"].terms)
        yield Hit(card, ("module-type",), f"{first!r} is no known domain", hint)
    elif second and not task:
        fitting = [
            term.id
            for term in hub.vocabularies["tasks"].terms.values()
            if domain in term.data.get("domains", ())
        ]
        yield Hit(
            card,
            ("module-type",),
            f"{second!r} is no known task of {domain}",
            "known are " + ", ".join(fitting),
        )


@rule("SCH109", "module-type-spelling", "info", "fixable")
def module_type_spelling(card: Card, hub: Hub) -> Iterator[Hit]:
    """The module type is spelt in its own way.

    bad:
        module-type: CV-classification

    bad:
        module-type: cv-super-resolution

    good:
        module-type: cv-classification
    """
    text = card.text("module-type")
    domain, task = domain_and_task(text, hub)
    usual = f"{domain}-{task}" if task else domain
    if (
        domain
        and bool(task) == ("-" in text)
        and usual != text
        and not (card.language == "zh" and not text.isascii())
    ):
        fix = Fix(f"write {usual}", (Edit(card.span("module-type"), usual),))
        yield Hit(
            card,
            ("module-type",),
            f"module-type {text!r} is usually spelt {usual!r}",
            f"write '{usual}'",
            fix,
        )
