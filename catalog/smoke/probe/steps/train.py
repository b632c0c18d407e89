"""One training step: the trainable parameters with no gradient, or with an infinite one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.smoke.probe.layouts import Shape, shape_words
from catalog.smoke.probe.steps.arrays import as_tensors, flat_tensors, random_arrays, run_network
from catalog.smoke.probe.steps.forward import ForwardRun

_MOST_NAMES = 5
# Normalisation over a batch of one item has no gradient where a channel holds one number.
_ITEMS = 2
# Multiply-adds of a pass over large images, on which normalisation has enough numbers to work on in
# one item.
_HEAVY = 20 * 10**9
_LARGE = 128


def train_step(forward: ForwardRun) -> dict[str, Any]:
    """How many trainable parameters get no gradient, or an infinite one, and their first names.

    An image is halved first, which costs a quarter; where that does not run or shows a fault, it is
    taken whole.
    """
    full = _batched(forward)
    half = _halved(full, forward.trial.layouts)
    if half != full and _runs(forward, half):
        faults = _gradients(forward, half)
        if not faults["zero"] and not faults["infinite"]:
            return {**faults, "shapes": shape_words(half)}
    return {**_gradients(forward, full), "shapes": shape_words(full)}


def _runs(forward: ForwardRun, shapes: Sequence[Shape]) -> bool:
    """Whether the network takes ``shapes`` in training, where it may have further heads.

    It is tried without gradients: MindSpore cannot train after a training step that raised.
    """
    _switch_to_training(forward.network)
    try:
        run_network(forward.network, random_arrays(shapes, forward.dtypes), forward.dtypes)
    except Exception:  # noqa: BLE001 - a network's code may raise anything
        return False
    return True


def _gradients(forward: ForwardRun, shapes: Sequence[Shape]) -> dict[str, Any]:
    """The faults of one step at ``shapes``.

    The loss is the sum of all outputs, of auxiliary heads too, each number with a random weight of
    its own: the plain sum of a softmax or of a layer normalisation is constant. Layers that drop at
    random are left in evaluation mode.
    """
    import mindspore
    import numpy as np

    network = forward.network
    _switch_to_training(network)
    weights = mindspore.ParameterTuple(network.trainable_params())
    inputs = as_tensors(random_arrays(shapes, forward.dtypes, seed=3), forward.dtypes)
    differentiate = mindspore.value_and_grad(lambda *data: _loss(network(*data)), None, weights)
    gradients = differentiate(*inputs)[1]
    network.set_train(False)
    zero, infinite = [], []
    for parameter, gradient in zip(weights, gradients, strict=True):
        values = gradient.asnumpy()
        if not np.isfinite(values).all():
            infinite.append(parameter.name)
        elif not values.any():
            zero.append(parameter.name)
    return {"parameters": len(weights), **_listed("zero", zero), **_listed("infinite", infinite)}


def _loss(outputs: Any) -> Any:
    import mindspore
    import numpy as np

    noise = np.random.default_rng(2)
    total = 0.0
    floats = (mindspore.float32, mindspore.float16, mindspore.bfloat16)
    for output in flat_tensors(outputs):
        if output.dtype in floats:
            values = noise.standard_normal(output.shape, np.float32)
            scale = mindspore.Tensor(values).astype(output.dtype)
            total = total + (output * scale).sum()
    return total


def _switch_to_training(network: Any) -> None:
    network.set_train(True)
    for _, cell in network.cells_and_names():
        if "drop" in type(cell).__name__.lower():
            cell.set_train(False)


def _batched(forward: ForwardRun) -> list[Shape]:
    """The shapes that ran, as a batch of two where their batch is 1 and a pass is not heavy."""
    shapes = forward.trial.shapes
    all_shapes = (*shapes, *(output.shape for output in forward.outputs))
    if forward.multiply_adds < _HEAVY and all(shape[:1] == (1,) for shape in all_shapes):
        return [(_ITEMS, *shape[1:]) for shape in shapes]
    return list(shapes)


def _halved(shapes: list[Shape], layouts: Sequence[str]) -> list[Shape]:
    """One large image at half its height and width; else ``shapes``."""
    match shapes, layouts:
        case [(items, channels, height, width)], ("NCHW",) if min(height, width) >= _LARGE:
            return [(items, channels, height // 2, width // 2)]
    return shapes


def _listed(kind: str, names: list[str]) -> dict[str, Any]:
    return {kind: len(names), f"{kind}_names": names[:_MOST_NAMES]}
