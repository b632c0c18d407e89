"""What the page of one card shows, ready for its template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from catalog.claims.facts import Facts, safe_link
from catalog.model import SEVERITIES, Asset, CardBody, Vocabulary
from catalog.proof.history import last_working_version, version_history
from catalog.website.card.bibtex import bibtex_entry
from catalog.website.card.body import with_links
from catalog.website.card.rows import claimed_rows, evidence_rows
from catalog.website.card.schema_org import linked_data
from catalog.website.card.usage import file_name
from catalog.website.lists.facets import stated_values
from catalog.website.lists.models import PageLink
from catalog.website.lists.related import Trait
from catalog.website.numbers import format_bytes
from catalog.website.rendering.frame import Frame
from catalog.website.urls import encode_path, to_root

_VERSION_NAMES = {
    "mindspore": "MindSpore",
    "mindcv": "mindcv",
    "numpy": "NumPy",
    "python": "Python",
}


class FactPart(NamedTuple):
    """Words, and where they lead; empty where they lead nowhere."""

    text: str
    href: str = ""


class FactLine(NamedTuple):
    """One line beside a card: which fact, and its words; ``code`` where they are to be copied."""

    name: str
    parts: tuple[FactPart, ...]
    outside: bool = False
    code: bool = False


class RelatedGroup(NamedTuple):
    """What other cards share with this one, and links to them."""

    trait: Trait
    cards: tuple[PageLink, ...]


class ModelLink(NamedTuple):
    """The model of a card: its title and page, and the UIDs of its cards."""

    title: str
    page: str
    cards: tuple[str, ...]


class Neighbours(NamedTuple):
    """All that the page of a card shows of others: with the card itself it decides the page.

    ``choices`` are pages of what the card has in each facet, by facet and id; ``links`` the pages
    of cards that its words link to, by UID; ``twins`` those of the same card in other languages.
    """

    page: str
    model: ModelLink
    versions: tuple[PageLink, ...]
    choices: Mapping[str, Mapping[str, str]]
    rules: tuple[PageLink, ...]
    related: tuple[RelatedGroup, ...]
    links: Mapping[str, str]
    twins: Mapping[str, str]


class CardFile(NamedTuple):
    """A file that the card offers; ``href`` is empty where the link is not safe."""

    name: str
    href: str
    format: str
    size: str
    sha256: str


class VersionOutcome(NamedTuple):
    """A version of MindSpore, and what became of the card's network on it."""

    version: str
    state: str


class FindingCount(NamedTuple):
    """How many findings of one severity; ``word`` names it in the singular or plural."""

    word: str
    number: int


def card_context(
    facts: Facts,
    body: CardBody,
    around: Neighbours,
    site: Frame,
    edit_url: str,
    vocabularies: Mapping[str, Vocabulary],
) -> dict[str, Any]:
    """What ``card.html`` shows, by name; ``edit_url`` is where sources of cards are edited."""
    claims = claimed_rows(facts.inputs, facts.parameters, facts.multiply_adds)
    units, datasets = vocabularies["units"], vocabularies["datasets"]
    public_url = f"{site.url}{encode_path(around.page)}" if site.url else ""
    return {
        "facts": facts,
        "title": facts.title,
        "status": facts.state,
        "model": around.model,
        "versions": around.versions,
        "rows": evidence_rows(facts.result, claims, facts.metrics, units, datasets),
        "environment": _run_environment(facts),
        "outcomes": tuple(_version_outcomes(facts)),
        "last_good": last_working_version(facts.result) if facts.result else "",
        "snippet": Markup(body.snippet),  # noqa: S704  # made by us from escaped text
        "assets": [_card_file(asset) for asset in facts.assets],
        "aside": tuple(_fact_lines(facts, around)),
        "edit": _edit_link(facts, edit_url),
        "codes": around.rules,
        "findings": tuple(_finding_counts(facts)),
        "related": around.related,
        "bibtex": bibtex_entry(facts, public_url),
        "body": with_links(body.words, around.links, to_root(around.page)),
        "twins": around.twins,
        "linked": linked_data(facts, public_url, site.title),
    }


def _card_file(asset: Asset) -> CardFile:
    href = safe_link(asset.link)
    name = file_name(href) if href else asset.link
    return CardFile(name, href, asset.format, format_bytes(asset.size), asset.sha256)


def _run_environment(facts: Facts) -> str:
    """What the network ran on: versions, machine, seconds and megabytes; empty without a run."""
    result = facts.result
    if not result:
        return ""
    values = result.environment
    versions = [f"{name} {values[key]}" for key, name in _VERSION_NAMES.items() if key in values]
    machine = [values[key] for key in ("device", "machine", "isolation") if key in values]
    costs = [f"{result.seconds:.1f} s", f"{result.peak_memory / 10**6:,.0f} MB"]
    return ", ".join([*versions, *machine, *costs])


def _version_outcomes(facts: Facts) -> Iterable[VersionOutcome]:
    """The versions of MindSpore that the network was tried on, the oldest first."""
    for run in version_history(facts.result) if facts.result else ():
        yield VersionOutcome(run.version, run.verdict.id)


def _fact_lines(facts: Facts, around: Neighbours) -> Iterable[FactLine]:
    root, values = to_root(around.page), stated_values(facts)

    def linked(facet: str) -> tuple[FactPart, ...]:
        pages = around.choices[facet]
        return tuple(
            FactPart(label.text, root + encode_path(pages[label.id]) if label.id in pages else "")
            for label in values[facet]
        )

    model, source = around.model, facts.source_link
    lines = (
        FactLine("task", linked("task")),
        FactLine("dataset", linked("dataset")),
        FactLine("model", (FactPart(model.title, root + encode_path(model.page)),)),
        FactLine("backends", linked("backend")),
        FactLine("uses", tuple(FactPart(label.text) for label in facts.uses)),
        FactLine("licence", linked("licence")),
        FactLine("version", linked("version")),
        FactLine("author", (FactPart(facts.author),)),
        FactLine("updated", (FactPart(facts.updated),)),
        FactLine("source", (FactPart(_short_link(source), source),), outside=True),
        FactLine("uid", (FactPart(facts.uid),), code=True),
    )
    return (line for line in lines if any(part.text for part in line.parts))


def _edit_link(facts: Facts, edit_url: str) -> str:
    """Where the card's source is edited; empty where the settings do not say."""
    folder = safe_link(edit_url.rstrip("/"))
    return f"{folder}/{encode_path(facts.card.uid)}.md" if folder else ""


def _short_link(link: str) -> str:
    """The host and the last two parts of a link's path."""
    if not link:
        return ""
    parts = link.split("/")
    return "/".join([parts[2], "…", *parts[-2:]]) if len(parts) > 6 else "/".join(parts[2:])


def _finding_counts(facts: Facts) -> Iterable[FindingCount]:
    for severity in reversed(SEVERITIES):
        count = facts.findings.get(severity, 0)
        if count:
            yield FindingCount(severity if count == 1 else f"{severity}s", count)
