"""The sandbox: uncivil networks fail alone, honestly, and nothing of them stays behind."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model import Settings, SmokeResult
from catalog.proof import smoke_json as results
from catalog.smoke.process import sandbox
from catalog.smoke.process.fork_client import shared_server
from tests.smoke_hub import MAKE, NET, card, checks, needs_mindspore, network, smoke

pytestmark = needs_mindspore

FAKE = (
    '{"stage": "done", "network": "Fake", "name": "n", "parameters": {"trainable": 1, "total": 1}}'
)

SHUT_IN = {"kills", "writes", "remounts", "looks-around"}
WRITE_EVERYWHERE = """
import contextlib, os

def write(data):
    for number in range(1, 64):
        with contextlib.suppress(OSError):
            os.write(number, data)

write"""

# A new view of the files, and one that can be written, as root of a namespace of its own.
REMOUNT = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.mount(b"none", b"/", None, 32 | 4096, None), libc.unshare(0x10020000))
print(libc.mount(b"none", b"/", None, 32 | 4096, None))
"""

# The probe's own mark, found in the process, in front of what the probe would never tell.
FORGE = """
import json, os, sys

def forge(told):
    frame = sys._getframe()
    while not any(type(value).__name__ == "Answer" for value in frame.f_locals.values()):
        frame = frame.f_back
    answer = next(value for value in frame.f_locals.values() if type(value).__name__ == "Answer")
    text = told if isinstance(told, str) else json.dumps(told)
    os.write(answer._stream, f"{answer._token} {text}\\n".encode())
    os._exit(0)

forge"""
MEDDLED = "in what the process told (read the network's code: it meddles with the measuring)"

# What the network's code does, and what must be said of it.
UNCIVIL = {
    "good": (NET + MAKE + "    return Net()", ""),
    "exits": (
        "import os\nos._exit(0)",
        "building the network: the network's code ended the process with status 0",
    ),
    "quits": ("raise SystemExit(3)", "building the network: raised SystemExit: 3"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "building the network: crashed with SIGSEGV"),
    "aborts": ("import os\nos.abort()", "building the network: crashed with SIGABRT"),
    "devours": (
        "data = bytearray(9 * 2**30)",
        "building the network: out of memory, of which 4 GiB are allowed",
    ),
    "misnamed": (
        MAKE + "    raise NotImplementedError(name)",
        "building the network: create_network refuses the name",
    ),
    "fakes": (
        f"import os\nprint('''{FAKE}''')\nos.system('''echo '{FAKE}' ''')\nos._exit(0)",
        "ended the process",
    ),
    "fakes-everywhere": (
        f"{WRITE_EVERYWHERE}(b'''x {FAKE}\\n{FAKE}\\n''')\nos._exit(0)",
        "building the network: the network's code ended the process with status 0",
    ),
    "forges": (
        f"{FORGE}({{'stage': 'done', 'parameters': {{'trainable': 'many', 'total': []}}}})",
        MEDDLED,
    ),
    "forges-memory": (
        f"{FORGE}({{'stage': 'done', 'network': 'Net', 'peak_memory': 'none'}})",
        MEDDLED,
    ),
    "forges-depth": (
        f"{FORGE}('[' * 100_000)",
        "the network's code ended the process with status 0",
    ),
    "chatters": (
        NET
        + "for _ in range(1000):\n    print('x' * 999_999)\nprint('last words')\n"
        + MAKE
        + "    return Net()",
        "",
    ),
    "spies": (
        "import os\nraise ValueError(sorted(name for name in os.environ if 'SECRET' in name))",
        "raised ValueError: []",
    ),
    "kills": (
        NET + "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n"
        "for process in (-1, *range(2, 400)):\n    try:\n        os.kill(process, signal.SIGKILL)\n"
        "    except (OSError, OverflowError): pass\n" + MAKE + "    return Net()",
        "building the network: crashed with SIGKILL",
    ),
    "writes": (
        "import pathlib\npathlib.Path(__file__).write_text('')",
        "raised OSError: [Errno 30] Read-only file system",
    ),
    "writes-at-home": (
        NET + "import pathlib, tempfile\n"
        "for place in (pathlib.Path.home(), tempfile.gettempdir(), '.'):\n"
        "    pathlib.Path(place, 'note').write_text('mine')\n" + MAKE + "    return Net()",
        "",
    ),
    "remounts": (
        f"{REMOUNT}\nopen(__file__, 'w')",
        "raised OSError: [Errno 30] Read-only file system",
    ),
    "looks-around": (
        (
            "import os\n"
            "raise ValueError(len([name for name in os.listdir('/proc') if name.isdigit()]) < 4)"
        ),
        "raised ValueError: True",
    ),
    "splits": (
        "import os, time\nif os.fork():\n    time.sleep(3)\n    os._exit(0)\n"
        + NET
        + MAKE
        + "    return Net()",
        "building the network: the network's code ended the process with status 0",
    ),
    "forks": (
        NET + "import os, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    pipe = os.open(HEARTBEAT, os.O_WRONLY)\n"
        "    while True:\n        os.write(pipe, b'x')\n        time.sleep(0.05)\n"
        + MAKE
        + "    return Net()",
        "",
    ),
}


@pytest.fixture(scope="module")
def uncivil(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, dict[str, SmokeResult]]]:
    hub = tmp_path_factory.mktemp("hub")
    # Files are read-only to networks, a pipe is not.
    os.mkfifo(hub / "heartbeat")
    pipe = os.open(hub / "heartbeat", os.O_RDONLY | os.O_NONBLOCK)
    for name, (code, _) in UNCIVIL.items():
        network(hub, name, code)
    shape = "inputs: [{name: image, shape: [1, 3, 8, 8], layout: NCHW, dtype: float32}]"
    cards = [
        card(hub, name, f"model-name: n\nnetwork: networks/{name}\n{shape}") for name in UNCIVIL
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_TOKEN", "not for networks")
        outcomes = smoke(cards, Settings(root=str(hub), smoke_memory=4 * 2**30))
    yield hub, {result.uid: result for result in outcomes}
    os.close(pipe)


@pytest.mark.parametrize("name", UNCIVIL)
def test_an_uncivil_network_fails_alone_and_honestly(
    uncivil: tuple[Path, dict[str, SmokeResult]], name: str
) -> None:
    if name in SHUT_IN and "read-only" not in shared_server().isolation:
        pytest.skip("this system allows no mounts and no process tree of its own")
    result = uncivil[1][name]
    words = UNCIVIL[name][1]
    compared = checks(result)["network"]
    assert compared.verdict == ("failed" if words else "confirmed"), result
    assert words in compared.evidence
    assert "Fake" not in compared.measured
    assert result.seconds > 0


def test_a_log_is_kept_apart_and_short(uncivil: tuple[Path, dict[str, SmokeResult]]) -> None:
    log = uncivil[1]["chatters"].log
    assert log.startswith("(999,99")
    assert "bytes left out" in log
    assert log.rstrip().endswith("last words")
    assert len(log) < sandbox.LOG_BYTES + 100


def test_nothing_of_a_network_outlives_its_result(
    uncivil: tuple[Path, dict[str, SmokeResult]],
) -> None:
    if "process tree" not in shared_server().isolation:
        pytest.skip(
            "this system allows no process tree of its own: a daemon may outlive its network"
        )
    pipe = os.open(uncivil[0] / "heartbeat", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert os.read(pipe, 2**20)
        time.sleep(0.5)
        assert os.read(pipe, 2**20) == b""
    finally:
        os.close(pipe)


def test_no_path_of_this_machine_gets_out(uncivil: tuple[Path, dict[str, SmokeResult]]) -> None:
    hub, by_uid = uncivil
    text = results.results_to_json(by_uid.values())
    assert str(hub) not in text
    assert sys.prefix not in text


def test_a_network_that_hangs_is_ended(tmp_path: Path) -> None:
    network(
        tmp_path,
        "hangs",
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
    )
    settings = Settings(root=str(tmp_path), smoke_seconds=6)
    started = time.monotonic()
    (result,) = smoke([card(tmp_path, "h", "model-name: h\nnetwork: networks/hangs")], settings)
    assert time.monotonic() - started < 9
    assert checks(result)["network"].evidence.startswith(
        "building the network: not done after 6 seconds"
    )
    assert result.failure == "too-slow"
    assert result.verdict == "failed"


def test_the_network_is_out_of_reach(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        network(
            tmp_path,
            "calls",
            "import socket\n"
            f"socket.create_connection(('127.0.0.1', {port}), 3)\nraise SystemExit(9)",
        )
        settings = Settings(root=str(tmp_path))
        (result,) = smoke([card(tmp_path, "c", "model-name: c\nnetwork: networks/calls")], settings)
    words = shared_server().isolation
    assert result.environment["isolation"] == words
    assert ("SystemExit" in checks(result)["network"].evidence) == ("no network" not in words)


def test_without_unshare_it_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    network(tmp_path, "good", NET + MAKE + "    return Net()")
    network(tmp_path, "crashes", UNCIVIL["crashes"][0])
    network(tmp_path, "kills", "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(30)")
    cards = [
        card(tmp_path, name, f"model-name: n\nnetwork: networks/{name}")
        for name in ("crashes", "good", "kills")
    ]
    monkeypatch.setenv("PATH", str(tmp_path))
    shared_server().close()
    try:
        crashes, good, kills = smoke(cards, Settings(root=str(tmp_path)))
    finally:
        shared_server().close()
    assert good.verdict == "confirmed"
    assert (
        good.environment["isolation"]
        == "none: this system does not let unshare cut the network off"
    )
    assert checks(crashes)["network"].evidence.startswith(
        "building the network: crashed with SIGSEGV"
    )
    assert checks(kills)["network"].evidence.startswith(
        "building the network: crashed with SIGKILL"
    )
    assert kills.seconds < 20
