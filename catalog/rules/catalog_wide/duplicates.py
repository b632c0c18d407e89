"""CAT1: two models with one file, and two UIDs that look alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from catalog.model import Card, Hit, Hub, fold
from catalog.rules.catalog_wide.files_by_hash import files_of_one_hash
from catalog.rules.define import catalog_rule


@catalog_rule("CAT101", "one-hash-two-models", "warning")
def one_hash_two_models(hub: Hub) -> Iterator[Hit]:
    """Cards of different models have weights with one sha256.

    One file cannot be the weights of two networks; one of the cards carries a hash that was copied.

    bad:
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: <https://a.cn/a.ckpt>}]
        === mindspore/1.5/alexnet_cifar10
        model-name: alexnet
        asset: [{asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4, asset-link: <https://a.cn/b.ckpt>}]
    """
    for group in files_of_one_hash(hub):
        # Versions of a model have their words in common, so few cards of a group are compared.
        first: dict[tuple[frozenset[str], str], Card] = {}
        for card, _, asset in group:
            first.setdefault((_words(card), asset.link), card)
        for card, index, asset in group:
            own = _words(card)
            others = (
                other_card
                for (words, link), other_card in first.items()
                if link != asset.link and _is_another(own, words)
            )
            if other := next(others, None):
                message = f"the same sha256 as in {other.uid}, another model"
                yield Hit(
                    card, ("asset", index, "asset-sha256"), message, "hash this card's own file"
                )


def _is_another(own: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two models have no word in common: as resnet and bert, not resnet50 and resnet_v2."""
    return bool(own and other) and not any(
        first in second or second in first for first in own for second in other
    )


def _words(card: Card) -> frozenset[str]:
    name = f"{card.text('model-name')} {card.uid.file_name.partition('_')[0]}"
    return frozenset(re.findall(r"[a-z]{3,}", name.lower())) - {
        "net",
        "base",
        "large",
        "small",
        "tiny",
    }


@catalog_rule("CAT102", "uids-alike", "warning")
def uids_alike(hub: Hub) -> Iterator[Hit]:
    """Two cards have UIDs that differ only in case or punctuation.

    On systems that fold case one of the two pages overwrites the other, and people confuse them everywhere.

    bad:
        author: Noah's Ark Lab
        === mindspore/1.5/GhostNet-imagenet2012
        author: Noah's Ark Lab
    """
    groups: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in hub.cards.values():
        groups[card.uid.folder.casefold(), fold(card.uid.file_name)].append(card)
    for group in groups.values():
        for card in (card for card in group[1:] if card.uid != group[0].uid):
            message = f"the UID differs from {group[0].uid!r} only in case or punctuation"
            yield Hit(card, card.title_span, message, "rename one of the two, or merge them")
