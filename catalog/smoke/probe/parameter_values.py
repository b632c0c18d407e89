"""Values for the parameters of a network that was built without them, which is far faster."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

# Below this many numbers the network's own initialiser is fast enough.
_MANY = 100_000
_RANDOM = {
    "HeNormal",
    "HeUniform",
    "Normal",
    "TruncatedNormal",
    "Uniform",
    "XavierNormal",
    "XavierUniform",
}


@contextmanager
def without_values() -> Iterator[None]:
    """Networks built in the block hold no values, where this MindSpore can do that."""
    with _switch():
        yield


def _switch() -> AbstractContextManager[None]:
    from contextlib import nullcontext

    try:
        utils = importlib.import_module("mindspore.nn.utils")
        return utils.no_init_parameters()  # type: ignore[no-any-return]  # untyped
    except (ImportError, AttributeError):
        return nullcontext()


def fill_parameters(network: Any) -> None:
    """Gives every parameter of ``network`` that has no value one like those of its initialiser.

    Large random ones are normal with the spread of He et al. (arXiv:1502.01852, section 2.2),
    whatever the distribution: shapes and counts do not depend on it.
    """
    import mindspore
    import numpy as np

    noise = np.random.default_rng(0)
    for parameter in network.get_parameters():
        if not getattr(parameter, "has_init", False):
            continue
        kind = type(getattr(parameter.init_mode, "init", None)).__name__
        if parameter.size < _MANY or kind not in _RANDOM or parameter.dtype != mindspore.float32:
            parameter.init_data()
            continue
        values = noise.standard_normal(parameter.shape, np.float32)
        values *= math.sqrt(2 / max(1, math.prod(parameter.shape[1:])))
        parameter.set_data(mindspore.Tensor.from_numpy(values))
