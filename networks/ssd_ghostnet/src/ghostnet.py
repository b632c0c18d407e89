"""GhostNet 1.3x as a backbone of SSD (Han et al., CVPR 2020, arXiv:1911.11907, section 3.2)."""

from mindcv.models.ghostnet import ConvBnAct, GhostBottleneck
from mindspore import Tensor, nn

from single_shot.boxes import conv_norm_relu6

# Kernel, expanded channels, channels out, stride, squeeze and excitation. The widths are 1.3 times
# the paper's, rounded up as the detector was published; mindcv's ghostnet_130 rounds them to the
# nearest multiple of 4.
BLOCKS = (
    (3, 24, 20, 1, False),
    (3, 64, 32, 2, False),
    (3, 96, 32, 1, False),
    (5, 96, 52, 2, True),
    (5, 160, 52, 1, True),
    (3, 312, 104, 2, False),
    (3, 264, 104, 1, False),
    (3, 240, 104, 1, False),
    (3, 240, 104, 1, False),
    (3, 624, 144, 1, True),
    (3, 864, 144, 1, True),
    (5, 864, 208, 2, True),
    (5, 1248, 208, 1, False),
    (5, 1248, 208, 1, True),
    (5, 1248, 208, 1, False),
    (5, 1248, 208, 1, True),
)
STEM = 20
FINE = 11


class TwoMapGhostNet(nn.Cell):
    """``(N, 864, 19, 19)``, expanded before stage 5, and ``(N, 1248, 10, 10)``, the last."""

    def __init__(self) -> None:
        super().__init__()
        widths = [STEM, *(out for _, _, out, _, _ in BLOCKS)]
        blocks = [
            GhostBottleneck(
                before, expanded, out, kernel, stride, se_ratio=0.25 if squeezes else 0.0
            )
            for before, (kernel, expanded, out, stride, squeezes) in zip(
                widths, BLOCKS, strict=False
            )
        ]
        self.fine = nn.SequentialCell(ConvBnAct(3, STEM, 3, 2), *blocks[:FINE])
        self.expand = conv_norm_relu6(widths[FINE], 6 * widths[FINE], 1)
        self.coarse = nn.SequentialCell(*blocks[FINE:], ConvBnAct(widths[-1], 1248, 1))

    def construct(self, images: Tensor) -> tuple[Tensor, Tensor]:
        fine = self.fine(images)
        return self.expand(fine), self.coarse(fine)
