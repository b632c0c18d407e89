"""Inputs and outputs of networks as NumPy arrays, and how far arrays differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_MOST_OUTPUTS = 32
_FURTHEST = 1e30


def random_arrays(
    shapes: Sequence[Sequence[int]], dtypes: Sequence[str], seed: int = 0
) -> list[Any]:
    """An array for each shape: normal noise where its type is a float, else zeros."""
    import numpy as np

    noise = np.random.default_rng(seed)
    return [
        noise.standard_normal(shape, np.float32) if "float" in dtype else np.zeros(shape)
        for shape, dtype in zip(shapes, dtypes, strict=True)
    ]


def as_tensors(arrays: Sequence[Any], dtypes: Sequence[str]) -> list[Any]:
    """The arrays as MindSpore's tensors of the declared types."""
    import mindspore

    kinds = [getattr(mindspore, dtype.replace("bool", "bool_")) for dtype in dtypes]
    return [mindspore.Tensor(values, kind) for values, kind in zip(arrays, kinds, strict=True)]


def run_network(network: Any, arrays: Sequence[Any], dtypes: Sequence[str]) -> list[Any]:
    """The first outputs of one pass over the inputs ``arrays``, as arrays."""
    tensors = list(flat_tensors(network(*as_tensors(arrays, dtypes))))
    # Operations run behind the call: an error may show only where a value is wanted.
    return [tensor.asnumpy() for tensor in tensors[:_MOST_OUTPUTS]]


def flat_tensors(value: Any) -> Iterator[Any]:
    """All tensors in ``value``, in whatever tuples, lists and mappings they stand."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from flat_tensors(item)
    elif hasattr(value, "asnumpy"):
        yield value


def is_finite(values: Any) -> bool:
    """Whether all numbers are finite."""
    import numpy as np

    return bool(np.isfinite(values).all())


def distance(values: Any, others: Any) -> float:
    """The largest difference; 1e30 where shapes differ or only one of the arrays is infinite."""
    import numpy as np

    if values.shape != others.shape:
        return _FURTHEST
    if np.array_equal(values, others, equal_nan=values.dtype.kind == "f"):
        return 0.0
    with np.errstate(all="ignore"):
        worst = float(np.max(np.abs(values.astype(np.float64) - others.astype(np.float64))))
    return worst if np.isfinite(worst) else _FURTHEST


def relative_distance(outputs: Sequence[Any], others: Sequence[Any]) -> float:
    """The largest difference of any output, as a fraction of the largest number of that output."""
    import numpy as np

    return max(
        distance(values, other) / max(float(np.max(np.abs(values), initial=0)), 1e-6)
        for values, other in zip(outputs, others, strict=True)
    )
