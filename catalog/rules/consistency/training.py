"""CON204 to CON207 and CON209: what a model was trained on and for, against names and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Edit, Fix, Hit, Hub, Term, Vocabulary, fold
from catalog.parsing.snippets import read_snippets
from catalog.rules.define import rule
from catalog.rules.module_types import domain_and_task

_MOST_DIGITS = 9
_ZOO = re.compile(r"(?:official|research|community)/(\w+)/")


@rule("CON204", "backend-against-file", "warning")
def backend_against_file(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of the weights says another backend than the card.

    Where the card has no backend of its own, the device that its snippet runs on counts.

    bad:
        train-backend: gpu
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.5/ghostnet_ascend_v150.ckpt>}]

    good:
        train-backend: ascend
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.5/ghostnet_ascend_v150.ckpt>}]
    """
    backends = hub.vocabularies["backends"]
    source, words = "train-backend is", card.texts("train-backend")
    if not words:
        source, words = "the snippet runs on", _targets(card)
    trained = {term.id for word in words if (term := backends.find(word))}
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        parts = asset.link.rpartition("/")[2].partition(".")[0].lower().split("_")
        named = {part for part in parts if part in backends.terms}
        if trained and len(named) == 1 and not named & trained:
            word = named.pop()
            where = card.within(word, "asset", index, "asset-link")
            yield Hit(
                card,
                where,
                f"{source} {', '.join(words)!r}, the weights say {word!r}",
                "mend one of them",
            )


def _targets(card: Card) -> tuple[str, ...]:
    """The device targets of the card's Python."""
    return tuple(
        {target.value: None for _, snippet in read_snippets(card) for target in snippet.targets}
    )


@lru_cache(maxsize=8)
def _distinct(vocabulary: Vocabulary) -> dict[str, Term]:
    """Spellings of data sets that are no ordinary words: with a digit, or seven letters or more."""
    return {
        spelling: term
        for spelling, term in vocabulary.spellings.items()
        if re.search(r"\d", spelling) or len(spelling) > 6
    }


@rule("CON205", "dataset-against-name", "warning")
def dataset_against_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of the card, or of its weights, tells another data set than the one it says it was trained on.

    bad:
        train-dataset: cifar-10

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_ascend_cifar10.ckpt>}]

    good:
        train-dataset: imagenet-1k
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_imagenet2012.ckpt>}]
    """
    words = card.texts("train-dataset")
    trained = [hub.vocabularies["datasets"].find(word) for word in words]
    parts = card.uid.name.split("_")
    endings = ["_".join(parts[start:]) for start in range(max(1, len(parts) - 3), len(parts))]
    distinct = _distinct(hub.vocabularies["datasets"])
    last = next((ending for ending in endings if fold(ending) in distinct), "")
    named = distinct.get(fold(last))
    if named and words and all(trained) and named not in trained:
        message = f"train-dataset is {card.text('train-dataset')!r}, the card's name says {last!r}"
        yield Hit(card, ("train-dataset",), message, f"write '{named.id}', or rename the card")
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        file = asset.link.rpartition("/")[2].partition(".")[0]
        datasets = [part for part in file.split("_") if fold(part) in distinct]
        if (
            datasets
            and words
            and all(trained)
            and not any(distinct[fold(part)] in trained for part in datasets)
        ):
            message = (
                f"train-dataset is {', '.join(words)!r}, "
                f"the name of the weights says {datasets[0]!r}"
            )
            where = card.within(datasets[0], "asset", index, "asset-link")
            yield Hit(
                card, where, message, "link the weights of this data set, or mend train-dataset"
            )


@rule("CON206", "domain-against-repository", "warning", "fixable")
def domain_against_repository(card: Card, hub: Hub) -> Iterator[Hit]:
    """The module type is of another domain than the folder of the model zoo.

    bad:
        module-type: nlp

    good:
        module-type: cv-classification
    """
    folder = _ZOO.search(card.text("repo-link"))
    domain, task = domain_and_task(card.text("module-type"), hub)
    named = hub.vocabularies["domains"].find(folder[1]) if folder else None
    if domain and named and named.id != domain and "mm" not in (named.id, domain):
        fix = (
            Fix(f"write {named.id}", (Edit(card.span("module-type"), named.id),), safe=False)
            if not task
            else None
        )
        stated = card.text("module-type")
        message = f"module-type is {stated!r}, the folder of the model zoo is {named.id!r}"
        yield Hit(card, ("module-type",), message, f"begin it with '{named.id}'", fix)


@rule("CON207", "backbone-against-name", "info")
def backbone_against_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The backbone is the detector or the segmenter itself.

    A card for SSD says which network extracts the features; repeating `ssd` says nothing.

    bad:
        model-name: ssd300
        module-type: cv-object_detection
        backbone-name: ssd300
        inputs: [{shape: [1, 3, 300, 300], layout: NCHW}]

    good:
        model-name: ssd300
        module-type: cv-object_detection
        backbone-name: mobilenet_v2
        inputs: [{shape: [1, 3, 300, 300], layout: NCHW}]
    """
    _, task = domain_and_task(card.text("module-type"), hub)
    backbone = card.text("backbone-name")
    if (
        task.endswith(("detection", "segmentation"))
        and backbone
        and fold(backbone) == fold(card.text("model-name"))
    ):
        message = f"backbone-name repeats model-name, {backbone!r}"
        yield Hit(card, ("backbone-name",), message, "name the network that extracts the features")


@rule("CON209", "classes-against-dataset", "warning")
def classes_against_dataset(card: Card, hub: Hub) -> Iterator[Hit]:
    """The network is built for another number of classes than its data set has.

    One class more is the background.

    bad:
        train-dataset: imagenet-1k
        network: {source: "package:mindcv", name: ghostnet, arguments: {num_classes: 37}}

    good:
        train-dataset: imagenet-1k
        network: {source: "package:mindcv", name: ghostnet, arguments: {num_classes: 1000}}
    """
    number = card.text("network", "arguments", "num_classes")
    terms = [hub.vocabularies["datasets"].find(word) for word in card.texts("train-dataset")]
    classes = {int(term.data["classes"]) for term in terms if term and "classes" in term.data}
    if not number.isdecimal() or len(terms) != 1 or len(classes) != 1:
        return
    if len(number) > _MOST_DIGITS or int(number) - classes.copy().pop() not in (0, 1):
        label = terms[0].label if terms[0] else ""
        message = f"num_classes is {number}, {label} has {classes.pop():,}"
        yield Hit(
            card,
            ("network", "arguments", "num_classes"),
            message,
            "write the number that the weights have",
        )
