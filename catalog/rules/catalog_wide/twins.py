"""CAT204: the Chinese card and its English twin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Hit, Hub, fold
from catalog.rules.define import catalog_rule

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
        twin = hub.cards.get(card.uid.twin) if card.uid.language == "zh" else None
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
        own_hashes = {asset.sha256.lower() for asset in claims_of(card, hub.vocabularies).assets}
        other_hashes = {asset.sha256.lower() for asset in claims_of(twin, hub.vocabularies).assets}
        if own_hashes and other_hashes and own_hashes != other_hashes:
            yield Hit(
                card,
                ("asset",),
                "the weights have another sha256 than in the English card",
                "hash the file, mend one",
            )


def _figures_by_other_names(card: Card, twin: Card, hub: Hub) -> Iterator[Hit]:
    """Where one number is the accuracy in one language and, say, the AUC in the other."""
    own, others = (
        claims_of(card, hub.vocabularies).metrics,
        claims_of(twin, hub.vocabularies).metrics,
    )
    names, other_names = {metric.name for metric in own}, {metric.name for metric in others}
    for metric in own:
        other = next(
            (
                candidate
                for candidate in others
                if candidate.value == metric.value and candidate.name not in names
            ),
            None,
        )
        if other and metric.name not in other_names:
            message = f"{metric.value} is the {metric.label}, in the English card the {other.label}"
            yield Hit(card, metric.where, message, "mend the card that is wrong")


def _same_value(key: str, card: Card, twin: Card, hub: Hub) -> bool:
    names = {"train-dataset": "datasets", "infer-backend": "backends", "train-backend": "backends"}
    if key in names:
        vocabulary = hub.vocabularies[names[key]]
        own = [vocabulary.find(word) for word in card.texts(key)]
        other = [vocabulary.find(word) for word in twin.texts(key)]
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
