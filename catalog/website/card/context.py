"""What the page of one card shows, ready for its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from catalog.claims.facts import Facts, safe_link
from catalog.model import SEVERITIES, Asset, Settings, Uid, Vocabulary
from catalog.proof.history import last_good, strip
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

_VERSIONS = {"mindspore": "MindSpore", "mindcv": "mindcv", "numpy": "NumPy", "python": "Python"}


class FactPart(NamedTuple):
    """Words, and where they lead; empty where they lead nowhere."""

    text: str
    href: str = ""


class FactLine(NamedTuple):
    """One line beside a card: which fact and its words; ``code`` where they are to be copied."""

    name: str
    parts: tuple[FactPart, ...]
    outside: bool = False
    code: bool = False


class RelatedGroup(NamedTuple):
    """Cards that share something with this one: the word for what, and links to them."""

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
    """A file that the card offers: its name, where it is (empty where the link is not safe), format, size and hash."""

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


def card_context(one: Facts, around: Neighbours) -> dict[str, Any]:
    """Everything that the card's template names."""
    claims = claimed_rows(one.inputs, one.parameters, one.multiply_adds)
    words, cards = around.vocabularies, around.cards
    return {
        "facts": one,
        "title": one.title,
        "status": one.state,
        "model": around.models[one.uid],
        "versions": version_links(around.families[one.publisher, one.family], cards, one.uid),
        "rows": evidence_rows(one.result, claims, one.metrics, words["units"], words["datasets"]),
        "environment": _environment(one),
        "tried": tuple(_tried(one)),
        "last_good": last_good(one.result) if one.result else "",
        "snippet": highlight(usage_snippet(one.card, one.inputs, one.assets), "python")
        if one.readable
        else "",
        "assets": [_file(asset) for asset in one.assets],
        "aside": tuple(_facts(one, around)),
        "edit": _edit_link(one, around.settings),
        "codes": [
            PageLink(code, around.rules[code]) for code in sorted(one.codes) if code in around.rules
        ],
        "findings": tuple(_finding_counts(one)),
        "kindred": tuple(_kindred(one, around)),
        "bibtex": bibtex_entry(one, _public(cards[one.uid], around.settings)),
        "body": around.prose(one),
        "twins": _twins(one.uid, cards),
        "linked": linked_data(one, _public(cards[one.uid], around.settings), around.settings),
    }


def _file(asset: Asset) -> CardFile:
    href = safe_link(asset.link)
    return CardFile(
        file_name(href) if href else asset.link,
        href,
        asset.format,
        format_bytes(asset.size),
        asset.sha256,
    )


def _environment(one: Facts) -> str:
    """What the network ran on: versions, machine, seconds and megabytes."""
    if not one.result:
        return ""
    known = one.result.environment
    versions = [f"{shown} {known[key]}" for key, shown in _VERSIONS.items() if key in known]
    machine = [known[key] for key in ("device", "machine", "isolation") if key in known]
    return ", ".join(
        [
            *versions,
            *machine,
            f"{one.result.seconds:.1f} s",
            f"{one.result.peak_memory / 10**6:,.0f} MB",
        ]
    )


def _tried(one: Facts) -> Iterable[VersionOutcome]:
    """The versions of MindSpore that the network was tried on, the oldest first."""
    for each in strip(one.result) if one.result else ():
        yield VersionOutcome(each.version, each.verdict.id)


def _facts(one: Facts, around: Neighbours) -> Iterable[FactLine]:
    root, found = to_root(around.cards[one.uid]), facet_values(one)

    def linked(facet: str) -> tuple[FactPart, ...]:
        pages = around.choices[facet]
        labels = [label for label in found[facet] if label.id != NONE]
        return tuple(
            FactPart(label.text, root + encode_path(pages[label.id]) if label.id in pages else "")
            for label in labels
        )

    model = around.models[one.uid]
    facts = (
        FactLine("task", linked("task")),
        FactLine("dataset", linked("dataset")),
        FactLine("model", (FactPart(model.title, root + encode_path(model.page)),)),
        FactLine("backends", linked("backend")),
        FactLine("uses", tuple(FactPart(label.text) for label in one.uses)),
        FactLine("licence", linked("licence")),
        FactLine("version", linked("version")),
        FactLine("author", (FactPart(one.author),)),
        FactLine("updated", (FactPart(one.updated),)),
        FactLine(
            "source", (FactPart(_short_link(one.source_link), one.source_link),), outside=True
        ),
        FactLine("uid", (FactPart(one.uid),), code=True),
    )
    return (fact for fact in facts if any(part.text for part in fact.parts))


def _kindred(one: Facts, around: Neighbours) -> Iterable[RelatedGroup]:
    for found in related_groups(one, around.kin):
        texts = [f"{other.title} {other.version}".strip() for other in found.cards]
        texts = [
            text if texts.count(text) == 1 else Uid(other.uid).file_name
            for text, other in zip(texts, found.cards, strict=True)
        ]
        links = (
            PageLink(text, around.cards[other.uid])
            for text, other in zip(texts, found.cards, strict=True)
        )
        yield RelatedGroup(found.trait, tuple(links))


def _edit_link(one: Facts, settings: Settings) -> str:
    """Where the card's source is edited; empty where the settings do not say."""
    folder = safe_link(settings.edit_url.rstrip("/"))
    return f"{folder}/{encode_path(one.card.uid)}.md" if folder else ""


def _public(page: str, settings: Settings) -> str:
    """The address of ``page`` on the web; empty where the settings do not say."""
    return f"{settings.url.rstrip('/')}/{encode_path(page)}" if settings.url else ""


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


def _twins(uid: str, cards: Mapping[str, str]) -> dict[str, str]:
    """The page of the card that says the same in another language, by that language."""
    twin = Uid(uid).twin
    return {twin.language: cards[twin]} if twin in cards else {}
