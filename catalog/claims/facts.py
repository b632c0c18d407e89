"""The facts of a card as the site and the index show them, normalised by the vocabularies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any, NamedTuple

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import is_fresh
from catalog.claims.outline import CardOutline, card_outline
from catalog.model import (
    Asset,
    Card,
    Count,
    Finding,
    Hub,
    Input,
    Metric,
    Severity,
    SmokeResult,
    Span,
    Verdict,
    Vocabulary,
    fold,
)

_VERSION = re.compile(r"[vV]?(\d+(?:\.\d+)*)")
_VERSION_PART = re.compile(r"[_-]v?\d+(\.\d+)+(?=[_-]|$)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\b", re.ASCII)
_NO_DATASET = ("n/a", "-", "none")
_COUNTED = re.compile(r"\d[\d,]{0,20}", re.ASCII)
_SAFE_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MOST_PARAMETERS = 10**18
_NOWHERE = Span(0, 0)
_NO_COUNTS: Mapping[Any, int] = MappingProxyType({})

UNCHECKED = "unchecked"
STATES = (
    *(verdict.id for verdict in sorted(Verdict, key=lambda verdict: verdict.works is None)),
    UNCHECKED,
)
"""The states of a card, those first that say whether its network works."""


class Label(NamedTuple):
    """What a field says: the id that pages and machines go by, and the words that people read."""

    id: str
    text: str


class Facts(NamedTuple):
    """One card, ready to be shown: what a vocabulary does not have is as written.

    ``uid`` is the card's key in the hub: with its file behind it where an earlier card has the same
    UID. ``result`` is None where nobody ran its network. Links are empty or http(s). ``findings``
    counts them by severity, ``codes`` by rule.
    """

    card: CardOutline
    uid: str
    title: str
    model: str
    publisher: str
    family: str
    version: str
    task: Label
    datasets: tuple[Label, ...]
    backends: tuple[Label, ...]
    uses: tuple[Label, ...]
    licence: Label
    summary: str
    author: str
    updated: str
    source_link: str
    metrics: tuple[Metric, ...]
    inputs: tuple[Input, ...]
    assets: tuple[Asset, ...]
    parameters: tuple[Count, ...]
    multiply_adds: tuple[Count, ...]
    backbone: str
    findings: Mapping[Severity, int]
    codes: Mapping[str, int]
    result: SmokeResult | None

    @property
    def readable(self) -> bool:
        """Whether the card has a header to speak of."""
        return self.card.readable

    @property
    def status(self) -> Verdict | None:
        """The gravest verdict of the smoke run; None where there was none."""
        return self.result.verdict if self.result else None

    @property
    def state(self) -> str:
        """The id of the status, or ``unchecked``."""
        return self.status.id if self.status else UNCHECKED

    @property
    def size(self) -> int | None:
        """How many parameters the network has: as measured, else the most that the card states.

        What is stated counts below 10¹⁸.
        """
        counted = [int(number.replace(",", "")) for number in self._counted()]
        claimed = (int(count.value) for count in self.parameters if count.value < _MOST_PARAMETERS)
        return max(counted) if counted else max(claimed, default=None)

    def _counted(self) -> list[str]:
        if self.result is None:
            return []
        checks = self.result.checks
        measured = (check.measured for check in checks if check.fact == "parameters")
        return _COUNTED.findall(next(measured, ""))

    @property
    def day(self) -> str:
        """The date of the card's last change as ``YYYY-MM-DD``; empty where it states none."""
        match = _DAY.match(self.updated)
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def hub_facts(
    hub: Hub, results: Mapping[str, SmokeResult], findings: Iterable[Finding]
) -> tuple[Facts, ...]:
    """The facts of every card of the hub, in order. ``results`` are by UID."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    return sort_facts(
        card_facts(uid, card, hub.vocabularies, results.get(uid), by_path.get(card.path, ()))
        for uid, card in hub.cards.items()
    )


def sort_facts(cards: Iterable[Facts]) -> tuple[Facts, ...]:
    """``cards`` sorted by title, then UID."""
    return tuple(sorted(cards, key=lambda card: (card.title.casefold(), card.family, card.uid)))


def with_findings(facts: Facts, findings: Collection[Finding]) -> Facts:
    """``facts`` with the numbers of the card's findings."""
    severities = Counter(finding.severity for finding in findings)
    codes = Counter(finding.code for finding in findings)
    return facts._replace(findings=severities, codes=codes)


def without_places(facts: Facts) -> Facts:
    """``facts`` without the places of claims in the card's text, which no page shows."""
    return facts._replace(
        metrics=tuple(metric._replace(where=_NOWHERE) for metric in facts.metrics),
        inputs=tuple(tensor._replace(where=_NOWHERE) for tensor in facts.inputs),
        assets=tuple(asset._replace(where=_NOWHERE) for asset in facts.assets),
        parameters=tuple(count._replace(where=_NOWHERE) for count in facts.parameters),
        multiply_adds=tuple(count._replace(where=_NOWHERE) for count in facts.multiply_adds),
    )


def card_facts(
    uid: str,
    card: Card,
    words: Mapping[str, Vocabulary],
    result: SmokeResult | None = None,
    findings: Collection[Finding] = (),
) -> Facts:
    """The facts of the card that the hub knows as ``uid``; an outdated ``result`` is left out."""
    name = card.uid.file_name
    model = card.text("model-name") or card.title
    claims = claims_of(card, words)
    facts = Facts(
        card=card_outline(card),
        uid=uid,
        title=_one_line(card.title) or _one_line(model) or name,
        model=_one_line(model) or name,
        publisher=card.uid.publisher,
        family=fold(_VERSION_PART.sub("", card.uid.name)) or name,
        version=_version(card),
        task=_task(card, words),
        datasets=_datasets(card, words["datasets"]),
        backends=_labels(
            (*card.texts("infer-backend"), *card.texts("train-backend")), words["backends"]
        ),
        uses=_labels(card.texts("used-for"), words["uses"]),
        licence=_label(card.text("license"), words["licences"]),
        summary=_one_line(card.text("summary")),
        author=_one_line(card.text("author")),
        updated=_one_line(card.text("update-time")),
        source_link=safe_link(card.text("repo-link")),
        metrics=claims.metrics,
        inputs=claims.inputs,
        assets=claims.assets,
        parameters=claims.parameters,
        multiply_adds=claims.multiply_adds,
        backbone=_one_line(card.text("backbone-name")),
        findings=_NO_COUNTS,
        codes=_NO_COUNTS,
        result=result if result and is_fresh(result, claims) else None,
    )
    return with_findings(facts, findings) if findings else facts


def relabel_facts(cards: Iterable[Facts], words: Mapping[str, Vocabulary]) -> tuple[Facts, ...]:
    """``cards`` with the labels of ``words``; ids stay."""
    return tuple(
        facts._replace(
            task=_relabel(facts.task, words["tasks"], words["domains"]),
            datasets=tuple(_relabel(label, words["datasets"]) for label in facts.datasets),
            backends=tuple(_relabel(label, words["backends"]) for label in facts.backends),
            uses=tuple(_relabel(label, words["uses"]) for label in facts.uses),
            licence=_relabel(facts.licence, words["licences"]),
            metrics=tuple(
                metric._replace(
                    label=_relabel(Label(metric.name, metric.label), words["metrics"]).text
                )
                for metric in facts.metrics
            ),
        )
        for facts in cards
    )


def _relabel(label: Label, *vocabularies: Vocabulary) -> Label:
    for vocabulary in vocabularies:
        if label.id in vocabulary.terms:
            return Label(label.id, vocabulary.terms[label.id].label)
    return label


def safe_link(text: str) -> str:
    """``text`` where it is an http or https address and nothing else; else empty."""
    return text if _SAFE_LINK.fullmatch(text) else ""


def _one_line(text: str) -> str:
    """``text`` with single spaces; one object for all cards that say the same."""
    return intern(" ".join(text.split()))


def _version(card: Card) -> str:
    """The MindSpore version without its ``v``; the card's folder where it states none."""
    stated = _one_line(card.text("mindspore-version"))
    folder = card.uid.folder.rpartition("/")[2]
    match = _VERSION.fullmatch(stated or folder)
    return match[1] if match else stated


def _task(card: Card, words: Mapping[str, Vocabulary]) -> Label:
    """The task that ``module-type`` names (domain-task), else its domain, else its text."""
    text = _one_line(card.text("module-type"))
    domain, _, task = text.partition("-")
    for part, vocabulary in (
        (text, "tasks"),
        (task, "tasks"),
        (text, "domains"),
        (domain, "domains"),
    ):
        term = words[vocabulary].find(part) if fold(part) else None
        if term:
            return Label(term.id, term.label)
    return Label(fold(text), text)


def _datasets(card: Card, vocabulary: Vocabulary) -> tuple[Label, ...]:
    """The data sets that a card names; none where it writes that there is none."""
    if card.text("train-dataset").casefold() in _NO_DATASET:
        return ()
    return _labels(card.texts("train-dataset"), vocabulary)


@lru_cache(maxsize=4096)
def _label(text: str, vocabulary: Vocabulary) -> Label:
    term = vocabulary.find(text) if fold(text) else None
    return Label(term.id, term.label) if term else Label(_one_line(text), _one_line(text))


@lru_cache(maxsize=4096)
def _labels(texts: tuple[str, ...], vocabulary: Vocabulary) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(_label(text, vocabulary) for text in texts))
