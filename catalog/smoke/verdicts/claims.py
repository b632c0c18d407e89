"""What a card states of its network that can be measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from catalog.claims.counts import Resolution
from catalog.model import Count, Input


class Classes(NamedTuple):
    """How many classes a card states, and where: ``num_classes``, or the name of a data set."""

    number: int
    source: str


@dataclass(frozen=True)
class NetworkClaims:
    """All that a card states of its network that can be measured.

    ``flops`` are counts that a table calls so: of multiply-adds, or of multiplications and
    additions apart. ``resolution`` is the size of image that its tables state. ``checkpoint`` is
    the name of a file, ``sha256`` its hash as stated. ``fine_tunable`` is None where nothing is
    stated.
    """

    inputs: tuple[Input, ...] = ()
    parameters: tuple[Count, ...] = ()
    multiply_adds: tuple[Count, ...] = ()
    flops: tuple[Count, ...] = ()
    classes: Classes | None = None
    checkpoint: str = ""
    sha256: str = ""
    backbone: str = ""
    fine_tunable: bool | None = None
    resolution: Resolution | None = None
