"""Forward passes: the first trial of the declared inputs that runs, and what a second pass and a batch of two give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.proof import failures as reasons
from catalog.proof.failures import Refused
from catalog.smoke.probe import layouts
from catalog.smoke.probe.answer import Answer
from catalog.smoke.probe.count_operations import counting
from catalog.smoke.probe.layouts import Trial

_MOST_OUTPUTS = 32
# Sums in another order differ by some units in the last place, times the depth of the network.
_BATCH_TOLERANCE = 1e-3
# Untrained networks may blow up what rounding begins: then that is measured, and some times as much is allowed.
_LAST_PLACES = 2.0**-22
_TIMES_ROUNDING = 8
_MOST_AMPLIFIED = 0.05


class Ran:
    """A network with the inputs that it ran on, and its outputs, as NumPy arrays."""

    def __init__(self, network: Any, trial: Trial, dtypes: Sequence[str]) -> None:
        self.network = network
        self.trial = trial
        self.dtypes = dtypes
        self.inputs = arrays(trial.shapes, dtypes)
        with counting() as counts:
            self.outputs = outputs(network, self.inputs, dtypes)
        self.multiply_adds = sum(counts)


def run(
    network: Any, inputs: Sequence[Mapping[str, Any]], resolution: Sequence[int], answer: Answer
) -> Ran:
    """The first trial that works; tells how the network runs, with output shapes and multiply-adds.

    ``resolution`` is the height and the width that the card's tables state, or nothing.

    Raises:
        Refused: no trial works, with what was tried first and why it did not, or the network gives no tensor.
    """
    refused: list[dict[str, Any]] = []
    dtypes = [each["dtype"] or "float32" for each in inputs] or ["float32"]
    declared = [(tuple(each["shape"]), each["layout"]) for each in inputs]
    for trial in layouts.trials(declared, resolution):
        answer.step("network", f"running the network at {named(trial.shapes)}")
        try:
            ran = Ran(network, trial, dtypes)
        except Exception as error:
            if reasons.is_memory(error):
                raise
            refused.append(_refusal(trial, error))
            answer.tell({"refused": refused})
            continue
        tell(ran, answer)
        return ran
    answer.step("network", "running the network")
    first = refused[0]
    kind = first["failure"] if first["failure"] != "raised" else "bad-input-shape"
    words = f"{first['words']}, {first['shapes']}: {first['reason']}"
    raise Refused(kind, f"runs in none of the ways tried ({len(refused)}); {words}")


def tell(ran: Ran, answer: Answer) -> None:
    """Tells the trial, the shapes of the outputs, whether they are finite, and the multiply-adds.

    Raises:
        Refused: there are none.
    """
    import numpy as np

    trial = ran.trial
    how = {"kind": trial.kind, "words": trial.words, "layouts": list(trial.layouts)}
    shapes = [list(shape) for shape in trial.shapes]
    if not ran.outputs:
        raise Refused("no-output", f"runs at {named(trial.shapes)}, but gives no tensor")
    infinite = [
        number
        for number, each in enumerate(ran.outputs)
        if each.dtype.kind == "f" and not _is_finite(each)
    ]
    answer.tell(
        {
            "ran": {**how, "shapes": shapes},
            "outputs": [list(np.shape(each)) for each in ran.outputs],
            "multiply_adds": ran.multiply_adds,
            "infinite": infinite,
        }
    )


def repeat(ran: Ran) -> dict[str, Any]:
    """How far the outputs of a second pass over the same inputs are from the first, at most: 0 where they are equal."""
    again = outputs(ran.network, ran.inputs, ran.dtypes)
    return {
        "worst": max(
            (_distance(first, second) for first, second in zip(ran.outputs, again, strict=True))
        )
    }


def batch(ran: Ran) -> dict[str, Any]:
    """How far the outputs for an input are from those for it in a batch of two, as a fraction of the largest output.

    Only where each input and each output begins with a batch axis of 1; else ``skipped`` says why not.
    """
    import numpy as np

    shapes = [*ran.trial.shapes, *(each.shape for each in ran.outputs)]
    if any(not shape or shape[0] != 1 for shape in shapes):
        return {"skipped": "an input or an output has no batch axis of 1"}
    others = arrays(ran.trial.shapes, ran.dtypes, seed=1)
    pair = [np.concatenate(two) for two in zip(ran.inputs, others, strict=True)]
    found = outputs(ran.network, pair, ran.dtypes)
    if any(each.shape[:1] != (2,) for each in found):
        return {"skipped": "an output of a batch of 2 does not begin with 2"}
    worst = _relative(ran.outputs, [two[:1] for two in found])
    if worst <= _BATCH_TOLERANCE:
        return {"worst": worst, "tolerance": _BATCH_TOLERANCE}
    allowed = min(_MOST_AMPLIFIED, _TIMES_ROUNDING * _rounding(ran))
    return {"worst": worst, "tolerance": max(_BATCH_TOLERANCE, allowed)}


def _rounding(ran: Ran) -> float:
    """How far outputs move where inputs are off by some units in the last place; 0 where chance moves them, too."""
    import numpy as np

    if repeat(ran)["worst"]:
        return 0.0
    noise = np.random.default_rng(4)
    shaken = [
        each * (1 + _LAST_PLACES * noise.standard_normal(each.shape, np.float32))
        if each.dtype.kind == "f"
        else each
        for each in ran.inputs
    ]
    return _relative(ran.outputs, outputs(ran.network, shaken, ran.dtypes))


def _relative(ones: Sequence[Any], others: Sequence[Any]) -> float:
    """The largest difference, as a fraction of the largest number of its output."""
    import numpy as np

    return max(
        _distance(one, other) / max(float(np.max(np.abs(one), initial=0)), 1e-6)
        for one, other in zip(ones, others, strict=True)
    )


def arrays(shapes: Sequence[Sequence[int]], dtypes: Sequence[str], seed: int = 0) -> list[Any]:
    """An array for each shape: normal noise where its type is a float, else zeros."""
    import numpy as np

    noise = np.random.default_rng(seed)
    return [
        noise.standard_normal(shape, np.float32) if "float" in dtype else np.zeros(shape)
        for shape, dtype in zip(shapes, dtypes, strict=True)
    ]


def tensors(inputs: Sequence[Any], dtypes: Sequence[str]) -> list[Any]:
    """The inputs as MindSpore's tensors of the declared types."""
    import mindspore

    kinds = [getattr(mindspore, dtype.replace("bool", "bool_")) for dtype in dtypes]
    return [mindspore.Tensor(values, kind) for values, kind in zip(inputs, kinds, strict=True)]


def outputs(network: Any, inputs: Sequence[Any], dtypes: Sequence[str]) -> list[Any]:
    """The first outputs of one pass, as arrays."""
    # Operations run behind the call: an error may show only where a value is wanted.
    return [
        each.asnumpy() for each in list(flat(network(*tensors(inputs, dtypes))))[:_MOST_OUTPUTS]
    ]


def flat(value: Any) -> Iterator[Any]:
    """All tensors in ``value``, whatever tuples, lists and mappings they stand in."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from flat(item)
    elif hasattr(value, "asnumpy"):
        yield value


def named(shapes: Sequence[Sequence[int]]) -> str:
    """The shapes in words: ``1x3x224x224``."""
    return ", ".join("x".join(map(str, shape)) for shape in shapes)


def _refusal(trial: Trial, error: Exception) -> dict[str, Any]:
    why = reasons.of_error(error)
    return {
        "words": trial.words,
        "shapes": named(trial.shapes),
        "kind": trial.kind,
        "layouts": list(trial.layouts),
        "reason": why.words,
        "failure": why.kind,
    }


def _is_finite(values: Any) -> bool:
    import numpy as np

    return bool(np.isfinite(values).all())


def _distance(one: Any, other: Any) -> float:
    """The largest difference; 1e30 where the shapes differ or a number is infinite in one of them only."""
    import numpy as np

    if one.shape != other.shape:
        return 1e30
    if np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
        return 0.0
    with np.errstate(all="ignore"):
        worst = float(np.max(np.abs(one.astype(np.float64) - other.astype(np.float64))))
    return worst if np.isfinite(worst) else 1e30
