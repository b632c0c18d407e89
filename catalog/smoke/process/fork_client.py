"""The client of the probe's fork server: starts it, and has it fork a process for each card."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import catalog

Mode = Literal["warm", "cold"]

_HELLO_SECONDS = 120.0
# Isolated (-I), so that neither the environment nor the current folder says what is imported.
_ISOLATED = ("-I", "-B", "-c")
# Nothing else can be imported from the folder that holds this package: in a checkout there are
# tests and networks in it, and a hub may have folders of the same names.
_IMPORT_PACKAGE = """\
import importlib.util, os, sys
parent = os.path.dirname(os.path.dirname(os.path.realpath(sys.argv[1])))
if not parent.endswith("-packages"):
    sys.path[:] = [path for path in sys.path if os.path.realpath(path) != parent]
spec = importlib.util.spec_from_file_location("catalog", sys.argv[1])
sys.modules["catalog"] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
from catalog.smoke.probe import fork_server
"""
_START = f"{_IMPORT_PACKAGE}fork_server.serve()"
_UNSHARE = ("unshare", "--user", "--map-root-user", "--net")
_SHUT_IN = "no network, own process tree, read-only files"
_CUT_OFF = "no network"
_NOT_ISOLATED = "none: this system does not let unshare cut the network off"


@dataclass
class Child:
    """A process that works on a card: file descriptors of its answers, its log and its status."""

    answers: int
    log: int
    status: int

    def close(self) -> None:
        for stream in (self.answers, self.log, self.status):
            os.close(stream)


class ForkServer:
    """A fork server, started when it is first needed, and again when it was lost.

    ``python`` is the interpreter to run it with. ``modes`` are tried in order: a ``warm`` server
    imports MindSpore once for all cards; each fork of a ``cold`` one imports it anew, for releases
    that do not survive a fork. ``versions`` are those of the interpreter and its packages, once a
    server runs.
    """

    def __init__(
        self, python: str = sys.executable, modes: Sequence[Mode] = ("warm", "cold")
    ) -> None:
        self._python = python
        self._modes = modes
        self.isolation = _NOT_ISOLATED
        self.versions: Mapping[str, str] = {}
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    def start(self, request: Mapping[str, Any]) -> Child:
        """A process that works on ``request``.

        Raises:
            OSError: none can be started.
        """
        with self._lock, tempfile.TemporaryFile() as file:
            file.write(json.dumps(request).encode())
            file.seek(0)
            if self._process is None or self._process.poll() is not None:
                self._launch()
            try:
                return self._ask(file.fileno())
            except OSError:
                self._launch()
                return self._ask(file.fileno())

    def _ask(self, request: int) -> Child:
        assert self._channel is not None
        pipes = [os.pipe() for _ in range(3)]
        try:
            socket.send_fds(self._channel, [b"1"], [request, *(write for _, write in pipes)])
        except OSError:
            for read, _ in pipes:
                os.close(read)
            raise
        finally:
            for _, write in pipes:
                os.close(write)
        return Child(*(read for read, _ in pipes))

    def _launch(self) -> None:
        """Starts a server in the first mode that works."""
        prefix = _UNSHARE if _works(_UNSHARE) else ()
        for mode in self._modes:
            self.close()
            hello = self._hello(prefix, mode)
            if hello is not None:
                self.versions = hello["versions"]
                self.isolation = (
                    (_SHUT_IN if hello["shut_in"] else _CUT_OFF) if prefix else _NOT_ISOLATED
                )
                return
        raise OSError("the server of processes does not start")

    def _hello(self, prefix: tuple[str, ...], mode: Mode) -> dict[str, Any] | None:
        """What a new server says first; None where it ended or said nothing in time."""
        self._channel, theirs = socket.socketpair()
        self._scratch = tempfile.TemporaryDirectory(prefix="catalog-", ignore_cleanup_errors=True)
        home = self._scratch.name
        confined = "confined" if prefix else "open"
        with theirs:
            source = str(Path(catalog.__file__).absolute())
            arguments = (source, str(theirs.fileno()), confined, mode)
            self._process = subprocess.Popen(
                [*prefix, self._python, *_ISOLATED, _START, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=home,
                env={"PATH": os.defpath, "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._channel.settimeout(_HELLO_SECONDS)
        line = b""
        with suppress(OSError):
            while not line.endswith(b"\n"):
                part = self._channel.recv(1024)
                if not part:
                    return None
                line += part
            return dict(json.loads(line))
        return None

    def close(self) -> None:
        """Ends the server, and with it all of its forks."""
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process.kill()
            self._process.wait()
        if self._scratch is not None:
            self._scratch.cleanup()
        self._channel = self._process = self._scratch = None


def shared_server(python: str = sys.executable) -> ForkServer:
    """The server that all threads of this process share, with the interpreter ``python``."""
    return _shared(python)


@cache
def _shared(python: str) -> ForkServer:
    server = ForkServer(python)
    atexit.register(server.close)
    return server


def read_first_line(stream: int, seconds: float) -> bytes:
    """The first line that comes from ``stream`` in time; empty where it ends before."""
    line = b""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while not line.endswith(b"\n") and selector.select(seconds):
            part = os.read(stream, 1)
            if not part:
                return b""
            line += part
    return line


def _works(prefix: tuple[str, ...]) -> bool:
    """Whether this system lets the command ``prefix`` run another."""
    with suppress(OSError, subprocess.TimeoutExpired):
        return not subprocess.run(
            [*prefix, "true"], capture_output=True, timeout=10, check=False
        ).returncode
    return False
