"""A good card, and ways to spoil it: what the tests of the linter begin with."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from hypothesis import settings as hypothesis_settings

from catalog.hub.card_schema import load_schema
from catalog.hub.vocabularies import load_key_aliases, load_vocabularies
from catalog.lint.engine import choose_rules, lint
from catalog.model import Card, Finding, Hub, Settings, Source
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import decode
from catalog.rules import RULES
from catalog.rules.define import ExampleBlock

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
METRICS = (
    "[{name: top-1 accuracy, value: 73.81, unit: percent, dataset: imagenet-1k,"
    " source: training log}]"
)
BODY = "## Introduction\n\nA small network.\n"


EXAMPLES = int(os.environ.get("CATALOG_EXAMPLES", "200"))
steady = hypothesis_settings(deadline=None, derandomize=True, database=None, max_examples=EXAMPLES)
"""Property tests that are the same on every machine; ``make long`` tries more examples."""


def card_text(header: Mapping[str, str] = HEADER, body: str = BODY) -> str:
    """A card in the hub's layout; one that offers weights states a figure, too."""
    if "asset" in header and not header.keys() & {"metrics", "evaluation", "accuracy"}:
        header = {**header, "metrics": METRICS}
    lines = "\n\n".join(f"{key}: {value}" for key, value in header.items())
    return f"# GhostNet\n\n---\n\n{lines}\n\n---\n\n{body}"


def read_card(text: str | bytes, uid: str = UID) -> Card:
    """The card that ``text`` is, at ``uid``."""
    data = text.encode() if isinstance(text, str) else text
    decoded, undecodable = decode(data)
    return parse_card(
        Source(f"cards/{uid}.md", uid, data, decoded, undecodable), load_key_aliases(str(ROOT))
    )


def make_hub(*cards: Card, settings: Settings | None = None) -> Hub:
    """A hub of ``cards``."""
    settings = settings or Settings(root=str(ROOT), asset_hosts=HOSTS)
    by_uid: dict[str, Card] = {}
    for card in cards:
        by_uid[card.uid if card.uid not in by_uid else f"{card.uid} (again)"] = card
    return Hub(by_uid, load_vocabularies(str(ROOT)), load_schema("card", str(ROOT)), settings)


def findings(*cards: Card, settings: Settings | None = None) -> list[Finding]:
    """What all rules find in ``cards``."""
    hub = make_hub(*cards, settings=settings)
    return lint(hub, choose_rules(RULES, hub.settings))


def example_cards(example: ExampleBlock) -> list[Card]:
    """The cards of an example: a good card with the example put in, and others that it names."""
    text = _unescaped(example.text)
    if example.part == "file":
        return [read_card(text.encode() if "\xe9" not in text else text.encode("latin-1"))]
    if example.part == "body":
        return [read_card(card_text(body=BODY + "\n" + text))]
    first, others = _parts(text)
    pairs = [(UID, first)] if first else []
    pairs += [(uid, text) for uid, text in others if not _is_file(uid)]
    return [read_card(_merged(text), uid) for uid, text in pairs]


def example_files(example: ExampleBlock) -> dict[str, str]:
    """The files beside the cards that an example has, by their paths below the hub's folder."""
    return {path: text for path, text in _parts(_unescaped(example.text))[1] if _is_file(path)}


def example_findings(example: ExampleBlock, folder: Path) -> list[Finding]:
    """The findings in the cards of an example; it has a hub in ``folder`` where it names files."""
    files = example_files(example)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    settings = (
        Settings(root=str(folder), asset_hosts=HOSTS, smoke_results="smoke.json") if files else None
    )
    return findings(*example_cards(example), settings=settings)


def _parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first line ``=== NAME``, and what stands under each."""
    first, *others = re.split(r"^=== (\S+)\n", text, flags=re.M)
    return first, list(zip(others[::2], others[1::2], strict=True))


def _is_file(name: str) -> bool:
    return name.endswith((".py", ".json"))


def _unescaped(text: str) -> str:
    r"""An example with its escapes read: \t \r \0 \xNN \uNNNN, \_ nothing, \- no line end."""
    named = {"t": "\t", "r": "\r", "0": "\0", "_": "", "-\n": ""}
    return re.sub(
        r"\\(?:(t|r|0|_|-\n)|x(\w\w)|u(\w{4}))",
        lambda hit: named[hit[1]] if hit[1] else chr(int(hit[2] or hit[3], 16)),
        text,
    )


def _merged(text: str) -> str:
    """The good card with the keys of ``text`` in the place of its own."""
    own = set(re.findall(r"^([\w-]+)(?:[:：]|$)", text, re.M))
    rest = {key: value for key, value in HEADER.items() if key not in own}
    if "input-shape" in own:
        rest.pop("inputs")
    lines = "".join(f"{key}: {value}\n" for key, value in rest.items())
    return f"# GhostNet\n\n---\n{text}{lines}---\n\n{BODY}"
