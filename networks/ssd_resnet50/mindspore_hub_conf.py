"""SSD at 640x640 on five feature maps of ResNet-50, for 80 classes of COCO and the background.

Input ``(N, 3, 640, 640)`` float32, normalised; outputs: box offsets ``(N, 51150, 4)``, class scores
``(N, 51150, 81)`` before the sigmoid. Parameter names are this repository's: rename other
checkpoints before loading.
"""

import sys
from pathlib import Path

from mindspore import nn

# A hub's loader puts only this folder on the path; the shared parts stand beside it.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from src.detector import SSD640


def create_network(name: str, num_classes: int = 81) -> nn.Cell:
    """SSD on ResNet-50 with random weights; ``num_classes`` counts the background.

    Raises:
        NotImplementedError: ``name`` is not ``ssd_resnet50``.
    """
    if name != "ssd_resnet50":
        raise NotImplementedError(f"this folder has ssd_resnet50, not {name}")
    return SSD640(num_classes)
