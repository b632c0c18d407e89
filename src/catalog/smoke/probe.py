"""Builds one network, runs it and measures it: the only file that imports MindSpore, in a process of its own.

``python -m catalog.smoke.probe`` reads a request, one JSON object, from standard input. On standard output it writes
a line for each step, ``token {json}``; each line holds all that is known by then, so the last one counts, whatever
becomes of the process. What the network's code prints goes to standard error.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import platform
import resource
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NoReturn

from catalog.smoke import layouts, products, reasons
from catalog.smoke.reasons import Refused

# Without the first, oneDNN falls back to reference convolutions on machines with AVX-512, 40 times slower
# (MindSpore 2.9 and 2.10); the second silences warnings.
SETTINGS = {"ONEDNN_MAX_CPU_ISA": "AVX2", "GLOG_v": "3"}
PACKAGES = ("mindspore", "mindcv", "numpy")

_ENTRY = "mindspore_hub_conf"
_MOST_OUTPUTS = 32
_LARGEST_FILE = 2**30


class Answer:
    """What is known so far, written out after each step."""

    def __init__(self, stream: int, token: str) -> None:
        self._stream = stream
        self._token = token
        self._known: dict[str, Any] = {}

    def tell(self, facts: Mapping[str, Any]) -> None:
        self._known.update(facts, peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
        line = f"{self._token} {json.dumps(self._known, ensure_ascii=False)}\n".encode(errors="replace")
        while line:
            line = line[os.write(self._stream, line) :]


def is_installed() -> bool:
    """Whether MindSpore is installed here, without importing it."""
    return importlib.util.find_spec("mindspore") is not None


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide what is measured."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def main() -> NoReturn:
    """Answers the request on standard input, and ends without the noise that MindSpore makes when it is torn down."""
    request = json.loads(sys.stdin.read())
    answer = Answer(os.dup(1), request["token"])
    os.dup2(2, 1)
    os.environ.update(SETTINGS)
    try:
        limit(request["memory"])
        measure(request, answer)
        answer.tell({"stage": "done"})
    except BaseException as error:  # noqa: BLE001 - a network's code may raise anything, SystemExit too
        answer.tell({"failure": reasons.of_error(error)})
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def limit(memory: int) -> None:
    """Sets this process's limits: ``memory`` bytes of data, no core dump, no large file."""
    # RLIMIT_AS would do as well, but counts address space that MindSpore reserves and never uses.
    wanted = {resource.RLIMIT_DATA: memory, resource.RLIMIT_FSIZE: _LARGEST_FILE, resource.RLIMIT_CORE: 0}
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def measure(request: Mapping[str, Any], answer: Answer) -> None:
    """Builds the network, counts its parameters and runs it, telling ``answer`` after each step.

    Raises:
        Refused: there is no network, or nothing runs in it.
    """
    answer.tell({"stage": "importing MindSpore"})
    import mindspore

    mindspore.set_device("CPU")
    mindspore.set_context(mode=mindspore.PYNATIVE_MODE)
    answer.tell({"stage": "building the network"})
    network, name = build(request)
    if not isinstance(network, mindspore.nn.Cell):
        raise Refused(f"{name} gives {type(network).__name__}, which is no MindSpore Cell")
    network.set_train(False)
    answer.tell({"network": type(network).__name__, "name": name, "parameters": parameters(network)})
    answer.tell({"stage": "running the network"})
    run(network, request["inputs"], answer)


def build(request: Mapping[str, Any]) -> tuple[Any, str]:
    """What the card's factory or ``create_network`` gives, and the call or the name that gave it.

    The hub's loader lower-cases the name first, so that is tried first, then the name as the card writes it.
    """
    arguments = request["arguments"]
    if request["factory"]:
        sys.path.append(request["root"])
        module, _, function = request["factory"].partition(":")
        return getattr(importlib.import_module(module), function)(**arguments), request["factory"]
    sys.path.insert(0, request["folder"])
    create = importlib.import_module(_ENTRY).create_network
    names = dict.fromkeys((request["name"].lower(), request["name"]))
    refusals: list[Exception] = []
    for name in names:
        try:
            return create(name, **arguments), name
        except NotImplementedError as error:
            refusals.append(Refused(f"create_network refuses the name {name!r}: {error}"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other spelling may still be meant
            refusals.append(error)
    raise refusals[0]


def parameters(network: Any) -> dict[str, int]:
    """How many numbers training changes, and how many there are in all, statistics of normalisation included."""
    return {
        "trainable": sum(parameter.size for parameter in network.trainable_params()),
        "total": sum(parameter.size for parameter in network.get_parameters()),
    }


def run(network: Any, inputs: Sequence[Mapping[str, Any]], answer: Answer) -> None:
    """Tells how ``network`` runs: the first trial that works, with output shapes and multiply-adds.

    Raises:
        Refused: no trial works; tells what was tried first and what it raised.
    """
    refused: list[dict[str, Any]] = []
    dtypes = [each["dtype"] or "float32" for each in inputs] or ["float32"]
    for trial in layouts.trials([(tuple(each["shape"]), each["layout"]) for each in inputs]):
        shapes = [list(shape) for shape in trial.shapes]
        answer.tell({"stage": f"running the network at {_shapes(trial.shapes)}"})
        try:
            outputs, count = forward(network, trial.shapes, dtypes)
        except Exception as error:
            if reasons.is_memory(error):
                raise
            why = {"words": trial.words, "shapes": _shapes(trial.shapes), "reason": reasons.of_error(error)}
            refused.append({**why, "kind": trial.kind, "layouts": list(trial.layouts)})
            answer.tell({"refused": refused})
            continue
        ran = {"kind": trial.kind, "words": trial.words, "shapes": shapes, "layouts": list(trial.layouts)}
        answer.tell({"ran": ran, "outputs": outputs, "multiply_adds": count})
        return
    first = refused[0]
    raise Refused(
        f"runs in none of the ways tried ({len(refused)}); {first['words']}, {first['shapes']}: {first['reason']}"
    )


def forward(network: Any, shapes: Sequence[Sequence[int]], dtypes: Sequence[str]) -> tuple[list[list[int]], int]:
    """The shapes of all outputs for inputs of ``shapes``, and the multiply-adds of the whole pass."""
    import mindspore
    import numpy as np

    noise = np.random.default_rng(0)
    tensors = []
    for shape, dtype in zip(shapes, dtypes, strict=True):
        values = noise.standard_normal(shape, np.float32) if "float" in dtype else np.zeros(shape)
        tensors.append(mindspore.Tensor(values, getattr(mindspore, dtype.replace("bool", "bool_"))))
    with counting() as counts:
        outputs = list(_flat(network(*tensors)))
        # Operations run behind the call: an error may show only where a value is wanted.
        found = [list(output.asnumpy().shape) for output in outputs[:_MOST_OUTPUTS]]
    return found, sum(counts)


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

    found = (getattr(operations, name, None) or getattr(gen_ops_prim, name, None) for name in products.FORMULAS)
    return [kind for kind in found if kind is not None]


def _counted(original: Callable[..., Any], formula: products.Formula, counts: list[int]) -> Callable[..., Any]:
    def call(primitive: Any, *operands: Any) -> Any:
        result = original(primitive, *operands)
        shapes = [operand.shape for operand in operands if hasattr(operand, "shape")]
        counts.append(formula(shapes, result.shape, bool(getattr(primitive, "transpose_a", False))))
        return result

    return call


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from _flat(item)
    elif hasattr(value, "asnumpy"):
        yield value


def _shapes(shapes: Sequence[Sequence[int]]) -> str:
    return ", ".join("x".join(map(str, shape)) for shape in shapes)


if __name__ == "__main__":
    main()
