"""The first forward pass: of all trials of the declared inputs, the first that runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.proof.failures import Refused, explain_error, is_out_of_memory
from catalog.smoke.probe.answer import Answer
from catalog.smoke.probe.count_operations import count_multiply_adds
from catalog.smoke.probe.layouts import Trial, list_trials, shape_words
from catalog.smoke.probe.steps.arrays import is_finite, random_arrays, run_network


class ForwardRun:
    """A network with the inputs that it ran on, and its outputs, as NumPy arrays."""

    def __init__(self, network: Any, trial: Trial, dtypes: Sequence[str]) -> None:
        self.network = network
        self.trial = trial
        self.dtypes = dtypes
        self.inputs = random_arrays(trial.shapes, dtypes)
        with count_multiply_adds() as counts:
            self.outputs = run_network(network, self.inputs, dtypes)
        self.multiply_adds = sum(counts)


def run_forward(
    network: Any, inputs: Sequence[Mapping[str, Any]], resolution: Sequence[int], answer: Answer
) -> ForwardRun:
    """The first trial that runs; ``answer`` gets how it runs, the output shapes and multiply-adds.

    ``resolution`` is the height and the width that the card's tables state, or empty.

    Raises:
        Refused: no trial runs, with the first and its reason in words; or there is no output.
    """
    refused: list[dict[str, Any]] = []
    dtypes = [tensor["dtype"] or "float32" for tensor in inputs] or ["float32"]
    declared = [(tuple(tensor["shape"]), tensor["layout"]) for tensor in inputs]
    for trial in list_trials(declared, resolution):
        answer.begin("network", f"running the network at {shape_words(trial.shapes)}")
        try:
            forward = ForwardRun(network, trial, dtypes)
        except Exception as error:
            if is_out_of_memory(error):
                raise
            refused.append(_refusal(trial, error))
            answer.tell({"refused": refused})
            continue
        answer.tell(_forward_facts(forward))
        return forward
    answer.begin("network", "running the network")
    first = refused[0]
    kind = first["failure"] if first["failure"] != "raised" else "bad-input-shape"
    words = f"{first['words']}, {first['shapes']}: {first['reason']}"
    raise Refused(kind, f"runs in none of the ways tried ({len(refused)}); {words}")


def _forward_facts(forward: ForwardRun) -> dict[str, Any]:
    """The trial, the shapes of the outputs, which of them are infinite, and the multiply-adds.

    Raises:
        Refused: there is no output.
    """
    import numpy as np

    trial = forward.trial
    if not forward.outputs:
        raise Refused("no-output", f"runs at {shape_words(trial.shapes)}, but gives no tensor")
    return {
        "ran": {
            "kind": trial.kind,
            "words": trial.words,
            "layouts": list(trial.layouts),
            "shapes": [list(shape) for shape in trial.shapes],
        },
        "outputs": [list(np.shape(output)) for output in forward.outputs],
        "multiply_adds": forward.multiply_adds,
        "infinite": [
            number
            for number, output in enumerate(forward.outputs)
            if output.dtype.kind == "f" and not is_finite(output)
        ],
    }


def _refusal(trial: Trial, error: Exception) -> dict[str, Any]:
    failure = explain_error(error)
    return {
        "words": trial.words,
        "shapes": shape_words(trial.shapes),
        "kind": trial.kind,
        "layouts": list(trial.layouts),
        "reason": failure.words,
        "failure": failure.kind,
    }
