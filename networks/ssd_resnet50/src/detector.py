"""SSD on the last three stages of ResNet-50 and two coarser maps.

Source of ResNet-50: He et al., CVPR 2016, arXiv:1512.03385, table 1. The published detector of this
name lays no top-down path over its pyramid of maps: each map is predicted from alone, as in SSD
(Liu et al., ECCV 2016, arXiv:1512.02325, section 2.1), and its figures hold for that network.
"""

from mindcv.models import resnet50
from mindspore import Tensor, nn

from single_shot.boxes import SeparableBoxes, conv_norm_relu6

CHANNELS = (512, 1024, 512, 256, 256)
ANCHORS = (6, 6, 6, 6, 6)
BOXES = (80**2 + 40**2 + 20**2 + 10**2 + 5**2) * 6


class SSD640(nn.Cell):
    """Five feature maps of sides 80 to 5, predicted from by SSDLite's separable convolutions.

    Input ``(N, 3, 640, 640)``; outputs: offsets ``(N, 51150, 4)``, scores ``(N, 51150, classes)``
    before the sigmoid.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.backbone = resnet50(features_only=True, out_indices=[2, 3, 4])
        self.reduce = conv_norm_relu6(2048, 512)
        self.sixth = nn.SequentialCell(
            conv_norm_relu6(512, 256), conv_norm_relu6(256, 256, stride=2)
        )
        self.seventh = conv_norm_relu6(256, 256, stride=2)
        self.predict = SeparableBoxes(CHANNELS, ANCHORS, BOXES, classes)

    def construct(self, images: Tensor) -> tuple[Tensor, Tensor]:
        third, fourth, last = self.backbone(images)
        fifth = self.reduce(last)
        sixth = self.sixth(fifth)
        return self.predict([third, fourth, fifth, sixth, self.seventh(sixth)])
