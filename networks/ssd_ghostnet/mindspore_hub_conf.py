"""SSD300 on GhostNet 1.3x for 80 classes of COCO and the background.

Input ``(N, 3, 300, 300)`` float32, normalised; outputs: box offsets ``(N, 1917, 4)``, class scores
``(N, 1917, 81)`` before the sigmoid. Parameter names are this repository's: other checkpoints have
to be renamed before loading.
"""

import sys
from pathlib import Path

from mindspore import nn

# A hub's loader puts only this folder on the path; the shared parts stand beside it.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from src.ghostnet import TwoMapGhostNet

from single_shot.ssd300 import SSD300


def create_network(name: str, num_classes: int = 81) -> nn.Cell:
    """SSD300 on GhostNet 1.3x with random weights; ``num_classes`` counts the background.

    Raises:
        NotImplementedError: ``name`` is not ``ghostnet_ssd``.
    """
    if name != "ghostnet_ssd":
        raise NotImplementedError(f"this folder has ghostnet_ssd, not {name}")
    return SSD300(TwoMapGhostNet(), (864, 1248), num_classes)
