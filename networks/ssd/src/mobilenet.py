"""MobileNetV2 as a backbone of SSD (Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.2)."""

from mindcv.models import mobilenet_v2_100
from mindspore import Tensor, nn

from single_shot.boxes import conv_norm_relu6


class TwoMapMobileNetV2(nn.Cell):
    """``(N, 576, 19, 19)``, expanded before stage 6, and ``(N, 1280, 10, 10)``, the last."""

    def __init__(self) -> None:
        super().__init__()
        layers = list(mobilenet_v2_100().features)
        # Three cells of stem, then 13 blocks: the 14th is the first at stride 32.
        self.fine = nn.SequentialCell(layers[:16])
        self.expand = conv_norm_relu6(96, 576, 1)
        self.coarse = nn.SequentialCell(layers[16:])

    def construct(self, images: Tensor) -> tuple[Tensor, Tensor]:
        fine = self.fine(images)
        return self.expand(fine), self.coarse(fine)
