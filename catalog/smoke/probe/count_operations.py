"""Counts multiply-adds while a network runs, by hooks on MindSpore's primitive operations.

A multiply-add is one multiplication with the addition of its product, half of what "FLOPs" counts
in most tables. Counted are convolutions and matrix products, the figures of which papers sum up
(Sandler et al., arXiv:1801.04381, section 3.1; He et al., arXiv:1512.03385, table 1);
normalisation, activation and pooling are left out as there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

Shape = Sequence[int]
Formula = Callable[[Sequence[Shape], Shape, bool], int]


def convolution(operands: Sequence[Shape], result: Shape, _transposed: bool) -> int:
    """Each element of the result sums over a kernel: weight ``(C_out, C_in / groups, *kernel)``."""
    return math.prod(result) * math.prod(operands[1][1:])


def transposed_convolution(operands: Sequence[Shape], _result: Shape, _transposed: bool) -> int:
    """Each element of the input spreads over a kernel: ``(C_in, C_out / groups, *kernel)``."""
    return math.prod(operands[0]) * math.prod(operands[1][1:])


def matrix_product(operands: Sequence[Shape], result: Shape, transposed: bool) -> int:
    """Each element of the result sums over the inner axis of the operands.

    The first operand is ``(*, rows, inner)``; where ``transposed``, it is ``(*, inner, rows)``.
    """
    return math.prod(result) * operands[0][-2 if transposed and len(operands[0]) > 1 else -1]


# The names of MindSpore's primitives that are counted; a network uses others for the same work only
# in rare cases (recurrent cells, fused attention, a tensor's own matmul method), and then the count
# is too low.
FORMULAS: Mapping[str, Formula] = {
    "Conv2D": convolution,
    "Conv3D": convolution,
    "Conv1DExt": convolution,
    "Conv2DExt": convolution,
    "Conv3DExt": convolution,
    "Conv2DBackpropInput": transposed_convolution,
    "Conv2DTranspose": transposed_convolution,
    "Conv3DTranspose": transposed_convolution,
    "Dense": matrix_product,
    "MatMul": matrix_product,
    "MatMulExt": matrix_product,
    "BatchMatMul": matrix_product,
    "BatchMatMulExt": matrix_product,
}


@contextmanager
def count_multiply_adds() -> Iterator[list[int]]:
    """The multiply-adds of every counted operation that runs in the block, in order."""
    counts: list[int] = []
    kinds = {kind: kind.__call__ for kind in _primitives()}
    try:
        for kind, original in kinds.items():
            kind.__call__ = _counted(original, FORMULAS[kind.__name__], counts)
        yield counts
    finally:
        for kind, original in kinds.items():
            kind.__call__ = original


def _primitives() -> list[Any]:
    from mindspore.ops import operations
    from mindspore.ops.auto_generate import gen_ops_prim

    kinds = (
        getattr(operations, name, None) or getattr(gen_ops_prim, name, None) for name in FORMULAS
    )
    return [kind for kind in kinds if kind is not None]


def _counted(
    original: Callable[..., Any], formula: Formula, counts: list[int]
) -> Callable[..., Any]:
    def call(primitive: Any, *operands: Any) -> Any:
        result = original(primitive, *operands)
        shapes = [operand.shape for operand in operands if hasattr(operand, "shape")]
        counts.append(formula(shapes, result.shape, bool(getattr(primitive, "transpose_a", False))))
        return result

    return call
