"""GhostNet 1.0x, an image classifier (Han et al., CVPR 2020, arXiv:1911.11907, section 3.2).

Input ``(N, 3, 224, 224)`` float32, normalised; output ``(N, num_classes)`` scores before the
softmax.
Parameter names are mindcv's: checkpoints of other code bases have to be renamed before loading.
"""

from mindcv.models import ghostnet_100
from mindspore import nn


def create_network(name: str, num_classes: int = 1000) -> nn.Cell:
    """GhostNet 1.0x with random weights; ImageNet has 1000 classes, Oxford-IIIT Pet 37.

    Raises:
        NotImplementedError: ``name`` is not ``ghostnet``.
    """
    if name != "ghostnet":
        raise NotImplementedError(f"this folder has ghostnet, not {name}")
    return ghostnet_100(num_classes=num_classes)
