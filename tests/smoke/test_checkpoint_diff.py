"""Checkpoints against networks, by their tables alone."""

import pytest

from catalog.smoke.probe.steps.checkpoint_diff import compare_tensors, differences_text
from catalog.weights.ckpt import Tensor

CONV = Tensor("conv.weight", (8, 3, 3, 3), "float32")
GAMMA = Tensor("norm.gamma", (8,), "float32")
NETWORK = (CONV, GAMMA)


def called(*names: str) -> tuple[Tensor, ...]:
    return tuple(
        Tensor(name, tensor.shape, tensor.dtype)
        for name, tensor in zip(names, NETWORK, strict=True)
    )


@pytest.mark.parametrize(
    ("file", "words", "clean"),
    [
        (NETWORK, "2 of 2 tensors fit", True),
        (
            (
                *NETWORK,
                Tensor("moments.conv.weight", (8,), "float32"),
                Tensor("global_step", (), "int32"),
            ),
            "2 of 2 tensors fit, 2 of training alone",
            True,
        ),
        ((CONV,), "1 of 2 tensors fit, 1 missing; norm.gamma is missing", False),
        (
            (*NETWORK, Tensor("head.bias", (4,), "float32")),
            "2 of 2 tensors fit, 1 unexpected; head.bias is not in the network",
            False,
        ),
        (
            called("conv.weight", "norm.gama"),
            (
                "1 of 2 tensors fit, 1 missing, 1 unexpected; "
                "norm.gamma is missing: did you mean norm.gama?"
            ),
            False,
        ),
        (
            (Tensor("conv.weight", (8, 3, 1, 1), "float32"), GAMMA),
            (
                "1 of 2 tensors fit, 1 mismatched; "
                "conv.weight is 8x3x1x1 of float32, in the network 8x3x3x3 of float32"
            ),
            False,
        ),
        (
            (CONV, Tensor("norm.gamma", (8,), "float16")),
            (
                "1 of 2 tensors fit, 1 mismatched; "
                "norm.gamma is 8 of float16, in the network 8 of float32"
            ),
            False,
        ),
        (
            called("network.conv.weight", "network.norm.gamma"),
            "2 of 2 tensors fit, all names of the file begin with 'network.'",
            False,
        ),
        (
            (Tensor("a.b", (1,), "int8"),),
            "0 of 2 tensors fit, 2 missing, 1 unexpected; conv.weight is missing",
            False,
        ),
    ],
)
def test_differences_are_told_apart(file: tuple[Tensor, ...], words: str, clean: bool) -> None:
    differences = compare_tensors(NETWORK, file)
    assert differences_text(differences.facts()).startswith(words)
    assert differences.clean is clean


def test_a_prefix_of_the_network_is_told() -> None:
    differences = compare_tensors(called("backbone.conv.weight", "backbone.norm.gamma"), NETWORK)
    assert (
        differences_text(differences.facts())
        == "2 of 2 tensors fit, all names of the network begin with 'backbone.'"
    )
