"""Where a card's network is found, and what is said where it is not."""

import math
from pathlib import Path
from typing import Any

import pytest

from catalog.model import Card, Settings
from catalog.parse import parse
from catalog.read import read_source
from catalog.smoke.sources import Missing, Network, find, typed

CONF = "def create_network(name):\n    raise RuntimeError('nothing may be run here')\n"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    for folder in ("networks/ghostnet", "networks/ssd", "networks/deep/cv/vit"):
        (tmp_path / "hub" / folder).mkdir(parents=True)
        (tmp_path / "hub" / folder / "mindspore_hub_conf.py").write_text(CONF)
    (tmp_path / "hub/networks/empty").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mindspore_hub_conf.py").write_text(CONF)
    (tmp_path / "hub/networks/link").symlink_to(tmp_path / "outside")
    return tmp_path / "hub"


def card(hub: Path, header: str, body: str = "") -> Card:
    path = hub / "cards" / "a.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# A\n\n---\n\n{header}\n\n---\n\n{body}\n")
    return parse(read_source(path, path.parent, "a.md"), {})


def settings(hub: Path, **sources: str) -> Settings:
    return Settings(root=str(hub), smoke_sources={f"https://x.org/{key}": folder for key, folder in sources.items()})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("37", 37),
        ("-1", -1),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.10", 1.1),
        ("1e", "1e"),
        ("-.inf", -math.inf),
        ("+.INF", math.inf),
        ("inf", "inf"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("~", None),
        ("", None),
        ("Null", None),
        ("none", "none"),
        ("2020-09-08", "2020-09-08"),
        ("٣", "٣"),
        ("9" * 5000, "9" * 5000),
        ({"a": ["1", {"b": "true"}]}, {"a": [1, {"b": True}]}),
    ],
)
def test_arguments_are_typed_as_yaml_does(text: Any, value: Any) -> None:
    found = typed(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(typed(".nan"))


@pytest.mark.parametrize(
    ("header", "call"),
    [
        ("network: networks/ghostnet\nmodel-name: GhostNet", "networks/ghostnet create_network('GhostNet')"),
        (
            "network: {source: networks/ghostnet, name: g, arguments: {num_classes: 37, fast: true}}",
            "networks/ghostnet create_network('g', num_classes=37, fast=True)",
        ),
        (
            "network: {source: './networks/../networks/ssd/', name: s}",
            "./networks/../networks/ssd/ create_network('s')",
        ),
        ("network: mindcv.models:resnet50", "mindcv.models:resnet50()"),
        ("network: {source: 'a.b:c', arguments: {width: 0.5}}", "a.b:c(width=0.5)"),
        (
            "network: networks/ssd\nmodel-name: m\nrepo-link: <https://x.org/a/ghostnet>",
            "networks/ssd create_network('m')",
        ),
        ("model-name: m\nrepo-link: <https://x.org/a/ghostnet>", "networks/ghostnet create_network('m')"),
        ("model-name: m\nrepo-link: https://x.org/a/ghostnet/", "networks/ghostnet create_network('m')"),
        ("model-name: m\nrepo-link: <https://x.org/a/cv/vit>", "networks/deep/cv/vit create_network('m')"),
    ],
)
def test_a_network_is_found(hub: Path, header: str, call: str) -> None:
    found = find(card(hub, header), settings(hub, **{"a": "networks", "a/cv": "networks/deep/cv/"}))
    assert isinstance(found, Network), found
    assert found.call == call


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("model-name: m", "neither a network entry nor a repo-link"),
        ("model-name: m\nrepo-link: <https://x.org/ab/ghostnet>", "no local folder is mapped to its repo-link"),
        ("model-name: m\nrepo-link: <https://x.org/a/nothing>", "networks/nothing is no folder of this hub"),
        ("model-name: m\nrepo-link: <https://x.org/a/../../outside>", "leads out of the hub's folder"),
        ("network: ../outside\nmodel-name: m", "../outside leads out of the hub's folder"),
        ("network: /etc\nmodel-name: m", "/etc leads out of the hub's folder"),
        ("network: networks/link\nmodel-name: m", "networks/link leads out of the hub's folder"),
        ("network: networks/empty\nmodel-name: m", "networks/empty has no mindspore_hub_conf.py"),
        ("network: networks/ghostnet", "neither network.name nor model-name"),
        ("network: {name: m}", "has no source"),
        ("network: [a]", "has no source"),
        ("network: {source: networks/ssd, name: m, arguments: [1]}", "arguments are no mapping"),
        ("network: 'a b:c d'\nmodel-name: m", "is no folder of this hub"),
        (f"network: {'a' * 5000}\nmodel-name: m", "is no usable path"),
    ],
)
def test_what_is_missing_is_said(hub: Path, header: str, reason: str) -> None:
    found = find(card(hub, header), settings(hub, a="networks"))
    assert isinstance(found, Missing)
    assert reason in found.reason


def test_the_longest_prefix_wins(hub: Path) -> None:
    found = find(
        card(hub, "model-name: m\nrepo-link: <https://x.org/a/ghostnet>"),
        settings(hub, **{"a": "networks", "a/ghostnet": "networks/ssd"}),
    )
    assert isinstance(found, Network)
    assert found.folder == str(hub / "networks/ssd")
    assert found.how == "its repo-link, mapped to networks/ssd"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("network = mshub.load(model, num_classes=37)", {"num_classes": 37}),
        ("network = mindspore_hub.load('a', source='gitee', width=0.5, pretrained=False)", {"width": 0.5}),
        ("network = mshub.load(model, num_classes=count)", {}),
        ("network = other.load(model, num_classes=37)", {}),
        ("network = mshub.load(model, num_classes=37", {}),
        ("a" + ".a" * 100_000, {}),
    ],
)
def test_a_mapped_card_is_built_as_its_snippet_says(hub: Path, code: str, arguments: dict[str, Any]) -> None:
    body = f"## Usage\n\n```python\n{code}\n```\n"
    found = find(card(hub, "model-name: m\nrepo-link: <https://x.org/a/ssd>", body), settings(hub, a="networks"))
    assert isinstance(found, Network)
    assert found.arguments == arguments
