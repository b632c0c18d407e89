"""How many small networks a minute smoke proves on one core: forks of one import, against an import for each."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from catalog.smoke import probe, sandbox
from catalog.smoke.forks import Forks, Mode

NETWORKS = 20
NETWORK = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        layers = []
        for width, wider in ((3, 16), (16, 32), (32, 64)):
            layers += [nn.Conv2d(width, wider, 3, stride=2), nn.BatchNorm2d(wider), nn.ReLU()]
        self.body = nn.SequentialCell(layers)
        self.head = nn.Dense(64, 10)
    def construct(self, x):
        return self.head(self.body(x).mean((2, 3)))

def create_network(name):
    return Net()
"""


def main() -> int:
    if not probe.is_installed():
        print("skipped: MindSpore is not installed")
        return 0
    # One core, whatever the machine has: the server and its forks inherit it.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as place:
        Path(place, "mindspore_hub_conf.py").write_text(NETWORK, encoding="utf-8")
        for rungs in (["repeat", "batch"], ["repeat", "batch", "training"]):
            speeds = {mode: speed(place, mode, rungs) for mode in ("warm", "cold")}
            words = ", with a training step" if "training" in rungs else ""
            print(
                f"{speeds['warm']:.0f} networks a minute and core from one import, {speeds['cold']:.0f} with an import "
                f"each{words}: {speeds['warm'] / speeds['cold']:.1f} times as many"
            )
    return 0


def speed(place: str, mode: Mode, rungs: list[str]) -> float:
    """Networks a minute; the start of the server, which a run pays for once, is left out."""
    request = {
        "root": place,
        "folder": place,
        "factory": "",
        "name": "net",
        "arguments": {},
        "inputs": [{"shape": [1, 3, 64, 64], "layout": "NCHW", "dtype": "float32"}],
        "memory": 4 * 2**30,
        "rungs": rungs,
    }
    server = Forks(modes=(mode,))
    count = NETWORKS if mode == "warm" else NETWORKS // 4
    try:
        sandbox.run(request, 60, server)
        started = time.monotonic()
        for _ in range(count):
            outcome = sandbox.run(request, 60, server)
            assert outcome.failure is None, outcome
        return 60 * count / (time.monotonic() - started)
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(main())
