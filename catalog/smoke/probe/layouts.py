"""The shapes that a declared input may mean, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Shape = tuple[int, ...]
Tensor = tuple[Shape, str]
TrialKind = Literal["declared", "batch", "transposed", "standard"]

# Sides in pixels at which published image networks run, the commonest first.
STANDARD_SIDES = (224, 256, 299, 300, 320, 384, 416, 512, 640)
_CHANNELS_FIRST = "with a batch axis and the channels in front"
_CHANNELS_LAST = "with a batch axis in front and the channels at the end"
_COLOURS = 3
_MOST_CHANNELS = 4


@dataclass(frozen=True)
class Trial:
    """A way to feed a network: a shape and a layout an input, and in words what was changed."""

    kind: TrialKind
    words: str
    shapes: tuple[Shape, ...]
    layouts: tuple[str, ...]


def list_trials(declared: Sequence[Tensor], resolution: Sequence[int] = ()) -> list[Trial]:
    """Every way to read ``declared``, a shape and a layout (or "") an input; the literal way first.

    Where no input is declared, ``resolution`` is taken, a height and a width of the card's tables.
    The usual image sizes come last: a network that runs only there contradicts what its card
    declares.
    """
    ways: list[Trial] = []
    if declared:
        ways += [
            _all("declared", "as declared", declared, _as_it_is),
            _all("batch", "with a batch axis in front", declared, _with_batch),
            _all("transposed", _CHANNELS_FIRST, declared, _channels_first),
            _all("transposed", _CHANNELS_LAST, declared, _channels_last),
        ]
    elif resolution:
        shape = (1, _COLOURS, *resolution)
        words = "at the resolution of the card's table"
        ways.append(Trial("declared", words, (shape,), ("NCHW",)))
    if len(declared) <= 1 and all(_is_image(tensor) for tensor in declared):
        channels = _channels(declared[0]) if declared else _COLOURS
        ways += [
            Trial("standard", "at a usual image size", ((1, channels, side, side),), ("NCHW",))
            for side in STANDARD_SIDES
        ]
    first: dict[tuple[Shape, ...], Trial] = {}
    for way in ways:
        first.setdefault(way.shapes, way)
    return list(first.values())


def image_layout(shape: Shape) -> str:
    """The layout of an image, by the axis that is short enough for channels; empty if unclear."""
    layouts = {3: ("CHW", "HWC"), 4: ("NCHW", "NHWC")}.get(len(shape), ())
    fitting = [layout for layout in layouts if shape[layout.index("C")] <= _MOST_CHANNELS]
    return fitting[0] if len(fitting) == 1 else ""


def shape_words(shapes: Iterable[Sequence[int]]) -> str:
    """The shapes in words: ``1x3x224x224, 1x10``."""
    return ", ".join("x".join(map(str, shape)) for shape in shapes)


def _all(
    kind: TrialKind, words: str, declared: Sequence[Tensor], read: Callable[[Tensor], Tensor | None]
) -> Trial:
    """The same reading for every input; an input that cannot be read so stays as it is."""
    tensors = [read(tensor) or tensor for tensor in declared]
    shapes = tuple(shape for shape, _ in tensors)
    return Trial(kind, words, shapes, tuple(layout for _, layout in tensors))


def _as_it_is(tensor: Tensor) -> Tensor:
    """The tensor with the layout that its sizes show, else with the declared layout."""
    shape, layout = tensor
    return shape, (image_layout(shape) if _is_image(tensor) else "") or layout


def _with_batch(tensor: Tensor) -> Tensor | None:
    shape, layout = _as_it_is(tensor)
    if "N" in layout or (not layout and len(shape) > 3):
        return None
    return (1, *shape), f"N{layout}" if layout else ""


def _channels_first(tensor: Tensor) -> Tensor | None:
    if not _may_be(tensor, "HWC"):
        return None
    *batch, height, width, channels = tensor[0]
    return ((batch or [1])[0], channels, height, width), "NCHW"


def _channels_last(tensor: Tensor) -> Tensor | None:
    if not _may_be(tensor, "CHW"):
        return None
    *batch, channels, height, width = tensor[0]
    return ((batch or [1])[0], height, width, channels), "NHWC"


def _may_be(tensor: Tensor, order: str) -> bool:
    """Whether the tensor is an image whose last three axes have this order, or any."""
    return _is_image(tensor) and _as_it_is(tensor)[1].replace("N", "") in {order, ""}


def _is_image(tensor: Tensor) -> bool:
    shape, layout = tensor
    return len(shape) in {3, 4} and set(layout) <= set("NCHW")


def _channels(tensor: Tensor) -> int:
    shape, layout = _as_it_is(tensor)
    channels = shape[layout.index("C")] if "C" in layout else _COLOURS
    return channels if channels <= _MOST_CHANNELS else _COLOURS
