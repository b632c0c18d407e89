"""Counts multiply-adds while a network runs, by hooks on MindSpore's primitive operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from catalog.smoke.probe import operation_costs as products


@contextmanager
def counting() -> Iterator[list[int]]:
    """The multiply-adds of every counted operation that runs meanwhile, in order."""
    counts: list[int] = []
    kinds = {kind: kind.__call__ for kind in _primitives()}
    try:
        for kind, original in kinds.items():
            kind.__call__ = _counted(original, products.FORMULAS[kind.__name__], counts)
        yield counts
    finally:
        for kind, original in kinds.items():
            kind.__call__ = original


def _primitives() -> list[Any]:
    from mindspore.ops import operations
    from mindspore.ops.auto_generate import gen_ops_prim

    found = (
        getattr(operations, name, None) or getattr(gen_ops_prim, name, None)
        for name in products.FORMULAS
    )
    return [kind for kind in found if kind is not None]


def _counted(
    original: Callable[..., Any], formula: products.Formula, counts: list[int]
) -> Callable[..., Any]:
    def call(primitive: Any, *operands: Any) -> Any:
        result = original(primitive, *operands)
        shapes = [operand.shape for operand in operands if hasattr(operand, "shape")]
        counts.append(formula(shapes, result.shape, bool(getattr(primitive, "transpose_a", False))))
        return result

    return call
