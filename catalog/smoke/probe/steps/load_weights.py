"""Loads a checkpoint into a network, after its tables were compared, and runs it on a card's test inputs."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.proof.failures import Refused
from catalog.smoke.probe.steps import checkpoint_diff as checkpoints
from catalog.smoke.probe.steps.forward import Ran, outputs
from catalog.weights.ckpt import Tensor, WeightsError, tensors

_LARGEST_FILE = 2**30
_SHOWN_AXES = 8
_NUMBERS = "biuf"


def load(network: Any, path: str) -> dict[str, Any]:
    """What the file's table says against the network's, and how many tensors MindSpore then says it did not load.

    Raises:
        Refused: the file is no checkpoint, or MindSpore does not take it.
    """
    import mindspore

    try:
        held = tensors(Path(path))
    except WeightsError as error:
        raise Refused("bad-weights", str(error)) from None
    wanted = [
        Tensor(parameter.name, tuple(parameter.shape), str(parameter.dtype).lower())
        for parameter in network.get_parameters()
    ]
    found = checkpoints.compare(wanted, held)
    if not found.fits or found.mismatched or found.prefix:
        return {**found.facts(), "loaded": False}
    try:
        not_loaded = mindspore.load_param_into_net(network, mindspore.load_checkpoint(path))[0]
    except Exception as error:
        raise Refused("bad-weights", f"MindSpore does not load it: {error}") from error
    return {**found.facts(), "loaded": found.clean, "not_loaded": len(not_loaded)}


def reproduce(ran: Ran, example: Mapping[str, Any]) -> dict[str, Any]:
    """How the outputs for the example's inputs differ from those it expects.

    Raises:
        Refused: the files hold other arrays than the network takes or gives.
    """
    given, expected = read(example["inputs"]), read(example["outputs"])
    dtypes = [str(array.dtype) for array in given]
    found = outputs(ran.network, given, dtypes)
    if [each.shape for each in found] != [each.shape for each in expected]:
        shapes = " against ".join(
            str([list(each.shape) for each in arrays]) for arrays in (found, expected)
        )
        raise Refused("bad-test", f"outputs have other shapes than expected: {shapes}")
    return compare(found, expected, example["rtol"], example["atol"])


def compare(
    found: Sequence[Any], expected: Sequence[Any], rtol: float, atol: float
) -> dict[str, Any]:
    """How many elements in a million are off by more than ``atol + rtol * |expected|``, and the worst of all."""
    import numpy as np

    wrong = total = 0
    worst: dict[str, Any] = {"excess": -1.0}
    for number, pair in enumerate(zip(found, expected, strict=True)):
        one, other = (each.astype(np.float64) for each in pair)
        off = np.abs(one - other)
        allowed = atol + rtol * np.abs(other)
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
                "found": str(one[place]),
                "expected": str(other[place]),
            }
    worst["excess"] = str(worst["excess"])
    return {
        "mismatches": wrong,
        "elements": total,
        "per_million": 1e6 * wrong / max(1, total),
        "worst": worst,
    }


def read(path: str) -> list[Any]:
    """The arrays of an ``.npy`` or ``.npz`` file in their order; pickled objects are refused.

    Raises:
        Refused: the file is too large, or holds no arrays.
    """
    import numpy as np

    if Path(path).stat().st_size > _LARGEST_FILE:
        raise Refused("bad-test", f"{Path(path).name} is larger than {_LARGEST_FILE // 2**20} MiB")
    try:
        with Path(path).open("rb") as file:
            held = np.load(file, allow_pickle=False)
            found = [held[name] for name in held.files] if hasattr(held, "files") else [held]
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise Refused("bad-test", f"{Path(path).name} holds no arrays: {error}") from None
    if any(each.dtype.kind not in _NUMBERS for each in found):
        raise Refused("bad-test", f"{Path(path).name} holds arrays of other things than numbers")
    return found
