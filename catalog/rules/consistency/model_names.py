"""CON3: the model's name in the title, header, path, repository and files of a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Hit, Hub, Route, Span, fold, once
from catalog.rules.define import rule
from catalog.rules.module_types import domain_and_task
from catalog.rules.well_known_networks import networks_in_name


def _fields(card: Card, hub: Hub) -> Iterator[tuple[str, str, Route | Span]]:
    """Every place that names the model: its name in findings, its text, and where it stands."""
    yield "the title", card.title, card.title_span
    yield "model-name", card.text("model-name"), ("model-name",)
    if domain_and_task(card.text("module-type"), hub) in (("cv", ""), ("cv", "classification")):
        yield "backbone-name", card.text("backbone-name"), ("backbone-name",)
    yield "repo-link", card.text("repo-link").rstrip("/").rpartition("/")[2], ("repo-link",)
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        stem = asset.link.rpartition("/")[2].partition(".")[0]
        yield "the name of the weights", stem, ("asset", index, "asset-link")
    yield "the path", card.uid.file_name, card.title_span


@once
def _named_fields(card: Card, hub: Hub) -> tuple[tuple[str, str, Route | Span], ...]:
    """The fields that have a text."""
    return tuple(field for field in _fields(card, hub) if field[1])


@rule("CON301", "name-of-other-model", "warning")
def name_of_other_model(card: Card, hub: Hub) -> Iterator[Hit]:
    """One place of the card names a well-known network that no other place names.

    Title, model name, repository folder, weights and path speak of one model. Where one of them speaks of another,
    it was copied from another card.

    bad:
        model-name: resnet50

    good:
        model-name: ghostnet
    """
    networks = hub.vocabularies["networks"]
    fields = _named_fields(card, hub)
    named = [networks_in_name(text, networks) for _, text, _ in fields]
    for index, (what, text, where) in enumerate(fields):
        speaking = [names for place, names in enumerate(named) if place != index and names]
        agreed = (
            frozenset.intersection(*speaking) if named[index] and len(speaking) > 1 else frozenset()
        )
        if what == "backbone-name" and not all(
            networks.terms[name].data.get("backbone") for name in agreed
        ):
            continue
        if not agreed or agreed & named[index]:
            continue
        run = fold(" ".join(other for place, (_, other, _) in enumerate(fields) if place != index))
        if not any(name in run for name in named[index]):
            message = f"{what} speaks of {text[:60]!r}, the others of {', '.join(sorted(agreed))}"
            yield Hit(card, where, message, "name the same model everywhere")


@rule("CON302", "dataset-of-other-task", "warning")
def dataset_of_other_task(card: Card, hub: Hub) -> Iterator[Hit]:
    """A detector or a segmenter was trained on data that has nothing to detect or to segment.

    bad:
        module-type: cv-object_detection
        backbone-name: darknet53
        train-dataset: cifar-10

    good:
        module-type: cv-object_detection
        backbone-name: darknet53
        train-dataset: coco-2017
    """
    _, task = domain_and_task(card.text("module-type"), hub)
    terms = [hub.vocabularies["datasets"].find(word) for word in card.texts("train-dataset")]
    only_classes = bool(terms) and all(
        term and term.data.get("task") == "classification" for term in terms
    )
    if only_classes and task.endswith(("object_detection", "segmentation", "keypoint_detection")):
        labels = ", ".join(term.label for term in terms if term)
        message = f"{labels} is for classification, module-type is {card.text('module-type')!r}"
        yield Hit(
            card, ("train-dataset",), message, "name the data set of this task, or mend module-type"
        )


@rule("CON303", "metrics-on-other-data", "info")
def metrics_on_other_data(card: Card, hub: Hub) -> Iterator[Hit]:
    """All figures are for a data set that the model was not trained on.

    That may be meant; then the body should say so. More often one of the two was copied from another card.

    bad:
        train-dataset: imagenet-1k
        metrics: [{name: accuracy, value: 93.1, unit: percent, dataset: cifar-10, source: training log}]

    good:
        train-dataset: imagenet-1k
        metrics: [{name: accuracy, value: 73.1, unit: percent, dataset: imagenet-1k, source: training log}]
    """
    entries = card.value("metrics")
    vocabulary = hub.vocabularies["datasets"]
    trained = {term.id for word in card.texts("train-dataset") if (term := vocabulary.find(word))}
    count = len(entries) if isinstance(entries, list) else 0
    measured = [vocabulary.find(card.text("metrics", index, "dataset")) for index in range(count)]
    if trained and measured and all(term and term.id not in trained for term in measured):
        label = measured[0].label if measured[0] else ""
        message = f"all figures are for {label}, trained on {', '.join(sorted(trained))}"
        if not re.search(r"evaluated on|tested on|zero-shot|transfer", card.body, re.I):
            yield Hit(
                card,
                ("metrics", 0, "dataset"),
                message,
                "mend one of the two, or say in the body why",
            )


_SIZED = re.compile(r"([a-z]{3,}?)[-_]?(\d{2,3})(?![\d.])")


@rule("CON304", "name-of-other-size", "warning")
def name_of_other_size(card: Card, hub: Hub) -> Iterator[Hit]:
    """One place of the card names the network with another number than all others.

    ResNet-50 and ResNet-101 are two networks; the weights of one do not fit the other.

    bad file:
        # resnet50

        ---
        model-name: resnet50
        asset:
          - file-format: ckpt
            asset-link: <https://download.mindspore.cn/models/r1.5/resnet101_imagenet2012.ckpt>
        ---

    good file:
        # resnet50

        ---
        model-name: resnet50
        asset:
          - file-format: ckpt
            asset-link: <https://download.mindspore.cn/models/r1.5/resnet50_imagenet2012.ckpt>
        ---
    """
    networks = hub.vocabularies["networks"]
    fields = [
        field
        for field in _named_fields(card, hub)
        if field[0] not in ("repo-link", "backbone-name")
    ]
    sizes = [dict(_SIZED.findall(text.lower())) for _, text, _ in fields]
    for index, (what, text, where) in enumerate(fields):
        for family, size in sizes[index].items():
            others = [
                by_family[family]
                for place, by_family in enumerate(sizes)
                if place != index and family in by_family
            ]
            if (
                networks.find(family)
                and len(others) > 1
                and len(set(others)) == 1
                and size not in others
            ):
                message = f"{what} speaks of {text[:60]!r}, the others of {family}{others[0]}"
                yield Hit(card, where, message, "name the same model everywhere")


@rule("CON305", "name-with-blank", "info")
def name_with_blank(card: Card, hub: Hub) -> Iterator[Hit]:
    """The model's name has a blank.

    `create_network` is called with it, in lower case; what people read is the title.

    bad:
        model-name: Ghost Net

    good:
        model-name: ghost_net
    """
    name = card.text("model-name").strip()
    if re.search(r"\s", name):
        yield Hit(
            card,
            ("model-name",),
            f"{name!r} has a blank",
            "write the name that create_network knows",
        )
