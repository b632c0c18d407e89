"""The probe in a real process with MindSpore: what it builds, counts, and says when it fails."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from catalog.proof.failures import FAILURE_KINDS
from catalog.smoke.process.fork_client import ForkServer, Mode
from catalog.smoke.process.sandbox import run_in_sandbox

pytestmark = pytest.mark.skipif(find_spec("mindspore") is None, reason="MindSpore is not installed")

SMALL = """
from mindspore import nn, ops

class Net(nn.Cell):
    def __init__(self, classes):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, stride=2, has_bias=True)
        self.norm = nn.BatchNorm2d(8)
        self.head = nn.Dense(8, classes)

    def construct(self, x):
        return self.head(self.norm(self.conv(x)).mean((2, 3)))

def create_network(name, classes=5):
    print("a line of the network's own")
    if name != "Small":
        raise NotImplementedError(name)
    return Net(classes)
"""

# Each product is 2 * 3 * 4 * 5 = 120 multiply-adds, the convolutions are worked out beside them.
PRODUCTS = """
import numpy as np
from mindspore import Tensor, mint, nn, ops

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.up = nn.Conv2dTranspose(3, 4, 3, stride=2)  # 3*8*8 inputs, each to 4*3*3: 6,912
        self.line = nn.Conv1d(3, 4, 3)                   # 4*8 outputs, each of 3*3: 288
        self.cube = nn.Conv3d(3, 4, 3)                   # 4*2*8*8 outputs, each of 3*27: 41,472
        self.dense = nn.Dense(4, 5)                      # 120
        self.product = ops.BatchMatMul()
        self.turned = ops.BatchMatMul(transpose_a=True, transpose_b=True)

    def construct(self, x):
        a, b = ops.ones((2, 3, 4)), ops.ones((2, 4, 5))
        found = [self.dense(a), self.product(a, b), self.turned(a.swapaxes(1, 2), b.swapaxes(1, 2))]
        found += [ops.matmul(a, b), mint.matmul(a, b), a @ b, ops.bmm(a, b)]
        cube = ops.stack((x, x), 2)
        return {"all": (found, self.up(x), self.line(x[:, :, 0]), self.cube(cube))}

def create_network(name):
    return Net()
"""
PRODUCTS_COUNT = 7 * 120 + 6_912 + 288 + 41_472

TOKENS = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(100, 16)

    def construct(self, tokens, mask):
        return self.table(tokens) * mask.expand_dims(-1)

def create_network(name):
    return Net()
"""


def probe(place: Path, code: str, **changes: Any) -> tuple[dict[str, Any], str]:
    """The last answer and the log for a network made by ``code``."""
    (place / "mindspore_hub_conf.py").write_text(code)
    request: Mapping[str, Any] = {
        "root": str(place),
        "folder": str(place),
        "factory": "",
        "name": "Small",
        "arguments": {},
        "inputs": [],
        "memory": 4 * 2**30,
        "rungs": [],
        **changes,
    }
    outcome = run_in_sandbox(request, 120)
    return dict(outcome.answer), outcome.log


def image(shape: list[int], layout: str = "") -> list[dict[str, Any]]:
    return [{"shape": shape, "layout": layout, "dtype": "float32"}]


def test_a_network_is_built_run_and_counted(tmp_path: Path) -> None:
    answer, log = probe(tmp_path, SMALL, inputs=image([32, 32, 3]), arguments={"classes": 7})
    assert answer["stage"] == "done"
    assert answer["network"] == "Net"
    # The exact name, because the lower-cased one is refused.
    assert answer["name"] == "Small"
    weights = 3 * 8 * 9 + 8 + 8 * 7 + 7
    assert answer["parameters"] == {"trainable": weights + 2 * 8, "total": weights + 4 * 8}
    assert answer["ran"]["shapes"] == [[1, 3, 32, 32]]
    assert answer["ran"]["layouts"] == ["NCHW"]
    assert [trial["kind"] for trial in answer["refused"]] == ["declared", "batch"]
    assert answer["outputs"] == [[1, 7]]
    assert answer["multiply_adds"] == 8 * 16 * 16 * 27 + 8 * 7
    assert answer["peak_memory"] > 100e6
    assert "a line of the network's own" in log


def test_every_kind_of_product_is_counted(tmp_path: Path) -> None:
    answer, log = probe(tmp_path, PRODUCTS, inputs=image([1, 3, 8, 8], "NCHW"))
    assert answer["stage"] == "done", (answer, log)
    assert answer["multiply_adds"] == PRODUCTS_COUNT
    assert len(answer["outputs"]) == 10


def test_tokens_and_several_inputs_are_fed_as_declared(tmp_path: Path) -> None:
    inputs = [
        {"shape": [1, 12], "layout": "NL", "dtype": "int32"},
        {"shape": [1, 12], "layout": "NL", "dtype": "float32"},
    ]
    answer, _ = probe(tmp_path, TOKENS, inputs=inputs)
    assert answer["outputs"] == [[1, 12, 16]]
    assert answer["ran"]["kind"] == "declared"


def test_a_factory_of_a_package_is_called_with_its_arguments(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(SMALL.replace("(name, classes=5)", "(classes, name='Small')"))
    answer, _ = probe(
        tmp_path, "", factory="mine:create_network", folder="", arguments={"classes": 3}
    )
    assert answer["outputs"] == [[1, 3]]
    assert answer["name"] == "mine:create_network"


@pytest.mark.parametrize(
    ("code", "changes", "failure"),
    [
        ("import nothing_like_this", {}, "module nothing_like_this is missing"),
        (SMALL, {"name": "Large"}, "create_network refuses the name 'large': large"),
        (
            "def create_network(name):\n    return {'a': 1}",
            {},
            "small gives dict, which is no MindSpore Cell",
        ),
        ("create = 1", {}, "mindspore_hub_conf has no create_network"),
        (SMALL, {"arguments": {"width": 2}}, "unexpected keyword argument 'width'"),
        ("raise SystemExit(0)", {}, "raised SystemExit: 0"),
        ("raise KeyboardInterrupt", {}, "raised KeyboardInterrupt"),
        ("raise ValueError('\\n  \\nfirst\\nsecond' + 'x' * 9999)", {}, "raised ValueError: first"),
        ("bytearray(5 * 2**30)", {}, "out of memory"),
        (
            SMALL,
            {"inputs": image([1, 16], "NL")},
            "runs in none of the ways tried (1); as declared, 1x16",
        ),
        (SMALL, {"inputs": image([1] * 3 + [9_999_999_999])}, "out of memory"),
    ],
)
def test_what_fails_says_why_in_one_line(
    tmp_path: Path, code: str, changes: dict[str, Any], failure: str
) -> None:
    answer, _ = probe(tmp_path, code, **changes)
    kind, words = answer["failure"]
    assert kind in FAILURE_KINDS
    assert failure in words
    assert "\n" not in words
    assert len(words) <= 300


def test_the_settings_are_made_before_the_import(tmp_path: Path) -> None:
    code = "import os\nraise ValueError(os.environ['ONEDNN_MAX_CPU_ISA'] + os.environ['GLOG_v'])"
    answer, _ = probe(tmp_path, code)
    assert answer["failure"] == ["raised", "raised ValueError: AVX23"]


@pytest.mark.parametrize("modes", [("warm",), ("cold",)])
def test_a_server_serves_warm_and_cold(tmp_path: Path, modes: tuple[Mode]) -> None:
    (tmp_path / "mindspore_hub_conf.py").write_text(SMALL)
    request = {
        "root": str(tmp_path),
        "folder": str(tmp_path),
        "factory": "",
        "name": "Small",
        "arguments": {},
        "inputs": image([1, 3, 32, 32], "NCHW"),
        "memory": 4 * 2**30,
        "rungs": ["repeat"],
    }
    server = ForkServer(modes=modes)
    try:
        first, second = (run_in_sandbox(request, 60, server) for _ in range(2))
    finally:
        server.close()
    assert first.answer["outputs"] == second.answer["outputs"] == [[1, 5]]
    assert first.answer["repeat"] == {"worst": 0}
