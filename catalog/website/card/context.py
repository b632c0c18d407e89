"""What the page of one card shows, ready for its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from catalog.claims.facts import Facts, safe_link
from catalog.model import SEVERITIES, Asset, Settings, Uid, Vocabulary
from catalog.proof.history import last_working_version, version_history
from catalog.website.card.bibtex import bibtex_entry
from catalog.website.card.rows import claimed_rows, evidence_rows
from catalog.website.card.schema_org import linked_data
from catalog.website.card.usage import file_name, usage_snippet
from catalog.website.lists.facets import NONE, facet_values
from catalog.website.lists.models import Model, PageLink, version_links
from catalog.website.lists.related import Related, Trait, related_groups
from catalog.website.markdown.highlight import highlight
from catalog.website.numbers import format_bytes
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


class Neighbours(NamedTuple):
    """What the page of a card needs to know of everything around it.

    ``cards`` are pages by UID, ``choices`` pages by facet and id, ``rules`` pages by code, ``models`` by UID; ``prose``
    gives the words of a card as HTML.
    """

    settings: Settings
    vocabularies: Mapping[str, Vocabulary]
    cards: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    rules: Mapping[str, str]
    models: Mapping[str, Model]
    families: Mapping[tuple[str, str], Sequence[Facts]]
    kin: Related
    prose: Callable[[Facts], Markup]


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


def card_context(facts: Facts, around: Neighbours) -> dict[str, Any]:
    """What ``card.html`` shows, by the names that it uses."""
    claims = claimed_rows(facts.inputs, facts.parameters, facts.multiply_adds)
    vocabularies, pages, settings = around.vocabularies, around.cards, around.settings
    public_url = _public_url(pages[facts.uid], settings)
    return {
        "facts": facts,
        "title": facts.title,
        "status": facts.state,
        "model": around.models[facts.uid],
        "versions": version_links(around.families[facts.publisher, facts.family], pages, facts.uid),
        "rows": evidence_rows(
            facts.result, claims, facts.metrics, vocabularies["units"], vocabularies["datasets"]
        ),
        "environment": _run_environment(facts),
        "outcomes": tuple(_version_outcomes(facts)),
        "last_good": last_working_version(facts.result) if facts.result else "",
        "snippet": _snippet(facts),
        "assets": [_card_file(asset) for asset in facts.assets],
        "aside": tuple(_fact_lines(facts, around)),
        "edit": _edit_link(facts, settings),
        "codes": [
            PageLink(code, around.rules[code])
            for code in sorted(facts.codes)
            if code in around.rules
        ],
        "findings": tuple(_finding_counts(facts)),
        "related": tuple(_related_groups(facts, around)),
        "bibtex": bibtex_entry(facts, public_url),
        "body": around.prose(facts),
        "twins": _twin_pages(facts.uid, pages),
        "linked": linked_data(facts, public_url, settings),
    }


def _snippet(facts: Facts) -> str:
    if not facts.readable:
        return ""
    return highlight(usage_snippet(facts.card, facts.inputs, facts.assets), "python")


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
    root, values = to_root(around.cards[facts.uid]), facet_values(facts)

    def linked(facet: str) -> tuple[FactPart, ...]:
        pages = around.choices[facet]
        labels = [label for label in values[facet] if label.id != NONE]
        return tuple(
            FactPart(label.text, root + encode_path(pages[label.id]) if label.id in pages else "")
            for label in labels
        )

    model, source = around.models[facts.uid], facts.source_link
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


def _related_groups(facts: Facts, around: Neighbours) -> Iterable[RelatedGroup]:
    for shared in related_groups(facts, around.kin):
        titles = [f"{other.title} {other.version}".strip() for other in shared.cards]
        links = (
            PageLink(
                title if titles.count(title) == 1 else Uid(other.uid).file_name,
                around.cards[other.uid],
            )
            for title, other in zip(titles, shared.cards, strict=True)
        )
        yield RelatedGroup(shared.trait, tuple(links))


def _edit_link(facts: Facts, settings: Settings) -> str:
    """Where the card's source is edited; empty where the settings do not say."""
    folder = safe_link(settings.edit_url.rstrip("/"))
    return f"{folder}/{encode_path(facts.card.uid)}.md" if folder else ""


def _public_url(page: str, settings: Settings) -> str:
    """The address of ``page`` on the web; empty where the settings do not say."""
    return f"{settings.url.rstrip('/')}/{encode_path(page)}" if settings.url else ""


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


def _twin_pages(uid: str, pages: Mapping[str, str]) -> dict[str, str]:
    """The page of the card that says the same in another language, by that language."""
    twin = Uid(uid).twin
    return {twin.language: pages[twin]} if twin in pages else {}
