"""SSD at 300x300 on a backbone of two feature maps, with SSDLite's separable predictors."""

from mindcv.models.mobilenetv2 import InvertedResidual
from mindspore import Tensor, nn

from single_shot.boxes import SeparableBoxes

ANCHORS = (3, 6, 6, 6, 6, 6)
BOXES = 19**2 * 3 + (10**2 + 5**2 + 3**2 + 2**2 + 1) * 6
# Channels and expansion of the four extra maps of sides 5, 3, 2 and 1.
EXTRAS = ((512, 0.2), (256, 0.25), (256, 0.5), (128, 0.25))


class SSD300(nn.Cell):
    """SSD (arXiv:1512.02325, section 2.1) with six feature maps of sides 19, 10, 5, 3, 2 and 1.

    ``backbone`` maps ``(N, 3, 300, 300)`` to ``(N, channels[0], 19, 19)`` and
    ``(N, channels[1], 10, 10)``. Input ``(N, 3, 300, 300)``; outputs: offsets ``(N, 1917, 4)`` and
    scores ``(N, 1917, classes)`` before the sigmoid.
    """

    def __init__(self, backbone: nn.Cell, channels: tuple[int, int], classes: int) -> None:
        super().__init__()
        self.backbone = backbone
        widths = [*channels, *(width for width, _ in EXTRAS)]
        self.extras = nn.CellList(
            [
                nn.SequentialCell(InvertedResidual(before, width, 2, expansion), nn.ReLU6())
                for before, (width, expansion) in zip(widths[1:], EXTRAS, strict=False)
            ]
        )
        self.predict = SeparableBoxes(widths, ANCHORS, BOXES, classes)

    def construct(self, images: Tensor) -> tuple[Tensor, Tensor]:
        fine, coarse = self.backbone(images)
        features = [fine, coarse]
        for extra in self.extras:
            features.append(extra(features[-1]))
        return self.predict(features)
