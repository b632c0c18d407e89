"""Whether a network agrees with itself: in a second pass, and in a batch of two."""

from __future__ import annotations

from typing import Any

from catalog.smoke.probe.steps.arrays import (
    distance,
    random_arrays,
    relative_distance,
    run_network,
)
from catalog.smoke.probe.steps.forward import ForwardRun

# Sums in another order differ by some units in the last place, times the depth of the network.
_BATCH_TOLERANCE = 1e-3
# Untrained networks may amplify rounding: that is measured then, and some times as much is allowed.
_LAST_PLACES = 2.0**-22
_TIMES_ROUNDING = 8
_MOST_AMPLIFIED = 0.05


def compare_repeat(forward: ForwardRun) -> dict[str, Any]:
    """The largest difference between the outputs of two passes over the same inputs."""
    again = run_network(forward.network, forward.inputs, forward.dtypes)
    pairs = zip(forward.outputs, again, strict=True)
    return {"worst": max(distance(first, second) for first, second in pairs)}


def compare_batch(forward: ForwardRun) -> dict[str, Any]:
    """The largest difference between the outputs for an input alone and in a batch of two.

    It is a fraction of the largest output. Without a batch axis of 1 in front of each input and
    each output nothing is measured, and ``skipped`` says so.
    """
    import numpy as np

    shapes = [*forward.trial.shapes, *(output.shape for output in forward.outputs)]
    if any(not shape or shape[0] != 1 for shape in shapes):
        return {"skipped": "an input or an output has no batch axis of 1"}
    others = random_arrays(forward.trial.shapes, forward.dtypes, seed=1)
    pairs = [np.concatenate(pair) for pair in zip(forward.inputs, others, strict=True)]
    outputs = run_network(forward.network, pairs, forward.dtypes)
    if any(output.shape[:1] != (2,) for output in outputs):
        return {"skipped": "an output of a batch of 2 does not begin with 2"}
    worst = relative_distance(forward.outputs, [output[:1] for output in outputs])
    if worst <= _BATCH_TOLERANCE:
        return {"worst": worst, "tolerance": _BATCH_TOLERANCE}
    allowed = min(_MOST_AMPLIFIED, _TIMES_ROUNDING * _rounding(forward))
    return {"worst": worst, "tolerance": max(_BATCH_TOLERANCE, allowed)}


def _rounding(forward: ForwardRun) -> float:
    """How far outputs move where inputs are off by some units in the last place.

    It is 0 where chance moves them, too.
    """
    import numpy as np

    if compare_repeat(forward)["worst"]:
        return 0.0
    noise = np.random.default_rng(4)
    shaken = [
        values * (1 + _LAST_PLACES * noise.standard_normal(values.shape, np.float32))
        if values.dtype.kind == "f"
        else values
        for values in forward.inputs
    ]
    outputs = run_network(forward.network, shaken, forward.dtypes)
    return relative_distance(forward.outputs, outputs)
