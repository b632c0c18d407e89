"""CON2: version, backend, data set and domain held against the card's path, its links and the names of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog.claims.header import assets
from catalog.model import Card, Edit, Fix, Hit, Hub, Span, Term, Vocabulary, fold
from catalog.parsing.snippets import snippets
from catalog.rules.define import rule
from catalog.rules.schema.module_type import module_type

_BRANCH = re.compile(r"/(?:tree|blob)/[rv]?(\d{1,9}\.\d{1,9})(?:\.\d+)?(?=/)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")
_FILE_FOLDER = re.compile(r"/r(\d+\.\d+)(?=/)")
_ZOO = re.compile(r"(?:official|research|community)/(\w+)/")
_OLD_REPOSITORY = re.compile(r"mindspore/(?:mindspore|models)/")


def _lines(card: Card) -> list[str]:
    """The release lines (``1.5``) of mindspore-version; none where one of them is malformed."""
    found = [
        re.fullmatch(r"(\d{1,9}\.\d{1,9})(?:\.\d+)*", version)
        for version in card.texts("mindspore-version")
    ]
    return [match[1] for match in found if match] if all(found) else []


@rule("CON201", "version-against-branch", "warning")
def version_against_branch(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link to the repository leads to the branch of another MindSpore release.

    Code of another release builds another network, or none.

    bad:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.3/research/cv/ghostnet>

    bad body:
        See [the code](https://gitee.com/mindspore/models/blob/r1.3/research/cv/ghostnet/README.md).

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    lines = _lines(card)
    for text, place in _links_to_branches(card) if lines else ():
        branch = _BRANCH.search(text)
        if branch and _OLD_REPOSITORY.search(text) and not _is_of(branch[1], lines):
            told = card.text("mindspore-version")
            message = f"mindspore-version is {told!r}, the link leads to the branch of {branch[1]}"
            start = place.start + branch.start() + branch[0].rindex("/") + 1
            yield Hit(
                card,
                Span(start, place.start + branch.end()),
                message,
                "link the branch of the card's release",
            )


def _links_to_branches(card: Card) -> Iterator[tuple[str, Span]]:
    """repo-link, and every address in the body that leads to a branch, with its place."""
    yield card.text("repo-link"), card.within(card.text("repo-link"), "repo-link")
    text = card.source.text
    for branch in _BRANCH.finditer(text, *card.body_span):
        begin = max(text.rfind(sign, 0, branch.start()) for sign in "\n (<[")
        found = _ADDRESS.match(text, begin + 1)
        if found and found.end() > branch.start():
            yield found[0], Span(*found.span())


def _is_of(branch: str, lines: list[str]) -> bool:
    """Whether a card of the release ``lines`` may link ``branch``.

    The models' own repository begins with 1.3, so older cards can link nothing earlier.
    """
    number, *numbers = (tuple(map(int, one.split("."))) for one in (branch, *lines))
    return branch in lines or (number == (1, 3) and all(one < number for one in numbers))


@rule("CON202", "version-against-asset", "warning")
def version_against_asset(card: Card, hub: Hub) -> Iterator[Hit]:
    """The weights lie in the folder of another MindSpore release.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.3/ghostnet.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.5/ghostnet.ckpt>}]
    """
    lines = _lines(card)
    for index, asset in enumerate(assets(card)):
        folder = _FILE_FOLDER.search(asset.link)
        if folder and lines and folder[1] not in lines:
            message = f"mindspore-version is {card.text('mindspore-version')!r}, the weights lie in {folder[0][1:]!r}"
            where = card.within(folder[0][1:], "asset", index, "asset-link")
            yield Hit(
                card,
                where,
                message,
                "link the weights of the card's release, or mend mindspore-version",
            )


@rule("CON203", "unreleased-version", "warning")
def unreleased_version(card: Card, hub: Hub) -> Iterator[Hit]:
    """There is no such release of MindSpore.

    bad:
        mindspore-version: "2.35"

    good:
        mindspore-version: "1.5"
    """
    known = hub.vocabularies["releases"].terms
    for version in card.texts("mindspore-version"):
        line = re.fullmatch(r"(\d+\.\d+)(?:\.\d+)?", version)
        if line and line[1] not in known:
            message = f"there is no MindSpore {version}"
            yield Hit(
                card,
                card.within(version, "mindspore-version"),
                message,
                f"known are {', '.join(known)}",
            )


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
    said, words = "train-backend is", card.texts("train-backend")
    if not words:
        said, words = "the snippet runs on", _targets(card)
    trained = {term.id for word in words if (term := backends.find(word))}
    for index, asset in enumerate(assets(card)):
        parts = asset.link.rpartition("/")[2].partition(".")[0].lower().split("_")
        named = {part for part in parts if part in backends.terms}
        if trained and len(named) == 1 and not named & trained:
            word = named.pop()
            where = card.within(word, "asset", index, "asset-link")
            yield Hit(
                card,
                where,
                f"{said} {', '.join(words)!r}, the weights say {word!r}",
                "mend one of them",
            )


def _targets(card: Card) -> tuple[str, ...]:
    """The device targets of the card's Python."""
    return tuple(
        {target.value: None for _, snippet in snippets(card) for target in snippet.targets}
    )


@lru_cache(maxsize=8)
def _distinct(vocabulary: Vocabulary) -> dict[str, Term]:
    """Spellings of data sets that are no ordinary words: with a digit, or of seven letters or more."""
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
    parts = card.uid.removesuffix("_cn").rpartition("/")[2].split("_")
    endings = ["_".join(parts[start:]) for start in range(max(1, len(parts) - 3), len(parts))]
    known = _distinct(hub.vocabularies["datasets"])
    last = next((ending for ending in endings if fold(ending) in known), "")
    named = known.get(fold(last))
    if named and words and all(trained) and named not in trained:
        message = f"train-dataset is {card.text('train-dataset')!r}, the card's name says {last!r}"
        yield Hit(card, ("train-dataset",), message, f"write '{named.id}', or rename the card")
    for index, asset in enumerate(assets(card)):
        file = asset.link.rpartition("/")[2].partition(".")[0]
        told = [part for part in file.split("_") if fold(part) in known]
        if (
            told
            and words
            and all(trained)
            and not any(known[fold(part)] in trained for part in told)
        ):
            message = (
                f"train-dataset is {', '.join(words)!r}, the name of the weights says {told[0]!r}"
            )
            where = card.within(told[0], "asset", index, "asset-link")
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
    domain, task = module_type(card.text("module-type"), hub)
    named = hub.vocabularies["domains"].find(folder[1]) if folder else None
    if domain and named and named.id != domain and "mm" not in (named.id, domain):
        fix = (
            Fix(f"write {named.id}", (Edit(card.span("module-type"), named.id),), safe=False)
            if not task
            else None
        )
        message = f"module-type is {card.text('module-type')!r}, the folder of the model zoo is {named.id!r}"
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
    _, task = module_type(card.text("module-type"), hub)
    backbone = card.text("backbone-name")
    if (
        task.endswith(("detection", "segmentation"))
        and backbone
        and fold(backbone) == fold(card.text("model-name"))
    ):
        message = f"backbone-name repeats model-name, {backbone!r}"
        yield Hit(card, ("backbone-name",), message, "name the network that extracts the features")


_PUBLISHED = (2020, 3, 28)
_MOST_DIGITS = 9


@rule("CON208", "dated-before-mindspore", "warning")
def dated_before_mindspore(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card was last changed before MindSpore was published, on 28 March 2020.

    bad:
        update-time: 2012-03-30

    good:
        update-time: 2022-03-30
    """
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", card.text("update-time"))
    if date and tuple(map(int, date.groups())) < _PUBLISHED:
        message = f"update-time is {date[0]}, MindSpore was published in 2020"
        yield Hit(
            card, ("update-time",), message, "write the day on which the card was last changed"
        )


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
    told = card.text("network", "arguments", "num_classes")
    terms = [hub.vocabularies["datasets"].find(word) for word in card.texts("train-dataset")]
    classes = {int(term.data["classes"]) for term in terms if term and "classes" in term.data}
    if not told.isdecimal() or len(terms) != 1 or len(classes) != 1:
        return
    if len(told) > _MOST_DIGITS or int(told) - classes.copy().pop() not in (0, 1):
        label = terms[0].label if terms[0] else ""
        message = f"num_classes is {told}, {label} has {classes.pop():,}"
        yield Hit(
            card,
            ("network", "arguments", "num_classes"),
            message,
            "write the number that the weights have",
        )
