"""SSD300 on MobileNetV2 1.0x for 80 classes of COCO and the background.

Input ``(N, 3, 300, 300)`` float32, normalised; outputs: box offsets ``(N, 1917, 4)``, class scores
``(N, 1917, 81)`` before the sigmoid. Parameter names are this repository's: other checkpoints have
to be renamed before loading.
"""

import sys
from pathlib import Path

from mindspore import nn

# A hub's loader puts only this folder on the path; the shared parts stand beside it.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from src.mobilenet import TwoMapMobileNetV2

from single_shot.ssd300 import SSD300


def create_network(name: str, num_classes: int = 81) -> nn.Cell:
    """SSD300 on MobileNetV2 with random weights; ``num_classes`` counts the background.

    Raises:
        NotImplementedError: ``name`` is not ``ssd300``.
    """
    if name != "ssd300":
        raise NotImplementedError(f"this folder has ssd300, not {name}")
    return SSD300(TwoMapMobileNetV2(), (576, 1280), num_classes)
