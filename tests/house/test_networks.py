"""Our networks: parameters, output shapes and multiply-adds of the reference implementations."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

from catalog.smoke.process.sandbox import ProcessOutcome, run_in_sandbox

pytestmark = pytest.mark.skipif(find_spec("mindspore") is None, reason="MindSpore is not installed")

AT_300 = [[1, 1917, 4], [1, 1917, 81]]
AT_640 = [[1, 51150, 4], [1, 51150, 81]]


def build(
    root: Path, folder: str, name: str, side: int, arguments: dict[str, int]
) -> ProcessOutcome:
    request = {
        "root": str(root),
        "folder": str(root / "networks" / folder),
        "factory": "",
        "name": name,
        "arguments": arguments,
        "inputs": [{"shape": [1, 3, side, side], "layout": "NCHW", "dtype": "float32"}],
        "memory": 4 * 2**30,
        "rungs": [],
    }
    return run_in_sandbox(request, 120)


class Figures(NamedTuple):
    """Two counts of parameters, the shapes of the outputs, multiply-adds in millions."""

    trainable: int
    total: int
    outputs: list[list[int]]
    multiply_adds: float


@pytest.mark.parametrize(
    ("folder", "name", "side", "arguments", "expected"),
    [
        ("ghostnet", "GhostNet", 224, {}, Figures(5_182_508, 5_204_476, [[1, 1000]], 141.2)),
        (
            "ghostnet",
            "ghostnet",
            224,
            {"num_classes": 37},
            Figures(3_948_905, 3_970_873, [[1, 37]], 139.9),
        ),
        ("ssd", "ssd300", 300, {}, Figures(4_393_461, 4_445_365, AT_300, 754.6)),
        ("ssd_ghostnet", "GhostNet_SSD", 300, {}, Figures(6_740_297, 6_788_201, AT_300, 667.5)),
        (
            "ssd_resnet50",
            "ssd_resnet50",
            640,
            {},
            Figures(36_671_542, 36_737_462, AT_640, 40_405.1),
        ),
    ],
)
def test_a_network_has_the_published_figures(
    root: Path, folder: str, name: str, side: int, arguments: dict[str, int], expected: Figures
) -> None:
    outcome = build(root, folder, name, side, arguments)
    assert outcome.failure is None
    assert outcome.answer["parameters"] == {
        "trainable": expected.trainable,
        "total": expected.total,
    }
    assert outcome.answer["outputs"] == expected.outputs
    assert outcome.answer["multiply_adds"] / 1e6 == pytest.approx(expected.multiply_adds, abs=0.05)
    assert outcome.answer["ran"]["kind"] == "declared"


def test_the_detector_for_640_pixels_raises_at_227(root: Path) -> None:
    outcome = build(root, "ssd_resnet50", "ssd_resnet50", 227, {})
    assert outcome.answer["refused"][0]["shapes"] == "1x3x227x227"
    assert "invalid for input of size" in outcome.answer["refused"][0]["reason"]
    assert outcome.answer["ran"]["shapes"] == [[1, 3, 640, 640]]


@pytest.mark.parametrize("folder", ["ghostnet", "ssd", "ssd_ghostnet", "ssd_resnet50"])
def test_another_name_is_refused(root: Path, folder: str) -> None:
    outcome = build(root, folder, "resnet18", 224, {})
    assert outcome.failure is not None
    assert "create_network refuses the name 'resnet18': this folder has" in outcome.failure.words
