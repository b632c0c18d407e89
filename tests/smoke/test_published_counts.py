"""Multiply-adds as they are counted here against published figures, for networks that mindcv has.

All sources count a multiplication with the addition of its product once, whatever the heading of
their tables says: torchvision's column is called GFLOPS, the papers write FLOPs, multiply-adds or
MAdds. None counts normalisation, activations or pooling.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from catalog.network.model_packages import KNOWN, package_networks
from catalog.smoke.process.sandbox import run_in_sandbox
from tests.smoke_hub import needs_mindspore

FACTORIES = package_networks(KNOWN[0]) or {}

pytestmark = [needs_mindspore, pytest.mark.skipif(not FACTORIES, reason="mindcv is not installed")]

# The figures that torchvision keeps with its weights as "_ops", in thousands of millions with three
# decimals. They came with github.com/pytorch/vision/pull/6936, whose script counts convolutions and
# matrix products.
TORCHVISION = "torchvision 0.15 and later, _ops of IMAGENET1K_V1"


class Published(NamedTuple):
    """Millions of multiply-adds for a square image, as published: their last digit, and where."""

    network: str
    millions: float
    last_digit: float
    source: str = TORCHVISION
    side: int = 224


PUBLISHED = (
    Published("resnet18", 1_814, 1),
    Published("resnet50", 4_089, 1),
    Published("resnext50_32x4d", 4_230, 1),
    Published("densenet121", 2_834, 1),
    Published("mobilenet_v2_100", 301, 1),
    Published("mobilenet_v3_large_100", 217, 1),
    Published("mnasnet_100", 314, 1),
    Published("efficientnet_b0", 386, 1),
    Published("convnext_tiny", 4_456, 1),
    Published("vit_b_16_224", 17_564, 1),
    Published("inception_v3", 5_713, 1, side=299),
    Published("regnet_x_800mf", 800, 1),
    Published(
        "ghostnet_100", 141, 1, "Han et al. 2020, arXiv:1911.11907, table 7, FLOPs of GhostNet 1.0x"
    ),
    Published(
        "ghostnet_050", 42, 1, "Han et al. 2020, arXiv:1911.11907, table 7, FLOPs of GhostNet 0.5x"
    ),
    Published(
        "shufflenet_v2_x1_0",
        146,
        1,
        "Ma et al. 2018, arXiv:1807.11164, table 8, FLOPs of ShuffleNet v2 1x",
    ),
    # One hundredth above: mindcv applies the masks of shifted windows in a way of its own.
    Published(
        "swin_tiny", 4_500, 100, "Liu et al. 2021, arXiv:2103.14030, table 1, FLOPs of Swin-T"
    ),
)


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda figure: figure.network)
def test_the_count_is_the_published_one(root: Path, published: Published) -> None:
    request = {
        "root": str(root),
        "folder": "",
        "factory": FACTORIES[published.network],
        "name": published.network,
        "arguments": {},
        "inputs": [
            {"shape": [1, 3, published.side, published.side], "layout": "NCHW", "dtype": "float32"}
        ],
        "memory": 8 * 2**30,
        "rungs": [],
    }
    outcome = run_in_sandbox(request, 120)
    assert outcome.failure is None
    counted = outcome.answer["multiply_adds"] / 1e6
    assert counted == pytest.approx(published.millions, abs=published.last_digit / 2), (
        published.source
    )
