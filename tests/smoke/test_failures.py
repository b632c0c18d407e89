"""Every class of failure, each with a small network that fails so, and what is said of it."""

from pathlib import Path

import pytest

from catalog.model import Settings, SmokeResult
from catalog.proof.failures import FAILURE_KINDS
from catalog.smoke.process.fork_client import shared_server
from tests.smoke_hub import MAKE, NET, card, checks, needs_mindspore, network, smoke

CELL = """
from mindspore import nn, ops
import mindspore

class Net(nn.Cell):
    def __init__(self{extra}):
        super().__init__()
        {init}
    def construct(self, {given}):
        return {result}

"""
LAZY = (
    "self.lazy = mindspore.Tensor("
    "shape=(1,), dtype=mindspore.float32, init=mindspore.common.initializer.One())"
)


def cell(result: str = "x", init: str = "pass", given: str = "x", extra: str = "") -> str:
    return CELL.format(result=result, init=init, given=given, extra=extra)


RETURN = MAKE + "    return Net()"
ONE = "model-name: n\nnetwork: networks/{name}"
IMAGE = "inputs: [{{name: image, shape: [1, 3, 8, 8], layout: NCHW, dtype: float32}}]"

# Name of the network: its class of failure, its code, its card, and what must be said.
FAILURES = {
    "unnamed": ("no-network", None, "model-name: n", "neither a network entry nor a repo-link"),
    "unmapped": (
        "no-network",
        None,
        "repo-link: <https://x.org/a>",
        "no local folder is mapped to its repo-link",
    ),
    "gone": ("no-folder", None, ONE, "networks/gone is no folder of this hub"),
    "entryless": ("no-entry-point", "", ONE, "networks/entryless has no mindspore_hub_conf.py"),
    "nameless": (
        "no-name",
        RETURN,
        "network: networks/{name}",
        "neither network.name nor model-name",
    ),
    "refuses": (
        "name-refused",
        MAKE + "    raise NotImplementedError(name)",
        ONE,
        "refuses the name 'n': n",
    ),
    "lacks-module": ("missing-module", "import nowhere.at.all", ONE, "module nowhere is missing"),
    "lacks-own-name": ("missing-name", "from json import nothing", ONE, "json has no nothing"),
    "stale": (
        "removed-name",
        "from mindspore.ops import ResizeBilinear",
        ONE,
        "Bilinear; MindSpore 2.0.0 has it, 2.7.2 does not",
    ),
    "stale-module": (
        "removed-name",
        "import mindspore.gone",
        ONE,
        "is missing; no MindSpore since 2.0.0 has it",
    ),
    "stale-attribute": ("removed-name", cell("ops.gone(x)") + RETURN, ONE, "has no gone"),
    "old-numpy": ("numpy-too-new", "import numpy\nnumpy.bool(1)", ONE, "numpy has no bool"),
    "misspelt": (
        "broken-code",
        "def create_network(name) return",
        ONE,
        "raised SyntaxError: expected ':'",
    ),
    "wants-arguments": (
        "needs-arguments",
        "def create_network(name, size): ...",
        ONE,
        "needs 'size'",
    ),
    "wants-inner": ("needs-arguments", cell(extra=", size") + RETURN, ONE, "needs 'size'"),
    "takes-none": (
        "unknown-argument",
        NET + RETURN,
        "network: {{source: networks/{name}, name: n, arguments: {{depth: 3}}}}",
        "unexpected keyword argument 'depth'",
    ),
    "wants-ascend": (
        "needs-device",
        "import mindspore\nmindspore.set_device('Ascend')",
        ONE,
        "raised",
    ),
    "wants-file": (
        "needs-file",
        "open('data/train.txt')",
        ONE,
        "wants 'data/train.txt', which is not there",
    ),
    "wants-network": (
        "needs-internet",
        "import urllib.request\nurllib.request.urlopen('http://192.0.2.1/weights', timeout=5)",
        ONE,
        "raised URLError",
    ),
    "no-cell": (
        "not-a-cell",
        MAKE + "    return [1]",
        ONE,
        "n gives list, which is no MindSpore Cell",
    ),
    "two-inputs": (
        "needs-inputs",
        cell(given="x, y") + RETURN,
        ONE + "\n" + IMAGE,
        "runs in none of the ways tried",
    ),
    "odd-shape": (
        "bad-input-shape",
        cell("x.reshape((7, 11))") + RETURN,
        ONE + "\n" + IMAGE,
        "as declared, 1x3x8x8",
    ),
    "silent": ("no-output", cell("()") + RETURN, ONE, "runs at 1x3x224x224, but gives no tensor"),
    "valueless": ("no-value", cell("x * self.lazy", LAZY) + RETURN, ONE, "raised"),
    "infinite": (
        "non-finite-output",
        cell("x / 0 - x / 0") + RETURN,
        ONE,
        "output 1 of 1 holds NaN or infinity",
    ),
    "devours": ("out-of-memory", "kept = bytearray(9 * 2**30)", ONE, "of which 4 GiB are allowed"),
    "huge": (
        "out-of-memory",
        cell(init="self.layer = nn.Dense(50_000, 50_000)") + RETURN,
        ONE,
        "of which 4 GiB are allowed",
    ),
    "sleeps": ("too-slow", "import time\ntime.sleep(60)", ONE, "not done after 12 seconds"),
    "multiplies": (
        "too-many-processes",
        "import os, time\nfor _ in range(200):\n    if not os.fork():\n        time.sleep(30)",
        ONE,
        "starts process upon process",
    ),
    "crashes": ("crashed", "import ctypes\nctypes.string_at(0)", ONE, "crashed with SIGSEGV"),
    "exits": (
        "ended",
        "import os\nos._exit(0)",
        ONE,
        "the network's code ended the process with status 0",
    ),
    "quits": ("ended", "raise SystemExit('enough')", ONE, "raised SystemExit: enough"),
    "explains": (
        "raised",
        "raise ValueError('----\\n- a =\\n[1, 2] is odd\\n\\n----\\n- Stack:\\nbegin.cc:1')",
        ONE,
        "raised ValueError: - a = [1, 2] is odd (",
    ),
    "breaks": ("raised", "raise ValueError('all is lost')", ONE, "raised ValueError: all is lost"),
}
NOT_FOUND = {"no-network", "no-folder", "no-entry-point", "no-name"}
# These are tested where they come up.
ELSEWHERE = {
    *("no-package", "no-mindspore", "bad-weights", "bad-test", "worker-lost", "no-measurement"),
    *("no-mirror", "no-version", "not-trusted"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SmokeResult]:
    hub = tmp_path_factory.mktemp("hub")
    cards = []
    for name, (_, code, header, _) in FAILURES.items():
        if code == "":
            (hub / "networks" / name).mkdir(parents=True)
        elif code is not None:
            network(hub, name, code)
        cards.append(card(hub, name, header.format(name=name)))
    settings = Settings(root=str(hub), smoke_memory=4 * 2**30, smoke_seconds=12)
    return {result.uid: result for result in smoke(cards, settings)}


@needs_mindspore
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_its_class_its_words_and_its_advice(
    failed: dict[str, SmokeResult], name: str
) -> None:
    kind, _, _, words = FAILURES[name]
    if kind == "too-many-processes" and "process tree" not in shared_server().isolation:
        pytest.skip("this system allows no process tree of its own, and so no count of processes")
    result = failed[name]
    fact = "finite outputs" if kind == "non-finite-output" else "network"
    check = checks(result)[fact]
    verdict = "not testable here" if kind in NOT_FOUND else "failed"
    assert (result.failure, check.verdict) == (kind, verdict), check
    assert words in check.evidence
    assert check.evidence.endswith(f"({FAILURE_KINDS[kind].advice})")


def test_the_guide_lists_every_class(root: Path) -> None:
    page = (root / "docs" / "smoke.md").read_text(encoding="utf-8")
    rows = [
        line
        for line in page.partition("## Classes of failure")[2].splitlines()
        if line.startswith("| `")
    ]
    assert rows == [
        f"| `{name}` | {kind.sentence} | {kind.advice} |" for name, kind in FAILURE_KINDS.items()
    ]


def test_every_class_is_tested_and_says_what_to_do() -> None:
    assert {kind for kind, *_ in FAILURES.values()} | ELSEWHERE == set(FAILURE_KINDS)
    for kind in FAILURE_KINDS.values():
        assert kind.sentence.strip() != kind.advice.strip() != ""
        assert not (kind.sentence + kind.advice).endswith(".")
