"""What the page of one card shows, ready for its template."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from catalog import address
from catalog.body import highlight, render_body
from catalog.evidence import claimed_rows, rows, status_state
from catalog.facts import Facts, Label, safe_link
from catalog.listing import version_links
from catalog.model import SEVERITIES, Vocabulary
from catalog.usage import file_name, usage

_VERSIONS = {"mindspore": "MindSpore", "mindcv": "mindcv", "numpy": "NumPy", "python": "Python"}


class Fact(NamedTuple):
    """One line beside a card: which fact, its words, and where they lead; ``code`` where they are to be copied."""

    name: str
    text: str
    href: str = ""
    outside: bool = False
    code: bool = False


class File(NamedTuple):
    """A file that the card offers: its name, where it is (empty where the link is not safe), format and hash."""

    name: str
    href: str
    format: str
    sha256: str


class FindingCount(NamedTuple):
    """How many findings of one severity; ``word`` names it in the singular or plural."""

    word: str
    number: int


def certificate(
    one: Facts,
    family: Sequence[Facts],
    cards: Mapping[str, str],
    tasks: Mapping[str, str],
    vocabularies: Mapping[str, Vocabulary],
) -> dict[str, Any]:
    """Everything that the card's template names. ``cards`` and ``tasks`` are pages by UID and by id."""
    claims = claimed_rows(one.inputs, one.parameters, one.multiply_adds)
    return {
        "facts": one,
        "title": one.title,
        "status": status_state(one.status),
        "task": {"text": one.task.text, "page": tasks.get(one.task.id, "")},
        "versions": version_links(family, cards, one.uid),
        "rows": rows(one.result, claims, one.metrics, vocabularies["units"], vocabularies["datasets"]),
        "environment": _environment(one),
        "snippet": highlight(usage(one.card, one.inputs, one.assets), "python") if one.readable else "",
        "assets": [File(file_name(a.link), safe_link(a.link), a.format, a.sha256) for a in one.assets],
        "aside": tuple(_facts(one, cards[one.uid], tasks)),
        "findings": tuple(_finding_counts(one)),
        "body": render_body(one.card.body, _follower(one.uid, cards)),
    }


def _environment(one: Facts) -> str:
    """What the network ran on: versions, machine, seconds and megabytes."""
    if not one.result:
        return ""
    known = one.result.environment
    versions = [f"{shown} {known[key]}" for key, shown in _VERSIONS.items() if key in known]
    machine = [known[key] for key in ("device", "machine", "isolation") if key in known]
    return ", ".join([*versions, *machine, f"{one.result.seconds:.1f} s", f"{one.result.peak_memory / 10**6:,.0f} MB"])


def _facts(one: Facts, page: str, tasks: Mapping[str, str]) -> Iterable[Fact]:
    root = address.to_root(page)
    task_page = tasks.get(one.task.id, "")
    found = (
        Fact("task", one.task.text, root + address.link(task_page) if task_page else ""),
        Fact("dataset", _joined(one.datasets)),
        Fact("model", one.model),
        Fact("backends", _joined(one.backends)),
        Fact("uses", _joined(one.uses)),
        Fact("licence", one.licence.text),
        Fact("version", one.version),
        Fact("author", one.author),
        Fact("updated", one.updated),
        Fact("source", _short_link(one.source_link), one.source_link, outside=True),
        Fact("uid", one.uid, code=True),
    )
    return (fact for fact in found if fact.text)


def _joined(labels: Iterable[Label]) -> str:
    return ", ".join(label.text for label in labels)


def _short_link(link: str) -> str:
    """The host and the last two parts of a link's path."""
    if not link:
        return ""
    parts = link.split("/")
    return "/".join([parts[2], "…", *parts[-2:]]) if len(parts) > 6 else "/".join(parts[2:])


def _finding_counts(one: Facts) -> Iterable[FindingCount]:
    for severity in reversed(SEVERITIES):
        count = one.findings.get(severity, 0)
        if count:
            yield FindingCount(severity if count == 1 else f"{severity}s", count)


def _follower(uid: str, cards: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the page that a link in the body of ``uid`` to another card's file means; empty for any other."""

    def follow(link: str) -> str:
        path = unquote(urlsplit(link).path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(uid), path)).removesuffix(".md")
        page = cards.get(target, "") if path.endswith(".md") else ""
        return address.to_root(cards[uid]) + address.link(page) if page else ""

    return follow
