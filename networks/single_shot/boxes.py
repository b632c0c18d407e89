"""Box and class predictors after SSD (Liu et al., ECCV 2016, arXiv:1512.02325, section 2.1)."""

from collections.abc import Sequence

from mindspore import Tensor, nn, ops


def conv_norm_relu6(
    channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1, group: int = 1
) -> nn.Cell:
    """Convolution, batch normalisation, ReLU6; a map's side s becomes ceil(s / stride)."""
    return nn.SequentialCell(
        nn.Conv2d(channels_in, channels_out, kernel, stride, pad_mode="same", group=group),
        nn.BatchNorm2d(channels_out),
        nn.ReLU6(),
    )


def separable_predictor(channels_in: int, channels_out: int) -> nn.Cell:
    """SSDLite's predictor: depthwise 3x3, then pointwise.

    Source: Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.2.
    """
    depthwise = conv_norm_relu6(channels_in, channels_in, group=channels_in)
    return nn.SequentialCell(depthwise, nn.Conv2d(channels_in, channels_out, 1, has_bias=True))


def in_rows(maps: Sequence[Tensor], boxes: int, width: int) -> Tensor:
    """``(N, boxes, width)`` from maps ``(N, anchors * width, H, W)``, the largest map first.

    The default boxes belong to one image size: the total over all maps has to be ``boxes``.
    """
    rows = [each.permute(0, 2, 3, 1).reshape(each.shape[0], -1) for each in maps]
    return ops.cat(rows, axis=1).reshape(maps[0].shape[0], boxes, width)


class SeparableBoxes(nn.Cell):
    """A predictor a feature map: offsets ``(N, boxes, 4)``, scores ``(N, boxes, classes)``."""

    def __init__(
        self, channels: Sequence[int], anchors: Sequence[int], boxes: int, classes: int
    ) -> None:
        super().__init__()
        self.boxes = boxes
        self.classes = classes
        sizes = list(zip(channels, anchors, strict=True))
        self.offsets = nn.CellList(
            [separable_predictor(width, 4 * count) for width, count in sizes]
        )
        self.scores = nn.CellList(
            [separable_predictor(width, classes * count) for width, count in sizes]
        )

    def construct(self, features: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        offsets = [
            predict(feature) for predict, feature in zip(self.offsets, features, strict=True)
        ]
        scores = [predict(feature) for predict, feature in zip(self.scores, features, strict=True)]
        return in_rows(offsets, self.boxes, 4), in_rows(scores, self.boxes, self.classes)
