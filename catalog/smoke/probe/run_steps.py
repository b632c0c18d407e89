"""All steps of a measurement. Once the network runs, a step that fails stops no other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from catalog.proof.failures import MAX_WORDS, explain_error
from catalog.smoke.probe import confine
from catalog.smoke.probe.answer import Answer
from catalog.smoke.probe.build_network import build_network
from catalog.smoke.probe.packages import import_all
from catalog.smoke.probe.steps.agreement import compare_batch, compare_repeat
from catalog.smoke.probe.steps.export import export_network
from catalog.smoke.probe.steps.forward import ForwardRun, run_forward
from catalog.smoke.probe.steps.load_weights import load_weights, reproduce_outputs
from catalog.smoke.probe.steps.train import train_step

# The name of a step, what is done in it, in words, and what measures it.
Step = tuple[str, str, Callable[[], dict[str, Any]]]

_MOST_MODULES = 400


def run_steps(request: Mapping[str, Any], answer: Answer) -> None:
    """Measures the network of ``request`` step by step; ``answer`` gets the result of each."""
    try:
        confine.limit_resources(request["memory"])
        answer.begin("network", "importing MindSpore")
        import_all()
        answer.begin("network", "building the network")
        seed_random()
        network, name = build_network(request)
        answer.tell(
            {
                "network": type(network).__name__[:MAX_WORDS],
                "name": name,
                "parameters": count_parameters(network),
                "modules": module_names(network),
            }
        )
        forward = run_forward(network, request["inputs"], request.get("resolution", ()), answer)
        for step, words, measure in _steps(request, forward):
            answer.begin(step, words)
            answer.tell({step: _guarded(measure)})
        answer.begin("", "done")
    except BaseException as error:  # noqa: BLE001 - a network may raise SystemExit, too
        answer.tell({"failure": explain_error(error)})


def seed_random() -> None:
    """Seeds all random numbers: the values of parameters decide how far rounding goes."""
    import mindspore
    import numpy as np

    random.seed(0)
    np.random.seed(0)
    mindspore.set_seed(0)


def _steps(request: Mapping[str, Any], forward: ForwardRun) -> list[Step]:
    """The steps after the first pass that this request asks for."""
    weights = partial(load_weights, forward.network, request.get("weights", ""))
    steps: list[Step] = [
        ("repeat", "running the network again", partial(compare_repeat, forward)),
        ("batch", "running a batch of two", partial(compare_batch, forward)),
        ("weights", "loading the weights", weights),
    ]
    for index, example in enumerate(request.get("examples", ())):
        measure = partial(reproduce_outputs, forward, example)
        steps.append((f"example {index}", "reproducing the outputs", measure))
    steps += [
        (form, f"exporting {form}", partial(export_network, forward, form))
        for form in ("MINDIR", "ONNX")
    ]
    # Last, because it changes the statistics of normalisation.
    steps.append(("training", "training one step", partial(train_step, forward)))
    return [step for step in steps if step[0] in request["rungs"]]


def _guarded(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is measured, or the failure."""
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - a network's code may raise anything
        return {"failure": explain_error(error)}


def count_parameters(network: Any) -> dict[str, int]:
    """How many numbers are trained, and how many there are with the statistics of normalisation."""
    return {
        "trainable": sum(parameter.size for parameter in network.trainable_params()),
        "total": sum(parameter.size for parameter in network.get_parameters()),
    }


def module_names(network: Any) -> list[str]:
    """The names of classes, their files and attributes in the network's tree, from the top."""
    names: dict[str, None] = {}
    for path, cell in network.cells_and_names():
        kind = type(cell)
        names[kind.__name__] = None
        if not kind.__module__.startswith("mindspore."):
            names[kind.__module__.rpartition(".")[2]] = None
        names.update(dict.fromkeys(part for part in path.split(".") if not part.isdigit()))
    names.pop("", None)
    return [name[:60] for name in names][:_MOST_MODULES]
