"""One training step: whether every trainable parameter gets a gradient that is finite and not zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.smoke.probe.layouts import Shape
from catalog.smoke.probe.steps.forward import Ran, arrays, flat, named, outputs, tensors

_MOST_NAMES = 5
# Normalisation over a batch of one item has no gradient where a channel holds one number.
_ITEMS = 2
# Multiply-adds of a pass over large images, on which normalisation has enough numbers to work on in one item.
_HEAVY = 20 * 10**9
_LARGE = 128


def step(ran: Ran) -> dict[str, Any]:
    """Which trainable parameters get no gradient, or an infinite one: how many there are, and the first names of each.

    An image is halved first, which costs a quarter; where that does not run or shows a fault, it is taken whole.
    """
    full = _batched(ran)
    half = _halved(full, ran.trial.layouts)
    if half != full and _runs(ran, half):
        found = _gradients(ran, half)
        if not found["zero"] and not found["infinite"]:
            return {**found, "shapes": named(half)}
    return {**_gradients(ran, full), "shapes": named(full)}


def _runs(ran: Ran, shapes: Sequence[Shape]) -> bool:
    """Whether the network takes ``shapes`` in training, where it may have further heads.

    That is found out without gradients: MindSpore cannot train after a training step that raised.
    """
    _switch_to_training(ran.network)
    try:
        outputs(ran.network, arrays(shapes, ran.dtypes), ran.dtypes)
    except Exception:  # noqa: BLE001 - a network's code may raise anything
        return False
    return True


def _gradients(ran: Ran, shapes: Sequence[Shape]) -> dict[str, Any]:
    """The faults of one step at ``shapes``.

    All outputs are summed, auxiliary heads too, each number with a random weight of its own: the plain sum of a
    softmax or of a layer normalisation is constant. Layers that drop at random are left in evaluation mode.
    """
    import mindspore
    import numpy as np

    network = ran.network
    _switch_to_training(network)
    weights = mindspore.ParameterTuple(network.trainable_params())
    inputs = tensors(arrays(shapes, ran.dtypes, seed=3), ran.dtypes)
    step = mindspore.value_and_grad(lambda *given: _loss(network(*given)), None, weights)
    gradients = step(*inputs)[1]
    network.set_train(False)
    zero, infinite = [], []
    for parameter, gradient in zip(weights, gradients, strict=True):
        values = gradient.asnumpy()
        if not np.isfinite(values).all():
            infinite.append(parameter.name)
        elif not values.any():
            zero.append(parameter.name)
    return {"parameters": len(weights), **_said("zero", zero), **_said("infinite", infinite)}


def _loss(given: Any) -> Any:
    import mindspore
    import numpy as np

    noise = np.random.default_rng(2)
    total = 0.0
    for each in flat(given):
        if each.dtype in (mindspore.float32, mindspore.float16, mindspore.bfloat16):
            scale = mindspore.Tensor(noise.standard_normal(each.shape, np.float32)).astype(
                each.dtype
            )
            total = total + (each * scale).sum()
    return total


def _switch_to_training(network: Any) -> None:
    network.set_train(True)
    for _, cell in network.cells_and_names():
        if "drop" in type(cell).__name__.lower():
            cell.set_train(False)


def _batched(ran: Ran) -> list[Shape]:
    """The shapes that ran, with a batch of two where they have a batch axis of one and a pass is not heavy."""
    shapes = ran.trial.shapes
    if ran.multiply_adds < _HEAVY and all(
        shape[:1] == (1,) for shape in (*shapes, *(each.shape for each in ran.outputs))
    ):
        return [(_ITEMS, *shape[1:]) for shape in shapes]
    return list(shapes)


def _halved(shapes: list[Shape], layouts: Sequence[str]) -> list[Shape]:
    """One large image at half its height and width; else ``shapes``."""
    match shapes, layouts:
        case [(items, channels, height, width)], ("NCHW",) if min(height, width) >= _LARGE:
            return [(items, channels, height // 2, width // 2)]
    return shapes


def _said(kind: str, names: list[str]) -> dict[str, Any]:
    return {kind: len(names), f"{kind}_names": names[:_MOST_NAMES]}
