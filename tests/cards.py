"""A good card, and ways to spoil it: what the tests of the linter begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from catalog import schema
from catalog.lint import choose, lint
from catalog.model import Card, Finding, Hub, Settings
from catalog.parse import parse
from catalog.read import decode
from catalog.model import Source
from catalog.rules import RULES
from catalog.rules.define import Example

ROOT = Path(__file__).resolve().parent.parent
UID = "mindspore/1.5/ghostnet_imagenet2012"
HOSTS = ("download.mindspore.cn",)

HEADER = {
    "model-name": "ghostnet",
    "backbone-name": "ghostnet",
    "module-type": "cv-classification",
    "fine-tunable": "True",
    "inputs": "[{name: image, shape: [1, 3, 224, 224], layout: NCHW, dtype: float32}]",
    "model-version": '"1.5"',
    "train-dataset": "imagenet-1k",
    "author": "Noah's Ark Lab",
    "update-time": "2022-03-30",
    "repo-link": "<https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>",
    "user-id": "mindspore",
    "used-for": "inference",
    "mindspore-version": '"1.5"',
    "license": "Apache-2.0",
    "summary": "an image classifier that makes half of its features by cheap operations",
}
BODY = "## Introduction\n\nA small network.\n"


def card_text(header: Mapping[str, str] = HEADER, body: str = BODY) -> str:
    """A card in the hub's layout."""
    lines = "\n\n".join(f"{key}: {value}" for key, value in header.items())
    return f"# GhostNet\n\n---\n\n{lines}\n\n---\n\n{body}"


def read_card(text: str | bytes, uid: str = UID) -> Card:
    """The card that ``text`` is, at ``uid``."""
    data = text.encode() if isinstance(text, str) else text
    decoded, undecodable = decode(data)
    return parse(Source(f"cards/{uid}.md", uid, data, decoded, undecodable), schema.key_aliases(str(ROOT)))


def make_hub(*cards: Card, settings: Settings | None = None) -> Hub:
    """A hub of ``cards``."""
    settings = settings or Settings(root=str(ROOT), asset_hosts=HOSTS)
    by_uid = {card.uid: card for card in cards}
    return Hub(by_uid, schema.vocabularies(str(ROOT)), schema.load("card", str(ROOT)), settings)


def findings(*cards: Card, settings: Settings | None = None) -> list[Finding]:
    """What all rules find in ``cards``."""
    hub = make_hub(*cards, settings=settings)
    return lint(hub, choose(RULES, hub.settings))


def example_cards(example: Example) -> list[Card]:
    """The cards that an example of a rule's page stands for: a good card with the example put in, and others it names."""
    if example.part == "file":
        raw = example.text.encode().decode("unicode_escape") if "\\u" in example.text or "\\0" in example.text else example.text
        data = raw.encode() if "\\x" not in raw else re.sub(r"\\x(..)", lambda hit: chr(int(hit[1], 16)), raw).encode("latin-1")
        return [read_card(data)]
    if example.part == "body":
        return [read_card(card_text(body=BODY + "\n" + example.text))]
    first, *others = re.split(r"^=== (\S+)\n", example.text, flags=re.M)
    pairs = [(UID, first)] if first else []
    pairs += zip(others[::2], others[1::2], strict=True)
    return [read_card(_merged(text), uid) for uid, text in pairs]


def _merged(text: str) -> str:
    """The good card with the keys of ``text`` in the place of its own."""
    own = set(re.findall(r"^([\w-]+)(?:[:：]|$)", text, re.M))
    rest = {key: value for key, value in HEADER.items() if key not in own}
    if "input-shape" in own:
        rest.pop("inputs")
    lines = "".join(f"{key}: {value}\n" for key, value in rest.items())
    return f"# GhostNet\n\n---\n{text}{lines}---\n\n{BODY}"
