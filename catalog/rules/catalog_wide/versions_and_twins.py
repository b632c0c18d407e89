"""CAT2: a model's cards over time and in two languages held against each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from catalog.claims.header import assets, metrics
from catalog.model import Asset, Card, Hit, Hub, Metric, Span, fold
from catalog.rules.define import catalog_rule
from catalog.rules.metric.file_names import same_figure

_UID = re.compile(
    r"(?P<publisher>[^/]+)/(?:(?P<backend>ascend|gpu|cpu)/)?(?P<version>\d+(?:\.\d+)+)/(?P<name>[^/]+)"
)
_LOADED = re.compile(r"load\(\s*[\"'](?P<uid>[^\"'\s]+/[^\"'\s]+)[\"']")
_SHARED_KEYS = (
    "train-dataset",
    "accuracy",
    "mindspore-version",
    "model-version",
    "infer-backend",
    "train-backend",
    "update-time",
    "repo-link",
)


def _english(hub: Hub) -> Iterator[Card]:
    return (card for card in hub.cards.values() if not card.uid.endswith("_cn") and card.readable)


def _by_hash(hub: Hub) -> Iterator[list[tuple[Card, int, Asset]]]:
    """Groups of at least two cards whose weights have one sha256."""
    groups: dict[str, list[tuple[Card, int, Asset]]] = defaultdict(list)
    for card in _english(hub):
        for index, asset in enumerate(assets(card)):
            if len(asset.sha256) == 64:
                groups[asset.sha256.lower()].append((card, index, asset))
    return (group for group in groups.values() if len({card.uid for card, _, _ in group}) > 1)


@catalog_rule("CAT201", "one-hash-two-figures", "warning")
def one_hash_two_figures(hub: Hub) -> Iterator[Hit]:
    """Cards with one sha256 give one figure differently.

    The same weights on the same data set have one accuracy; at most one of the cards is right.

    bad:
        evaluation: top1acc73.81
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: a}]
        === mindspore/1.6/ghostnet_imagenet2012
        evaluation: top1acc75.2
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: a}]
    """
    for group in _by_hash(hub):
        figures: dict[tuple[str, str], list[tuple[Card, Metric]]] = defaultdict(list)
        for card, _, _ in group:
            for metric in metrics(card, hub.vocabularies):
                figures[metric.name, metric.dataset].append((card, metric))
        for stated in figures.values():
            value, where = _most_stated(stated)
            for card, metric in stated:
                if not same_figure(metric.value, value) and card is not where:
                    message = f"{metric.name} is {metric.value}, but {value} in {where.uid}, of the same sha256"
                    yield Hit(
                        card,
                        metric.where,
                        message,
                        "keep the figure of the log that wrote these weights",
                    )


def _most_stated(stated: list[tuple[Card, Metric]]) -> tuple[Decimal, Card]:
    """The figure that most of the cards state, the first of equals, and the first card that states it."""
    cards = Counter(metric.value for _, metric in stated)
    votes = {
        value: sum(count for other, count in cards.items() if same_figure(value, other))
        for value in cards
    }
    most = max(votes.values())
    card, metric = next((card, metric) for card, metric in stated if votes[metric.value] == most)
    return metric.value, card


def _near(first: Decimal, second: Decimal, share: Decimal) -> bool:
    """Whether both agree within ``share`` of the greater, as fraction or percent."""
    for value in (first, first * 100, first / 100):
        if abs(value - second) <= share * max(abs(value), abs(second)):
            return True
    return False


@catalog_rule("CAT202", "one-hash-two-datasets", "warning")
def one_hash_two_datasets(hub: Hub) -> Iterator[Hit]:
    """Cards with one sha256 name different data sets.

    bad:
        train-dataset: imagenet-1k
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: a}]
        === mindspore/1.5/ghostnet_cifar10
        train-dataset: cifar-10
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: a}]
    """
    for group in _by_hash(hub):
        card, _, _ = group[0]
        known = _datasets(card, hub)
        for other, _, _ in group[1:]:
            named = _datasets(other, hub)
            if known and named and not known & named:
                own, there = other.text("train-dataset"), card.text("train-dataset")
                message = (
                    f"train-dataset is {own!r}, but {there!r} in {card.uid}, of the same sha256"
                )
                yield Hit(other, ("train-dataset",), message, "mend one of the two")


def _datasets(card: Card, hub: Hub) -> set[str]:
    """The data sets of a card that the table knows, by id."""
    words = card.texts("train-dataset")
    return {term.id for word in words if (term := hub.vocabularies["datasets"].find(word))}


@catalog_rule("CAT203", "one-link-two-hashes", "error")
def one_link_two_hashes(hub: Hub) -> Iterator[Hit]:
    """One link stands in two cards with two hashes.

    A link leads to one file, and a file has one sha256.

    bad:
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: a}]
        === mindspore/1.6/ghostnet_imagenet2012
        asset: [{asset-sha256: 612f2fee612654057734283a50ff9eb9c967ee838c1b2f3b9b555e1689f53851, asset-link: a}]
    """
    seen: dict[str, tuple[Card, Asset]] = {}
    for card in hub.cards.values():
        for index, asset in enumerate(assets(card)):
            other, first = seen.setdefault(asset.link, (card, asset))
            length = min(len(first.sha256), len(asset.sha256))
            if length >= 8 and first.sha256[:length].lower() != asset.sha256[:length].lower():
                message = f"this link has another sha256 in {other.uid}, {first.sha256[:8]}…"
                yield Hit(
                    card,
                    ("asset", index, "asset-sha256"),
                    message,
                    "hash the file and mend the card that is wrong",
                )


@catalog_rule("CAT204", "twins-disagree", "warning")
def twins_disagree(hub: Hub) -> Iterator[Hit]:
    """The Chinese card says something else than its English twin.

    bad:
        accuracy: 73.8
        === mindspore/1.5/ghostnet_imagenet2012_cn
        accuracy: 78.3

    bad:
        evaluation: AUC0.809
        === mindspore/1.5/ghostnet_imagenet2012_cn
        accuracy: 0.809
    """
    for card in hub.cards.values():
        twin = hub.cards.get(card.uid.removesuffix("_cn")) if card.uid.endswith("_cn") else None
        if twin is None or not card.header or not twin.header:
            continue
        for key in _SHARED_KEYS:
            own, other = card.text(key), twin.text(key)
            if own and other and not _same_value(key, card, twin, hub):
                yield Hit(
                    card,
                    (key,),
                    f"{key} is {own!r}, in the English card {other!r}",
                    "mend the card that is wrong",
                )
        yield from _figures_by_other_names(card, twin, hub)
        own_hashes = {asset.sha256.lower() for asset in assets(card)}
        other_hashes = {asset.sha256.lower() for asset in assets(twin)}
        if own_hashes and other_hashes and own_hashes != other_hashes:
            yield Hit(
                card,
                ("asset",),
                "the weights have another sha256 than in the English card",
                "hash the file, mend one",
            )


def _figures_by_other_names(card: Card, twin: Card, hub: Hub) -> Iterator[Hit]:
    """Where one number is the accuracy in one language and, say, the AUC in the other."""
    own, others = (metrics(one, hub.vocabularies) for one in (card, twin))
    names, other_names = {one.name for one in own}, {one.name for one in others}
    for metric in own:
        other = next(
            (one for one in others if one.value == metric.value and one.name not in names), None
        )
        if other and metric.name not in other_names:
            message = f"{metric.value} is the {metric.label}, in the English card the {other.label}"
            yield Hit(card, metric.where, message, "mend the card that is wrong")


def _same_value(key: str, card: Card, twin: Card, hub: Hub) -> bool:
    names = {"train-dataset": "datasets", "infer-backend": "backends", "train-backend": "backends"}
    if key in names:
        vocabulary = hub.vocabularies[names[key]]
        own, other = ([vocabulary.find(word) for word in one.texts(key)] for one in (card, twin))
        if None not in own and None not in other:
            return {term.id for term in own if term} == {term.id for term in other if term}
        texts = (fold(card.text(key)), fold(twin.text(key)))
        return texts[0] in texts[1] or texts[1] in texts[0]
    text, twin_text = card.text(key), twin.text(key)
    if key == "update-time":
        return _numbers(text) == _numbers(twin_text)
    return text.strip("%vV/<>。., ") == twin_text.strip("%vV/<>。., ")


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,9}", text)]


@catalog_rule("CAT205", "metric-jumps", "info")
def metric_jumps(hub: Hub) -> Iterator[Hit]:
    """A figure of one model on one data set changes by more than a fifth between two versions.

    Versions of MindSpore change accuracies by tenths of a percent. A jump is a slip, another figure under one name, or
    another model.

    bad:
        evaluation: top1acc73.81
        === mindspore/1.6/ghostnet_imagenet2012
        evaluation: top1acc37.81
    """
    series: dict[tuple[str, str, str], list[tuple[tuple[int, ...], Card, Metric]]] = defaultdict(
        list
    )
    for card in _english(hub):
        uid = _UID.fullmatch(card.uid)
        for metric in metrics(card, hub.vocabularies) if uid else ():
            if uid and metric.unit in ("percent", "fraction"):
                version = tuple(int(part) for part in uid["version"].split("."))
                series[uid["publisher"], fold(uid["name"]), metric.name].append(
                    (version, card, metric)
                )
    for steps in series.values():
        steps.sort(key=lambda step: (step[0], step[1].uid))
        for (_, earlier, before), (_, later, after) in pairwise(steps):
            if earlier is not later and not _near(before.value, after.value, Decimal("0.2")):
                message = f"{after.name} is {after.value}, in {earlier.uid} it was {before.value}"
                yield Hit(
                    later, after.where, message, "look both up, and say in the body what changed"
                )


@catalog_rule("CAT206", "link-to-missing-card", "warning")
def link_to_missing_card(hub: Hub) -> Iterator[Hit]:
    """A snippet loads a card that the catalog does not have.

    It was removed or renamed, or the UID is misspelt. Looked at only where the catalog holds other cards of that
    publisher.

    bad body:
        ```python
        import mindspore_hub as mshub
        network = mshub.load("mindspore/1.5/no_such_card")
        ```
    """
    publishers = {uid.partition("/")[0] for uid in hub.cards}
    for card in hub.cards.values():
        for block in card.code_blocks:
            for found in _LOADED.finditer(card.source.text, *block.content):
                uid = found["uid"].removesuffix(".md")
                if (
                    _UID.fullmatch(uid)
                    and uid.partition("/")[0] in publishers
                    and uid not in hub.cards
                ):
                    yield Hit(
                        card,
                        Span(*found.span("uid")),
                        f"there is no card {uid!r}",
                        "load a card of this catalog",
                    )


@catalog_rule("CAT207", "one-shape-for-all", "warning")
def one_shape_for_all(hub: Hub) -> Iterator[Hit]:
    """One input shape stands on cards of three or more domains.

    Pictures, texts and graphs have no shape in common; it was pasted over the catalog.

    bad:
        input-shape: [227, 227, 3]
        === mindspore/1.5/bert_squad
        module-type: nlp
        input-shape: [227, 227, 3]
        === mindspore/1.5/gcn_cora
        module-type: gnn
        input-shape: [227, 227, 3]
    """
    groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in hub.cards.values():
        shape = card.value("input-shape")
        if (
            isinstance(shape, list)
            and len(shape) > 2
            and all(isinstance(size, str) for size in shape)
        ):
            groups[tuple(shape)].append(card)
    for shape, cards in groups.items():
        domains = {card.text("module-type").partition("-")[0].lower() for card in cards}
        if len(domains) >= 3:
            told = " × ".join(shape)
            for card in cards:
                message = f"{told} stands on {len(cards)} cards of {len(domains)} domains"
                yield Hit(
                    card, ("input-shape",), message, "write the shape that this network takes"
                )


@catalog_rule("CAT208", "uid-twice", "error")
def uid_twice(hub: Hub) -> Iterator[Hit]:
    """Two files of a run have one UID.

    Only one of them can be published; the other is lost.

    bad:
        author: Noah's Ark Lab
        === mindspore/1.5/ghostnet_imagenet2012
        author: Noah's Ark Lab
    """
    first: dict[str, Card] = {}
    for card in hub.cards.values():
        other = first.setdefault(card.uid, card)
        if other is not card:
            yield Hit(
                card,
                card.title_span,
                f"{card.uid} is also {other.source.path}",
                "move or delete one of the two",
            )
