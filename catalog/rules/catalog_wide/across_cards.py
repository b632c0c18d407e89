"""CAT205 to CAT208: figures, links, shapes and UIDs that do not fit those of other cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Hit, Hub, Metric, Uid, fold
from catalog.rules.define import catalog_rule


def _near(first: Decimal, second: Decimal, share: Decimal) -> bool:
    """Whether both agree within ``share`` of the greater, as fraction or percent."""
    for value in (first, first * 100, first / 100):
        if abs(value - second) <= share * max(abs(value), abs(second)):
            return True
    return False


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
    for card in hub.cards.values():
        uid = card.uid
        if not uid.is_whole or uid.language == "zh":
            continue
        for metric in claims_of(card, hub.vocabularies).metrics:
            if metric.unit in ("percent", "fraction"):
                version = tuple(int(part) for part in uid.version.split("."))
                series[uid.publisher, fold(uid.name), metric.name].append((version, card, metric))
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
    publishers = {Uid(uid).publisher for uid in hub.cards}
    for card in hub.cards.values():
        for uid, where in claims_of(card, hub.vocabularies).loaded_cards:
            is_known_publisher = uid.publisher in publishers
            if uid.is_whole and is_known_publisher and uid not in hub.cards:
                yield Hit(card, where, f"there is no card {uid!r}", "load a card of this catalog")


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
            sizes = " × ".join(shape)
            for card in cards:
                message = f"{sizes} stands on {len(cards)} cards of {len(domains)} domains"
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
