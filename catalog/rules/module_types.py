"""What a module type says: a domain, and a task of it."""

from __future__ import annotations

from catalog.model import Hub


def domain_and_task(text: str, hub: Hub) -> tuple[str, str]:
    """Domain and task of a module type, by their ids; each is empty where it is not known."""
    first, _, second = text.partition("-")
    domain = hub.vocabularies["domains"].find(first)
    task = hub.vocabularies["tasks"].find(second) if second else None
    fits = domain and task and domain.id in task.data.get("domains", ())
    return domain.id if domain else "", task.id if task and fits else ""
