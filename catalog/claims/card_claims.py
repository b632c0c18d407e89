"""The claims of a card, each read from it when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from catalog.claims.counts import (
    Resolution,
    read_multiply_adds,
    read_parameters,
    read_resolution,
)
from catalog.claims.header import (
    read_assets,
    read_declared_metrics,
    read_inputs,
    read_written_metrics,
)
from catalog.claims.loaded_cards import LoadedCard, read_loaded_cards
from catalog.model import Asset, Card, Count, Input, Metric, Vocabulary, once


class CardClaims:
    """What a card claims; a claim is read once, since cards never change."""

    def __init__(self, card: Card, vocabularies: Mapping[str, Vocabulary]) -> None:
        self.card = card
        self.vocabularies = vocabularies

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """Every figure of merit: of ``metrics``, else those written as text."""
        declared = read_declared_metrics(self.card, self.vocabularies)
        if declared or isinstance(self.card.value("metrics"), list):
            return declared
        return self.written_metrics

    @cached_property
    def written_metrics(self) -> tuple[Metric, ...]:
        """The figures that stand as text in ``evaluation`` and in keys named as metrics."""
        return read_written_metrics(self.card, self.vocabularies)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The input tensors."""
        return read_inputs(self.card)

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """The files that it offers, with a link."""
        return read_assets(self.card)

    @cached_property
    def parameters(self) -> tuple[Count, ...]:
        """How many parameters the network has, in the header and in tables."""
        return read_parameters(self.card)

    @cached_property
    def multiply_adds(self) -> tuple[Count, ...]:
        """How many multiply-adds a pass takes, in the header and in tables."""
        return read_multiply_adds(self.card)

    @cached_property
    def resolution(self) -> Resolution | None:
        """The size of image that its tables speak of; None where they name none, or several."""
        return read_resolution(self.card)

    @cached_property
    def loaded_cards(self) -> tuple[LoadedCard, ...]:
        """The cards that its snippets load."""
        return read_loaded_cards(self.card)


@once
def claims_of(card: Card, vocabularies: Mapping[str, Vocabulary]) -> CardClaims:
    """The claims of ``card``: one object for all who ask."""
    return CardClaims(card, vocabularies)
