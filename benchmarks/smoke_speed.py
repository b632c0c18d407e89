"""Small networks a minute that smoke proves on one core: forks of one import, and imports."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.network.model_packages import KNOWN, package_networks
from catalog.smoke import probe
from catalog.smoke.process.fork_client import ForkServer, Mode
from catalog.smoke.process.sandbox import run_in_sandbox

Request = dict[str, Any]

TINY = 20
# Twelve that have fewer than ten million parameters.
SMALL = (
    *(
        "ghostnet_050",
        "ghostnet_100",
        "mobilenet_v1_025",
        "mobilenet_v2_075",
        "mobilenet_v3_small_100",
        "mnasnet_050",
    ),
    *(
        "shufflenet_v1_g3_05",
        "shufflenet_v2_x0_5",
        "squeezenet1_0",
        "regnet_x_200mf",
        "efficientnet_b0",
        "densenet121",
    ),
)
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
        tiny = [request(place, place, "", 64)] * TINY
        known = package_networks(KNOWN[0]) or {}
        small = [request(place, "", known[name], 224) for name in SMALL if name in known]
        for what, requests in (
            (f"{TINY} of three layers", tiny),
            (f"{len(small)} of mindcv", small),
        ):
            for rungs in (["repeat", "batch"], ["repeat", "batch", "training"]):
                report(what, requests, rungs)
    return 0


def report(what: str, requests: Sequence[Request], rungs: list[str]) -> None:
    """Prints the speed of both ways; an import for each is slow enough to be told from a few."""
    warm = speed([{**one, "rungs": rungs} for one in requests], "warm")
    cold = speed([{**one, "rungs": rungs} for one in requests[::4]], "cold")
    words = ", with a training step" if "training" in rungs else ""
    print(
        f"{what}{words}: {warm:.0f} networks a minute and core from one import, "
        f"{cold:.0f} with an import each"
    )


def request(place: str, folder: str, factory: str, side: int) -> Request:
    return {
        "root": place,
        "folder": folder,
        "factory": factory,
        "name": "net",
        "arguments": {},
        "inputs": [{"shape": [1, 3, side, side], "layout": "NCHW", "dtype": "float32"}],
        "memory": 4 * 2**30,
    }


def speed(requests: Sequence[Request], mode: Mode) -> float:
    """Networks a minute; the start of the server, which a run pays for once, is left out."""
    server = ForkServer(modes=(mode,))
    try:
        run_in_sandbox(requests[0], 60, server)
        started = time.monotonic()
        for one in requests:
            outcome = run_in_sandbox(one, 60, server)
            assert outcome.failure is None, outcome
        return 60 * len(requests) / (time.monotonic() - started)
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(main())
