"""Multiply-adds as they are counted here against those that papers publish, for networks that mindcv has."""

from pathlib import Path
from typing import NamedTuple

import pytest
from smoke_hub import needs_mindspore

from catalog.smoke import sandbox
from catalog.smoke.packages import KNOWN, networks

FACTORIES = networks(KNOWN[0]) or {}

pytestmark = [needs_mindspore, pytest.mark.skipif(not FACTORIES, reason="mindcv is not installed")]


class Published(NamedTuple):
    """A figure in millions of multiply-adds for an image of 224x224, its last digit, and where it is published."""

    network: str
    millions: float
    last_digit: float
    source: str


PUBLISHED = (
    Published("resnet18", 1_800, 100, "He et al. 2016, arXiv:1512.03385, table 1"),
    Published("resnet50", 4_100, 100, "Xie et al. 2017, arXiv:1611.05431, table 1"),
    Published("resnext50_32x4d", 4_200, 100, "Xie et al. 2017, arXiv:1611.05431, table 1"),
    Published("densenet121", 2_830, 10, "torchvision 0.20, table of all classification weights"),
    Published("mobilenet_v2_100", 300, 1, "Sandler et al. 2018, arXiv:1801.04381, table 4"),
    Published("shufflenet_v2_x1_0", 146, 1, "Ma et al. 2018, arXiv:1807.11164, table 8"),
    Published("mnasnet_100", 315, 1, "Tan et al. 2019, arXiv:1807.11626, MnasNet-B1"),
    Published("efficientnet_b0", 390, 10, "Tan and Le 2019, arXiv:1905.11946, table 2"),
    Published("ghostnet_100", 141, 1, "Han et al. 2020, arXiv:1911.11907, table 7"),
    Published("regnet_x_800mf", 800, 100, "Radosavovic et al. 2020, arXiv:2003.13678, table 4"),
    Published("swin_tiny", 4_500, 100, "Liu et al. 2021, arXiv:2103.14030, table 1"),
    Published("convnext_tiny", 4_500, 100, "Liu et al. 2022, arXiv:2201.03545, table 1"),
)


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda each: each.network)
def test_the_count_is_the_published_one(root: Path, published: Published) -> None:
    request = {
        "root": str(root),
        "folder": "",
        "factory": FACTORIES[published.network],
        "name": published.network,
        "arguments": {},
        "inputs": [{"shape": [1, 3, 224, 224], "layout": "NCHW", "dtype": "float32"}],
        "memory": 8 * 2**30,
        "rungs": [],
    }
    outcome = sandbox.run(request, 120)
    assert outcome.failure is None
    margin = max(published.last_digit / 2, published.millions / 100)
    assert outcome.answer["multiply_adds"] / 1e6 == pytest.approx(published.millions, abs=margin), published.source
