"""Files at hand as proofs: checkpoints, test outputs and exports, with real MindSpore."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from catalog.model import Check, Settings, SmokeResult, Verdict
from catalog.smoke.job import Options
from tests.smoke_hub import card, checks, needs_mindspore, network, smoke

pytestmark = needs_mindspore

# A 1x1 convolution: each output is the weighted sum of the three channels.
CODE = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 1, 1)
    def construct(self, x):
        return self.conv(x)

def create_network(name):
    return Net()
"""
IMAGE = "inputs: [{name: image, shape: [1, 3, 8, 8], layout: NCHW, dtype: float32}]"
PLAIN = f"model-name: n\nnetwork: networks/n\n{IMAGE}"
ASSET = (
    "asset:\n- file-format: ckpt\n  asset-link: <https://x.org/a/net%20one.ckpt>\n  asset-sha256: "
)


def checkpoint(name: str, shape: tuple[int, ...], values: bytes) -> bytes:
    """A checkpoint with one tensor of float32, shorter than 128 bytes."""

    def field(place: int, data: bytes) -> bytes:
        return bytes([place << 3 | 2, len(data)]) + data

    sizes = b"".join(bytes([8, size]) for size in shape)
    return field(
        1, field(1, name.encode()) + field(2, sizes + field(2, b"Float32") + field(3, values))
    )


WEIGHTS = checkpoint("conv.weight", (1, 3, 1, 1), np.array([1, 10, 100], np.float32).tobytes())


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    network(tmp_path, "n", CODE)
    (tmp_path / "assets").mkdir()
    return tmp_path


def proved(hub: Path, header: str, exports: bool = False) -> SmokeResult:
    options = Options(assets=hub / "assets", exports=exports)
    (result,) = smoke([card(hub, "a/n", header)], Settings(root=str(hub)), options=options)
    return result


@pytest.mark.parametrize(
    ("data", "stated", "verdict", "words"),
    [
        (WEIGHTS, hashlib.sha256(WEIGHTS).hexdigest(), "confirmed", "1 of 1 tensors fit"),
        (WEIGHTS, hashlib.sha256(WEIGHTS).hexdigest()[:8], "confirmed", "1 of 1 tensors fit"),
        (WEIGHTS, "0" * 64, "contradicted", "the file is another one"),
        (checkpoint("head.bias", (1,), bytes(4)), "", "contradicted", "conv.weight is missing"),
        (
            checkpoint("conv.weight", (3, 1, 1, 1), bytes(12)),
            "",
            "contradicted",
            "conv.weight is 3x1x1x1 of float32",
        ),
        (b"something else entirely", "", "failed", "this is no MindSpore checkpoint"),
        (None, "", "not testable here", "no file of that name"),
    ],
)
@pytest.mark.parametrize("folder", ["assets", "cards/a"])
def test_a_checkpoint_is_compared_and_loaded(
    hub: Path, folder: str, data: bytes | None, stated: str, verdict: str, words: str
) -> None:
    if data is not None:
        (hub / folder).mkdir(parents=True, exist_ok=True)
        (hub / folder / "net one.ckpt").write_bytes(data)
    result = proved(hub, f"{PLAIN}\n{ASSET}{stated}")
    compared = checks(result)["weights"]
    assert (compared.verdict, checks(result)["network"].verdict) == (verdict, "confirmed")
    assert compared.claimed.startswith("net one.ckpt")
    assert words in f"{compared.measured} {compared.evidence}"


def test_a_checkpoint_that_fits_in_part_is_contradicted_and_not_loaded(hub: Path) -> None:
    two = CODE.replace("nn.Conv2d(3, 1, 1)", "nn.Conv2d(3, 1, 1, has_bias=True)")
    (hub / "networks" / "n" / "mindspore_hub_conf.py").write_text(two)
    (hub / "assets" / "net one.ckpt").write_bytes(WEIGHTS + checkpoint("conv.bias", (2,), bytes(8)))
    compared = checks(proved(hub, f"{PLAIN}\n{ASSET}"))["weights"]
    assert compared.verdict == "contradicted"
    assert (
        "1 of 2 tensors fit, 1 mismatched; conv.bias is 2 of float32, in the network 1 of float32"
        in compared.measured
    )


PIXELS = np.arange(192, dtype=np.float32).reshape(1, 3, 8, 8)
SUMS = (
    (PIXELS * np.array([1, 10, 100]).reshape(1, 3, 1, 1)).sum(1, keepdims=True).astype(np.float32)
)
OFF = SUMS + np.where(np.arange(64).reshape(1, 1, 8, 8) == 10, 7, 0).astype(np.float32)


@pytest.mark.parametrize(
    ("expected", "more", "verdict", "words"),
    [
        (
            SUMS,
            "",
            "confirmed",
            "0 mismatches a million 64 elements; rtol 0.001, atol 1e-05, 0 mismatches",
        ),
        (
            OFF,
            "rtol: 0",
            "contradicted",
            "worst is output 1 at [0, 0, 1, 2]: 14550.0, expected 14557.0",
        ),
        (OFF, "rtol: 0", "contradicted", "15,625 mismatches a million 1 of 64 elements"),
        (
            OFF,
            "rtol: 0\n  mismatches-per-million: 20000",
            "confirmed",
            "20000 mismatches a million allowed",
        ),
        (OFF, "rtol: 0\n  atol: 7.5", "confirmed", "rtol 0, atol 7.5"),
        (OFF, "rtol: much", "not testable here", "a tolerance is no number"),
        (SUMS * np.nan, "", "contradicted", "64 of 64 elements"),
        (
            SUMS[0],
            "",
            "failed",
            "outputs have other shapes than expected: [[1, 1, 8, 8]] against [[1, 8, 8]]",
        ),
        (
            np.array([{}], object),
            "",
            "failed",
            "expected.npy holds no arrays: Object arrays cannot be loaded",
        ),
        (np.array(["text"]), "", "failed", "holds arrays of other things than numbers"),
        (
            None,
            "",
            "not testable here",
            "beside the card or among the assets: outputs expected.npy",
        ),
    ],
)
def test_expected_outputs_are_compared(
    hub: Path, expected: Any, more: str, verdict: str, words: str
) -> None:
    (hub / "assets" / "net one.ckpt").write_bytes(WEIGHTS)
    np.savez(hub / "assets" / "given.npz", PIXELS)
    if expected is not None:
        np.save(hub / "assets" / "expected.npy", expected)
    tests = f"tests:\n- inputs: given.npz\n  outputs: expected.npy\n  {more}"
    compared = checks(proved(hub, f"{PLAIN}\n{ASSET}\n{tests}"))["test outputs"]
    assert compared.verdict == verdict
    assert words in f"{compared.measured} {compared.evidence}"


def test_without_its_weights_a_card_reproduces_nothing(hub: Path) -> None:
    for name in ("given.npy", "expected.npy"):
        np.save(hub / "assets" / name, PIXELS)
    tests = "tests:\n- inputs: given.npy\n  outputs: expected.npy"
    compared = checks(proved(hub, f"{PLAIN}\n{ASSET}\n{tests}"))["test outputs"]
    assert compared == Check(
        "test outputs",
        "given.npy expected.npy",
        "",
        Verdict.UNTESTABLE,
        "the weights are not at hand",
    )


def test_a_test_file_outside_of_the_folders_is_not_read(hub: Path) -> None:
    np.save(hub / "outside.npy", PIXELS)
    tests = "tests:\n- inputs: ../outside.npy\n  outputs: ../outside.npy"
    compared = checks(proved(hub, f"{PLAIN}\n{tests}"))["test outputs"]
    assert compared.verdict == "not testable here"
    assert "inputs ../outside.npy, outputs ../outside.npy" in compared.evidence


def test_a_network_is_exported(hub: Path) -> None:
    by_fact = checks(proved(hub, PLAIN, exports=True))
    assert by_fact["MindIR"].verdict == "confirmed"
    assert int(by_fact["MindIR"].measured.removesuffix(" bytes").replace(",", "")) > 100
    assert by_fact["ONNX"].verdict == "confirmed" or by_fact["ONNX"].evidence.startswith(
        "not exportable here: "
    )
