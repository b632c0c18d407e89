"""Where a card's network is found, and what is said where it is not."""

import math
from pathlib import Path
from typing import Any

import pytest

from catalog.model import Card, Settings
from catalog.network.arguments import type_scalars
from catalog.network.locate import Missing, Network, find_network
from catalog.network.model_packages import KNOWN, package_networks
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import read_source

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
    return parse_card(read_source(path, path.parent, "a.md"), {})


def settings(hub: Path, **sources: str) -> Settings:
    return Settings(
        root=str(hub),
        smoke_sources={f"https://x.org/{key}": folder for key, folder in sources.items()},
    )


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
    typed = type_scalars(text)
    assert typed == value
    assert type(typed) is type(value)


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(type_scalars(".nan"))


@pytest.mark.parametrize(
    ("header", "call"),
    [
        (
            "network: networks/ghostnet\nmodel-name: GhostNet",
            "networks/ghostnet create_network('GhostNet')",
        ),
        (
            (
                "network: {source: networks/ghostnet, name: g, "
                "arguments: {num_classes: 37, fast: true}}"
            ),
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
        (
            "model-name: m\nrepo-link: <https://x.org/a/ghostnet>",
            "networks/ghostnet create_network('m')",
        ),
        (
            "model-name: m\nrepo-link: https://x.org/a/ghostnet/",
            "networks/ghostnet create_network('m')",
        ),
        (
            "model-name: m\nrepo-link: <https://x.org/a/cv/vit>",
            "networks/deep/cv/vit create_network('m')",
        ),
    ],
)
def test_a_network_is_found(hub: Path, header: str, call: str) -> None:
    network = find_network(
        card(hub, header), settings(hub, **{"a": "networks", "a/cv": "networks/deep/cv/"})
    )
    assert isinstance(network, Network), network
    assert network.call == call


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("model-name: m", "neither a network entry nor a repo-link"),
        (
            "model-name: m\nrepo-link: <https://x.org/ab/ghostnet>",
            "no local folder is mapped to its repo-link",
        ),
        (
            "model-name: m\nrepo-link: <https://x.org/a/nothing>",
            "networks/nothing is no folder of this hub",
        ),
        (
            "model-name: m\nrepo-link: <https://x.org/a/../../outside>",
            "leads out of the hub's folder",
        ),
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
    missing = find_network(card(hub, header), settings(hub, a="networks"))
    assert isinstance(missing, Missing)
    assert reason in missing.reason


def test_the_longest_prefix_wins(hub: Path) -> None:
    network = find_network(
        card(hub, "model-name: m\nrepo-link: <https://x.org/a/ghostnet>"),
        settings(hub, **{"a": "networks", "a/ghostnet": "networks/ssd"}),
    )
    assert isinstance(network, Network)
    assert network.folder == str(hub / "networks/ssd")
    assert network.how == "its repo-link, mapped to networks/ssd"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("network = mshub.load(model, num_classes=37)", {"num_classes": 37}),
        (
            "network = mindspore_hub.load('a', source='gitee', width=0.5, pretrained=False)",
            {"width": 0.5},
        ),
        ("network = mshub.load(model, num_classes=count)", {}),
        ("network = other.load(model, num_classes=37)", {}),
        ("network = mshub.load(model, num_classes=37", {}),
        ("a" + ".a" * 100_000, {}),
    ],
)
def test_a_mapped_card_is_built_as_its_snippet_says(
    hub: Path, code: str, arguments: dict[str, Any]
) -> None:
    body = f"## Usage\n\n```python\n{code}\n```\n"
    network = find_network(
        card(hub, "model-name: m\nrepo-link: <https://x.org/a/ssd>", body),
        settings(hub, a="networks"),
    )
    assert isinstance(network, Network)
    assert network.arguments == arguments


@pytest.mark.skipif(package_networks(KNOWN[0]) is None, reason="mindcv is not installed")
@pytest.mark.parametrize(
    ("name", "factory"),
    [
        ("resnet50", "mindcv.models.resnet:resnet50"),
        ("bit_resnet50", "mindcv.models.bit:BiT_resnet50"),
        ("vit_b32_224", "mindcv.models.vit:vit_b_32_224"),
        ("vit_l32_224", "mindcv.models.vit:vit_l_32_224"),
    ],
)
def test_a_card_that_points_at_mindcv_needs_no_entry(hub: Path, name: str, factory: str) -> None:
    link = "<https://github.com/mindspore-lab/mindcv/tree/v0.5.0/configs/some>"
    network = find_network(
        card(hub, f"model-name: {name}\nrepo-link: {link}"), Settings(root=str(hub))
    )
    assert isinstance(network, Network), network
    assert network.factory == factory
