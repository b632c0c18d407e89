"""The facts of a card as the site and the index show them: normalised where a vocabulary knows, else as written."""

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
    """One card, ready to be shown. ``result`` is None where nobody ran its network; links are empty or http(s).

    ``uid`` is the card's key in the hub: with its file behind it where an earlier card has the same UID.
    ``findings`` counts them by severity, ``codes`` by rule.
    """

    card: Card
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
        """What pages call the status: the id of the verdict, or ``unchecked``."""
        return self.status.id if self.status else UNCHECKED

    @property
    def size(self) -> int | None:
        """How many parameters the network has: as measured, else the most that the card states, below 10¹⁸."""
        counted = [
            int(number.replace(",", ""))
            for number in _COUNTED.findall(self._measured("parameters"))
        ]
        claimed = (int(count.value) for count in self.parameters if count.value < _MOST_PARAMETERS)
        return max(counted) if counted else max(claimed, default=None)

    def _measured(self, fact: str) -> str:
        checks = self.result.checks if self.result else ()
        return next((check.measured for check in checks if check.fact == fact), "")

    @property
    def day(self) -> str:
        """The date of the card's last change as ``YYYY-MM-DD``; empty where it states none."""
        match = _DAY.match(self.updated)
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def facts(
    hub: Hub, results: Mapping[str, SmokeResult], findings: Iterable[Finding]
) -> tuple[Facts, ...]:
    """The facts of every card of the hub, in order. ``results`` are by UID."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    return in_order(
        card_facts(uid, card, hub.vocabularies, results.get(uid), by_path.get(card.path, ()))
        for uid, card in hub.cards.items()
    )


def in_order(cards: Iterable[Facts]) -> tuple[Facts, ...]:
    """``cards`` sorted by title, then UID."""
    return tuple(sorted(cards, key=lambda one: (one.title.casefold(), one.family, one.uid)))


def with_findings(one: Facts, findings: Collection[Finding]) -> Facts:
    """``one`` with the numbers of its findings."""
    severities, codes = (
        Counter(getattr(each, name) for each in findings) for name in ("severity", "code")
    )
    return one._replace(findings=severities, codes=codes)


def without_places(one: Facts) -> Facts:
    """``one`` without the places of its claims in the card's text, which no page shows."""
    return one._replace(
        metrics=tuple(each._replace(where=_NOWHERE) for each in one.metrics),
        inputs=tuple(each._replace(where=_NOWHERE) for each in one.inputs),
        assets=tuple(each._replace(where=_NOWHERE) for each in one.assets),
        parameters=tuple(each._replace(where=_NOWHERE) for each in one.parameters),
        multiply_adds=tuple(each._replace(where=_NOWHERE) for each in one.multiply_adds),
    )


def card_facts(
    uid: str,
    card: Card,
    words: Mapping[str, Vocabulary],
    result: SmokeResult | None = None,
    findings: Collection[Finding] = (),
) -> Facts:
    """The facts of the card that the hub knows as ``uid``; a result of what the card said before is none."""
    name = card.uid.file_name
    model = card.text("model-name") or card.title
    claims = claims_of(card, words)
    made = Facts(
        card=card,
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
    return with_findings(made, findings) if findings else made


def named(cards: Iterable[Facts], words: Mapping[str, Vocabulary]) -> tuple[Facts, ...]:
    """``cards`` with the labels that ``words`` have for what they name; ids stay."""
    return tuple(
        one._replace(
            task=_named(one.task, words["tasks"], words["domains"]),
            datasets=tuple(_named(label, words["datasets"]) for label in one.datasets),
            backends=tuple(_named(label, words["backends"]) for label in one.backends),
            uses=tuple(_named(label, words["uses"]) for label in one.uses),
            licence=_named(one.licence, words["licences"]),
            metrics=tuple(
                metric._replace(
                    label=_named(Label(metric.name, metric.label), words["metrics"]).text
                )
                for metric in one.metrics
            ),
        )
        for one in cards
    )


def _named(label: Label, *vocabularies: Vocabulary) -> Label:
    term = next((one.terms[label.id] for one in vocabularies if label.id in one.terms), None)
    return Label(label.id, term.label) if term else label


def safe_link(text: str) -> str:
    """``text`` where it is an http or https address and nothing else; else empty."""
    return text if _SAFE_LINK.fullmatch(text) else ""


def _one_line(text: str) -> str:
    """``text`` with single spaces; one object for all cards that say the same."""
    return intern(" ".join(text.split()))


def _version(card: Card) -> str:
    """The MindSpore version without its ``v``; where the card states none, the folder that the card stands in."""
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
