"""CAT201 to CAT203: two cards that say different things about one file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from catalog.claims.card_claims import claims_of
from catalog.model import Asset, Card, Hit, Hub, Metric
from catalog.rules.catalog_wide.files_by_hash import HashedFile, files_of_one_hash
from catalog.rules.define import catalog_rule
from catalog.rules.figures import same_figure


def _shared_files(hub: Hub) -> Iterator[list[HashedFile]]:
    """Groups of files that have one sha256 and stand on at least two cards."""
    for group in files_of_one_hash(hub):
        if len({card.uid for card, _, _ in group}) > 1:
            yield group


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
    for group in _shared_files(hub):
        figures: dict[tuple[str, str], list[tuple[Card, Metric]]] = defaultdict(list)
        for card, _, _ in group:
            for metric in claims_of(card, hub.vocabularies).metrics:
                figures[metric.name, metric.dataset].append((card, metric))
        for stated in figures.values():
            value, where = _most_stated(stated)
            for card, metric in stated:
                if not same_figure(metric.value, value) and card is not where:
                    message = (
                        f"{metric.name} is {metric.value}, but {value} in {where.uid}, "
                        "of the same sha256"
                    )
                    yield Hit(
                        card,
                        metric.where,
                        message,
                        "keep the figure of the log that wrote these weights",
                    )


def _most_stated(stated: list[tuple[Card, Metric]]) -> tuple[Decimal, Card]:
    """The figure that most cards state (of equals the first), and the first card that states it."""
    cards = Counter(metric.value for _, metric in stated)
    votes = {
        value: sum(count for other, count in cards.items() if same_figure(value, other))
        for value in cards
    }
    most = max(votes.values())
    card, metric = next((card, metric) for card, metric in stated if votes[metric.value] == most)
    return metric.value, card


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
    for group in _shared_files(hub):
        card, _, _ = group[0]
        trained = _datasets(card, hub)
        for other, _, _ in group[1:]:
            named = _datasets(other, hub)
            if trained and named and not trained & named:
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
        for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
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
