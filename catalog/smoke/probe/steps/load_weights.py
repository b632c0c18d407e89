"""Loads a checkpoint into a network, once their tensors were compared, and runs test inputs."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.proof.failures import Refused
from catalog.smoke.probe.steps.arrays import run_network
from catalog.smoke.probe.steps.checkpoint_diff import compare_tensors
from catalog.smoke.probe.steps.forward import ForwardRun
from catalog.weights.ckpt import Tensor, WeightsError, read_tensors

_LARGEST_FILE = 2**30
_SHOWN_AXES = 8
_NUMBERS = "biuf"


def load_weights(network: Any, path: str) -> dict[str, Any]:
    """How the file's tensors differ from the network's, and how many MindSpore did not load.

    Raises:
        Refused: the file is no checkpoint, or MindSpore does not take it.
    """
    import mindspore

    try:
        stored = read_tensors(Path(path))
    except WeightsError as error:
        raise Refused("bad-weights", str(error)) from None
    wanted = [
        Tensor(parameter.name, tuple(parameter.shape), str(parameter.dtype).lower())
        for parameter in network.get_parameters()
    ]
    differences = compare_tensors(wanted, stored)
    if not differences.fits or differences.mismatched or differences.prefix:
        return {**differences.facts(), "loaded": False}
    try:
        not_loaded = mindspore.load_param_into_net(network, mindspore.load_checkpoint(path))[0]
    except Exception as error:
        raise Refused("bad-weights", f"MindSpore does not load it: {error}") from error
    return {**differences.facts(), "loaded": differences.clean, "not_loaded": len(not_loaded)}


def reproduce_outputs(forward: ForwardRun, example: Mapping[str, Any]) -> dict[str, Any]:
    """How the outputs for the example's inputs differ from those it expects.

    Raises:
        Refused: the files hold other arrays than the network takes or gives.
    """
    inputs, expected = read_arrays(example["inputs"]), read_arrays(example["outputs"])
    outputs = run_network(forward.network, inputs, [str(array.dtype) for array in inputs])
    shapes, wanted = ([list(array.shape) for array in arrays] for arrays in (outputs, expected))
    if shapes != wanted:
        words = f"outputs have other shapes than expected: {shapes} against {wanted}"
        raise Refused("bad-test", words)
    return compare_outputs(outputs, expected, example["rtol"], example["atol"])


def compare_outputs(
    outputs: Sequence[Any], expected: Sequence[Any], rtol: float, atol: float
) -> dict[str, Any]:
    """How many elements are off by more than ``atol + rtol * |expected|``, and the worst of all."""
    import numpy as np

    wrong = total = 0
    worst: dict[str, Any] = {"excess": -1.0}
    for number, pair in enumerate(zip(outputs, expected, strict=True)):
        output, target = (array.astype(np.float64) for array in pair)
        off = np.abs(output - target)
        allowed = atol + rtol * np.abs(target)
        # A comparison with NaN is false: what is not within the bounds is wrong.
        wrong += int((~(off <= allowed)).sum())
        total += off.size
        excess = np.where(np.isnan(off), np.inf, off - allowed)
        if excess.size and excess.max() > worst["excess"]:
            place = np.unravel_index(int(excess.argmax()), excess.shape)
            worst = {
                "excess": float(excess.max()),
                "output": number,
                "place": [int(axis) for axis in place][:_SHOWN_AXES],
                "found": str(output[place]),
                "expected": str(target[place]),
            }
    worst["excess"] = str(worst["excess"])
    return {
        "mismatches": wrong,
        "elements": total,
        "per_million": 1e6 * wrong / max(1, total),
        "worst": worst,
    }


def read_arrays(path: str) -> list[Any]:
    """The arrays of an ``.npy`` or ``.npz`` file in their order; pickled objects are refused.

    Raises:
        Refused: the file is too large, or holds no arrays.
    """
    import numpy as np

    if Path(path).stat().st_size > _LARGEST_FILE:
        raise Refused("bad-test", f"{Path(path).name} is larger than {_LARGEST_FILE // 2**20} MiB")
    try:
        with Path(path).open("rb") as file:
            data = np.load(file, allow_pickle=False)
            arrays = [data[name] for name in data.files] if hasattr(data, "files") else [data]
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise Refused("bad-test", f"{Path(path).name} holds no arrays: {error}") from None
    if any(array.dtype.kind not in _NUMBERS for array in arrays):
        raise Refused("bad-test", f"{Path(path).name} holds arrays of other things than numbers")
    return arrays
