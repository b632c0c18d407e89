"""The ladder: builds, runs, agrees, loads, reproduces, exports. A rung that breaks leaves the others standing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from catalog.proof import failures as reasons
from catalog.smoke.probe import confine
from catalog.smoke.probe.answer import Answer
from catalog.smoke.probe.build_network import build
from catalog.smoke.probe.packages import import_all
from catalog.smoke.probe.steps import export as exporting
from catalog.smoke.probe.steps import forward
from catalog.smoke.probe.steps import load_weights as weights
from catalog.smoke.probe.steps import train as training
from catalog.smoke.probe.steps.forward import Ran

Rung = tuple[str, str, Callable[[], dict[str, Any]]]

_MOST_MODULES = 400


def climb(request: Mapping[str, Any], answer: Answer) -> None:
    """Measures the network of ``request`` rung by rung, and tells ``answer`` what comes out of each."""
    try:
        confine.limit(request["memory"])
        answer.step("network", "importing MindSpore")
        import_all()
        answer.step("network", "building the network")
        seed()
        network, name = build(request)
        answer.tell(
            {
                "network": type(network).__name__[: reasons.LONGEST],
                "name": name,
                "parameters": parameters(network),
                "modules": modules(network),
            }
        )
        ran = forward.run(network, request["inputs"], request.get("resolution", ()), answer)
        for rung, words, measure in _rungs(request, ran):
            answer.step(rung, words)
            answer.tell({rung: _guarded(measure)})
        answer.step("", "done")
    except BaseException as error:  # noqa: BLE001 - a network's code may raise anything, SystemExit too
        answer.tell({"failure": reasons.of_error(error)})


def seed() -> None:
    """Makes chance the same in every run: what is drawn for parameters decides how far rounding goes."""
    import mindspore
    import numpy as np

    random.seed(0)
    np.random.seed(0)
    mindspore.set_seed(0)


def _rungs(request: Mapping[str, Any], ran: Ran) -> list[Rung]:
    """The rungs above the first pass that this request asks for, each with what is done there."""
    found: list[Rung] = [
        ("repeat", "running the network again", lambda: forward.repeat(ran)),
        ("batch", "running a batch of two", lambda: forward.batch(ran)),
        ("weights", "loading the weights", lambda: weights.load(ran.network, request["weights"])),
    ]
    for index, example in enumerate(request.get("examples", ())):
        found.append(
            (
                f"example {index}",
                "reproducing the outputs",
                partial(weights.reproduce, ran, example),
            )
        )
    found += [
        (form, f"exporting {form}", partial(exporting.export, ran, form))
        for form in ("MINDIR", "ONNX")
    ]
    # Last, because it changes the statistics of normalisation.
    found.append(("training", "training one step", lambda: training.step(ran)))
    return [rung for rung in found if rung[0] in request["rungs"]]


def _guarded(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is measured, or the failure."""
    try:
        return measure()
    except Exception as error:  # noqa: BLE001 - a network's code may raise anything
        return {"failure": reasons.of_error(error)}


def parameters(network: Any) -> dict[str, int]:
    """How many numbers training changes, and how many there are in all, statistics of normalisation included."""
    return {
        "trainable": sum(parameter.size for parameter in network.trainable_params()),
        "total": sum(parameter.size for parameter in network.get_parameters()),
    }


def modules(network: Any) -> list[str]:
    """The names of classes, their files and attributes in the network's tree, each once, those of the network first."""
    names: dict[str, None] = {}
    for path, cell in network.cells_and_names():
        kind = type(cell)
        names[kind.__name__] = None
        if not kind.__module__.startswith("mindspore."):
            names[kind.__module__.rpartition(".")[2]] = None
        names.update(dict.fromkeys(part for part in path.split(".") if not part.isdigit()))
    names.pop("", None)
    return [name[:60] for name in names][:_MOST_MODULES]
