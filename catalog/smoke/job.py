"""What there is to do for a card in a smoke run: all that a worker has to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.claims.card_claims import claims_of
from catalog.claims.digest import digest_claims
from catalog.model import Card, Settings, Vocabulary
from catalog.network.locate import Missing, Network, find_network
from catalog.smoke.local_files import (
    OutputExample,
    checkpoint_name,
    find_checkpoint,
    find_examples,
)
from catalog.smoke.verdicts.claims import Classes, NetworkClaims

_EXPORTED = {"mindir", "onnx", "air"}
_BOOLEAN = {"true": True, "false": False}


@dataclass(frozen=True)
class Job:
    """The work on one card. ``root`` is the hub's folder.

    ``seconds`` and ``memory``, in bytes, are limits. ``weights`` is the path of the checkpoint, or
    empty. ``python`` is the interpreter of the environment to run in; empty for that of the worker.
    ``stated`` is a digest of what the card says.
    """

    uid: str
    network: Network | Missing
    claims: NetworkClaims
    root: str
    seconds: float
    memory: int
    weights: str = ""
    examples: tuple[OutputExample, ...] = ()
    exports: bool = False
    python: str = ""
    stated: str = ""


@dataclass(frozen=True)
class Options:
    """What to do beyond the usual.

    ``assets`` is a folder with files that cards name; ``exports`` tries all formats.
    """

    assets: Path | None = None
    exports: bool = False


USUAL = Options()


def make_job(
    card: Card, settings: Settings, vocabularies: Mapping[str, Vocabulary], options: Options
) -> Job:
    """The work on ``card``. Nothing of the card is run here."""
    network = find_network(card, settings)
    claims = claims_of(card, vocabularies)
    checkpoint = find_checkpoint(claims, options.assets)
    end = card.header_span.end
    stated = NetworkClaims(
        inputs=claims.inputs,
        resolution=claims.resolution,
        parameters=claims.parameters,
        multiply_adds=tuple(count for count in claims.multiply_adds if count.where.start < end),
        flops=tuple(count for count in claims.multiply_adds if count.where.start >= end),
        classes=_classes(card, network, vocabularies),
        checkpoint=checkpoint.name if checkpoint else checkpoint_name(claims),
        sha256=checkpoint.sha256 if checkpoint else "",
        backbone=card.text("backbone-name"),
        fine_tunable=_BOOLEAN.get(card.text("fine-tunable").lower()),
    )
    return Job(
        uid=card.uid,
        network=network,
        claims=stated,
        root=settings.root,
        seconds=settings.smoke_seconds,
        memory=settings.smoke_memory,
        weights=checkpoint.path if checkpoint else "",
        examples=find_examples(card, options.assets),
        stated=digest_claims(claims),
        exports=options.exports
        or any(asset.format.lower() in _EXPORTED for asset in claims.assets),
    )


def _classes(
    card: Card, network: Network | Missing, vocabularies: Mapping[str, Vocabulary]
) -> Classes | None:
    """How many classes the network's arguments state, or else the only data set of the card has."""
    given = network.arguments.get("num_classes") if isinstance(network, Network) else None
    if isinstance(given, int):
        return Classes(given, "num_classes")
    datasets = card.texts("train-dataset")
    term = vocabularies["datasets"].find(datasets[0]) if len(datasets) == 1 else None
    count = term.data.get("classes") if term else None
    return Classes(count, term.label) if term and isinstance(count, int) else None
