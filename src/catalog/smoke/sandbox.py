"""A process for code that nobody here wrote: limited in time, cut off from the network where the system allows it."""

from __future__ import annotations

import json
import os
import secrets
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import catalog
from catalog.smoke import reasons

LOG_BYTES = 4000

_ANSWER_BYTES = 256 * 1024
_CHUNK_BYTES = 64 * 1024
_POLL_SECONDS = 0.1
# Isolated (-I), so that neither the environment nor the current folder says what is imported.
_PYTHON = (sys.executable, "-I", "-B", "-c")
_START = "import sys; sys.path.append(sys.argv[1]); from catalog.smoke import probe; probe.main()"
# A shell as the first process of a tree: when it ends, the system ends whatever is left of the tree.
_SHELL = ("sh", "-c", '"$@"; exit $?', "sh")
_UNSHARE = ("unshare", "--user", "--map-root-user", "--net")
_ISOLATIONS = {
    "no network, own process tree": (*_UNSHARE, "--pid", "--fork", "--kill-child", *_SHELL),
    "no network": (*_UNSHARE, *_SHELL),
}
_NOT_ISOLATED = "none: this system does not let unshare cut the network off"


@dataclass(frozen=True)
class Outcome:
    """What became of a process: its last answer, why there is no better one (or ""), its log, its time in seconds."""

    answer: Mapping[str, Any]
    failure: str
    log: str
    seconds: float


@cache
def isolation() -> tuple[str, tuple[str, ...]]:
    """How processes are isolated on this system, in words, and the command to put in front; tried out once."""
    for words, prefix in _ISOLATIONS.items():
        with suppress(OSError, subprocess.TimeoutExpired):
            if not subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False).returncode:
                return words, prefix
    return _NOT_ISOLATED, ()


@dataclass
class _Tail:
    """The last ``most`` bytes of a stream, and how many went before them."""

    most: int
    kept: bytes = b""
    left_out: int = 0

    def add(self, chunk: bytes) -> None:
        whole = self.kept + chunk
        self.kept = whole[-self.most :]
        self.left_out += len(whole) - len(self.kept)


def run(request: Mapping[str, Any], seconds: float) -> Outcome:
    """The probe's answer to ``request``, from a process of its own that is ended after ``seconds``.

    Raises:
        OSError: the process cannot be started.
    """
    token = secrets.token_hex(8)
    answers, log = _Tail(_ANSWER_BYTES), _Tail(LOG_BYTES)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="catalog-", ignore_cleanup_errors=True) as scratch:
        with _start({**request, "token": token}, scratch) as process:
            try:
                in_time = _listen(process, answers, log, started + seconds)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        status = process.returncode if in_time else None
    places = (scratch, str(request["root"]), sys.prefix)
    answer = _last(_without(places, answers.kept), token)
    text = _without(places, log.kept)
    if log.left_out:
        text = f"({log.left_out:,} bytes left out)\n{text}"
    return Outcome(answer, _failure(answer, status, seconds, text), text, time.monotonic() - started)


def _start(request: Mapping[str, Any], scratch: str) -> subprocess.Popen[bytes]:
    """The process, reading ``request``, in ``scratch`` and with nothing of the user's environment."""
    with tempfile.TemporaryFile() as stdin:
        stdin.write(json.dumps(request).encode())
        stdin.seek(0)
        return subprocess.Popen(
            [*isolation()[1], *_PYTHON, _START, str(Path(catalog.__file__).parents[1])],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=scratch,
            env={"PATH": os.defpath, "HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8"},
            start_new_session=True,
        )


def _listen(process: subprocess.Popen[bytes], answers: _Tail, log: _Tail, deadline: float) -> bool:
    """Whether ``process`` ends before ``deadline``; fills ``answers`` and ``log`` with what it writes meanwhile.

    A pipe that is still open at the end, in the hands of a child of the process, is not waited for.
    """
    assert process.stdout is not None
    assert process.stderr is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, answers)
        selector.register(process.stderr, selectors.EVENT_READ, log)
        while time.monotonic() < deadline:
            ended = process.poll() is not None
            ready = selector.select(0 if ended else _POLL_SECONDS)
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK_BYTES)
                key.data.add(chunk)
                if not chunk:
                    selector.unregister(key.fileobj)
            if ended and not ready:
                return True
    return process.poll() is not None


def _without(places: Sequence[str], stream: bytes) -> str:
    """The text of ``stream`` without the absolute paths of this machine."""
    text = stream.decode(errors="replace")
    for place in places:
        text = text.replace(f"{place}/", "")
    return text


def _last(answers: str, token: str) -> dict[str, Any]:
    """The last whole answer that begins with ``token``; what others wrote is passed over."""
    mark = f"{token} "
    for line in reversed(answers.split("\n")[:-1]):
        if line.startswith(mark):
            with suppress(ValueError):
                found = json.loads(line.removeprefix(mark))
                if isinstance(found, dict):
                    return found
    return {}


def _failure(answer: Mapping[str, Any], status: int | None, seconds: float, log: str) -> str:
    """Why ``answer`` is not the whole answer, with what was being done; empty where it is."""
    if answer.get("stage") == "done":
        return ""
    stage = answer.get("stage", "starting")
    if "failure" in answer:
        return f"{stage}: {answer['failure']}"
    if status is None:
        return f"{stage}: not done after {seconds:g} seconds"
    if reasons.says_memory(log):
        return f"{stage}: out of memory ({reasons.of_end(status)})"
    return f"{stage}: {reasons.of_end(status)}"
