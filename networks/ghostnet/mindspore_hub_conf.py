"""GhostNet 1.0x (Han et al., CVPR 2020, arXiv:1911.11907, section 3.2): an image classifier of cheap convolutions.

Input ``(N, 3, 224, 224)`` float32, normalised; output ``(N, num_classes)`` scores before the softmax.
Parameter names are mindcv's: a checkpoint of another code base has to be renamed before it is loaded.
"""

from mindcv.models import ghostnet_100
from mindspore import nn


def create_network(name: str, num_classes: int = 1000) -> nn.Cell:
    """GhostNet 1.0x for ``num_classes`` classes, with random weights; 1000 for ImageNet, 37 for Oxford-IIIT Pet.

    Raises:
        NotImplementedError: ``name`` is not ``ghostnet``.
    """
    if name != "ghostnet":
        raise NotImplementedError(f"this folder has ghostnet, not {name}")
    return ghostnet_100(num_classes=num_classes)
