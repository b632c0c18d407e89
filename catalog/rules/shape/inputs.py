"""SHP1: shapes and layouts of the tensors that a model takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model import Card, Hit, Hub, Route
from catalog.rules.define import rule
from catalog.rules.module_types import domain_and_task

_SIZE = re.compile(r"[1-9]\d{0,9}")
_CHANNELS = (1, 3, 4)


def _shapes(card: Card) -> Iterator[tuple[Route, object]]:
    """Every shape of the card: its route and what stands there."""
    value = card.value("input-shape")
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        yield from ((("input-shape", index), item) for index, item in enumerate(value))
    elif value not in (None, ""):
        yield ("input-shape",), value
    entries = card.value("inputs")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        shape = card.value("inputs", index, "shape")
        if shape not in (None, ""):
            yield ("inputs", index, "shape"), shape


@rule("SHP101", "shape-not-a-tensor", "error")
def shape_not_a_tensor(card: Card, hub: Hub) -> Iterator[Hit]:
    """A shape is not a list of positive whole numbers.

    bad:
        input-shape: [224, 224, RGB]

    bad:
        input-shape: 224x224

    bad:
        input-shape: [0, 3, 224, 224]

    good:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]
    """
    for route, shape in _shapes(card):
        if not isinstance(shape, list) or not shape:
            yield Hit(
                card,
                route,
                f"{shape!r} is no shape",
                "write the sizes as a list, such as [1, 3, 224, 224]",
            )
            continue
        for index, size in enumerate(shape):
            if not isinstance(size, str) or not _SIZE.fullmatch(size):
                message = f"size {index + 1} of the shape is {size!r}, not a positive whole number"
                yield Hit(
                    card, (*route, index), message, "write the size that the network was built for"
                )


@rule("SHP102", "undeclared-layout", "warning")
def undeclared_layout(card: Card, hub: Hub) -> Iterator[Hit]:
    """The input shape does not say which axis is which.

    `[224, 224, 3]` may be the picture as it is stored, while the network wants channels first. Whoever builds the input
    tensor has to try.

    bad:
        input-shape: [224, 224, 3]

    good:
        inputs: [{name: image, shape: [1, 3, 224, 224], layout: NCHW, dtype: float32}]
    """
    if card.value("input-shape") is not None and card.value("inputs") is None:
        hint = "write inputs: with name, shape, layout (such as NCHW) and dtype"
        yield Hit(card, ("input-shape",), "input-shape does not declare its layout", hint)


@rule("SHP103", "layout-of-other-rank", "error")
def layout_of_other_rank(card: Card, hub: Hub) -> Iterator[Hit]:
    """The layout has more or fewer letters than the shape has axes.

    bad:
        inputs: [{shape: [3, 224, 224], layout: NCHW}]

    good:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]
    """
    for index, shape, layout in _declared(card):
        if len(shape) != len(layout):
            message = f"layout {layout!r} names {len(layout)} axes, the shape has {len(shape)}"
            yield Hit(
                card,
                ("inputs", index, "layout"),
                message,
                "write one letter for each axis, batch included",
            )


@rule("SHP104", "channels-elsewhere", "error")
def channels_elsewhere(card: Card, hub: Hub) -> Iterator[Hit]:
    """The layout puts the channels where the shape has a side of the picture.

    bad:
        inputs: [{shape: [1, 224, 224, 3], layout: NCHW}]

    good:
        inputs: [{shape: [1, 224, 224, 3], layout: NHWC}]
    """
    for index, shape, layout in _declared(card):
        if sorted(layout.replace("N", "")) != ["C", "H", "W"] or len(shape) != len(layout):
            continue
        channels = shape[layout.index("C")]
        others = [shape[layout.index(letter)] for letter in "HW"]
        if channels not in _CHANNELS and any(size in _CHANNELS for size in others):
            message = f"layout {layout!r} gives the picture {channels} channels"
            other = (
                layout.replace("C", "") + "C"
                if layout.index("C") < layout.index("H")
                else "NCHW"[-len(layout) :]
            )
            yield Hit(
                card, ("inputs", index, "layout"), message, f"write '{other}', or turn the shape"
            )


def _declared(card: Card) -> Iterator[tuple[int, list[int], str]]:
    entries = card.value("inputs")
    for index in range(len(entries) if isinstance(entries, list) else 0):
        shape, layout = card.value("inputs", index, "shape"), card.text("inputs", index, "layout")
        if (
            layout
            and isinstance(shape, list)
            and all(isinstance(size, str) and _SIZE.fullmatch(size) for size in shape)
        ):
            yield index, [int(size) for size in shape], layout


_SIDE = re.compile(
    r"(?:ssd[_-]?|shape|[_-])(224|256|299|300|320|384|416|448|512|608|640)(?![0-9a-z])"
)
_SSD_SIDES = ("300", "320", "512", "640")


@rule("SHP105", "shape-against-name", "warning")
def shape_against_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The picture is of another size than the model's name says.

    Many networks are named after the side of their input: SSD300, ViT-B/32-224, YOLOv5 at 640. The boxes of an SSD are
    laid out for one of 300, 320, 512 or 640 pixels, whatever its name.

    bad:
        model-name: ssd300
        inputs: [{shape: [1, 3, 227, 227], layout: NCHW}]

    bad:
        model-name: ssd_resnet50
        inputs: [{shape: [1, 3, 227, 227], layout: NCHW}]

    good:
        model-name: ssd300
        inputs: [{shape: [1, 3, 300, 300], layout: NCHW}]
    """
    names = f"{card.text('model-name')} {card.title} {card.uid.file_name}".lower()
    named = _SIDE.findall(names)
    sides = tuple(named) if named else _SSD_SIDES if re.search(r"(?<![a-z])ssd", names) else ()
    for route, shape in _shapes(card) if sides else ():
        sizes = [size for size in shape if isinstance(size, str)] if isinstance(shape, list) else []
        if len(sizes) >= 3 and not set(sides) & set(sizes):
            picture = " × ".join(sizes)
            why = (
                f"the model is named after {named[0]}"
                if named
                else "an SSD is laid out for another size"
            )
            wanted = " or ".join(dict.fromkeys(sides))
            hint = f"write the shape for {wanted} pixels, or the model's right name"
            yield Hit(card, route, f"a picture of {picture}, but {why}", hint)


@rule("SHP106", "picture-without-pixels", "warning")
def picture_without_pixels(card: Card, hub: Hub) -> Iterator[Hit]:
    """A model of text, graphs or recommendations takes a picture.

    A shape such as `[227, 227, 3]` on a language model was pasted from another card.

    bad:
        module-type: nlp
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/official/nlp/bert>
        input-shape: [227, 227, 3]

    good:
        module-type: nlp
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/official/nlp/bert>
        inputs: [{name: tokens, shape: [1, 128], layout: NL, dtype: int32}]
    """
    domain, _ = domain_and_task(card.text("module-type"), hub)
    if domain not in ("nlp", "recommend", "gnn"):
        return
    for route, shape in _shapes(card):
        sizes = [int(size) for size in shape if _is_size(size)] if isinstance(shape, list) else []
        if len(sizes) in (3, 4) and (sizes[-1] == 3 or sizes[-3] == 3) and max(sizes) >= 28:
            picture = " × ".join(map(str, sizes))
            yield Hit(
                card,
                route,
                f"a picture of {picture} as input of a model of {domain}",
                "write what the model takes",
            )


def _is_size(size: object) -> bool:
    return isinstance(size, str) and _SIZE.fullmatch(size) is not None


@rule("SHP107", "layout-with-strange-letter", "info")
def layout_with_strange_letter(card: Card, hub: Hub) -> Iterator[Hit]:
    """A letter stands twice in the layout, or is not one of the usual ones.

    bad:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHH}]

    good:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]
    """
    for index, _, layout in _declared(card):
        strange = sorted(
            {letter for letter in layout if letter not in "NCDHWLTFE" or layout.count(letter) > 1}
        )
        if strange:
            message = f"the layout {layout!r} has {', '.join(strange)} twice or is not known"
            hint = "N batch, C channels, D depth or features, H height, W width, L tokens, T time"
            yield Hit(card, ("inputs", index, "layout"), message, hint)


_LAYOUTS = (
    "NCHW",
    "NHWC",
    "CHW",
    "HWC",
    "HW",
    "NHW",
    "NCDHW",
    "NDHWC",
    "NCT",
    "NTC",
    "NCL",
    "NLC",
    "NLD",
    "NTCHW",
    "NCTHW",
)


@rule("SHP108", "unknown-layout", "warning")
def unknown_layout(card: Card, hub: Hub) -> Iterator[Hit]:
    """The layout has the letters of a known one in an order that nobody uses.

    bad:
        inputs: [{shape: [1, 3, 224, 224], layout: NCWH}]

    good:
        inputs: [{shape: [1, 3, 224, 224], layout: NCHW}]
    """
    for index, _, layout in _declared(card):
        alike = [usual for usual in _LAYOUTS if sorted(usual) == sorted(layout)]
        if alike and layout not in alike:
            message = f"layout {layout!r} is no usual order of axes"
            yield Hit(card, ("inputs", index, "layout"), message, f"is it {' or '.join(alike)}?")
