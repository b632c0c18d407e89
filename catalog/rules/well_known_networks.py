"""The well-known networks that a text names."""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.model import Vocabulary


@lru_cache(maxsize=4096)
def networks_in_name(text: str, networks: Vocabulary) -> frozenset[str]:
    """The well-known networks in a name: ``ssd`` and ``resnet`` for ``ssd_resnet50``."""
    words = re.findall(r"[A-Za-z]+", text)
    return frozenset(network for word in words if (network := network_of_word(word, networks)))


@lru_cache(maxsize=4096)
def network_of_word(word: str, networks: Vocabulary) -> str:
    """The well-known network that a word names, ``resnet`` for ``ResNet-50``; empty for none."""
    term = networks.find(word) or networks.find(re.sub(r"(?:v?\d[\w.]*|[-_].*)$", "", word.lower()))
    return term.id if term else ""
