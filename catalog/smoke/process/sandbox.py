"""A process for code that nobody here wrote: limited in time, cut off from the network where the system allows it.

There it has a process tree of its own, too, and can write in its private folder only. It reads what the user who
started it may read, and what it tells of itself it could make up: isolation is no judge of honesty.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from catalog.proof import failures as reasons
from catalog.proof.failures import Failure
from catalog.smoke.process import fork_client as forks
from catalog.smoke.process.fork_client import Child, Forks

LOG_BYTES = 4000

_ANSWER_BYTES = 256 * 1024
_STATUS_BYTES = 64
_CHUNK_BYTES = 64 * 1024
_POLL_SECONDS = 0.1
_START_SECONDS = 60.0
_END_SECONDS = 5.0


@dataclass(frozen=True)
class Outcome:
    """What became of a process: its last answer, why there is no better one, its log, its time in seconds."""

    answer: Mapping[str, Any]
    failure: Failure | None
    log: str
    seconds: float
    isolation: str
    versions: Mapping[str, str] = field(default_factory=dict)


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


def run(request: Mapping[str, Any], seconds: float, server: Forks | None = None) -> Outcome:
    """The probe's answer to ``request``, from a process of its own that is ended after ``seconds``.

    The process is one of ``server``, or of the one that all share.

    Raises:
        OSError: the process cannot be started.
    """
    token = secrets.token_hex(8)
    answers, log = _Tail(_ANSWER_BYTES), _Tail(LOG_BYTES)
    server = server or forks.shared()
    with tempfile.TemporaryDirectory(prefix="catalog-", ignore_cleanup_errors=True) as scratch:
        child = server.start({**request, "token": token, "scratch": scratch})
        try:
            group = _group(child)
            started = time.monotonic()
            try:
                status = _listen(child, answers, log, started + seconds)
            finally:
                _end(child, group)
        finally:
            child.close()
    places = (scratch, str(request["root"]), sys.prefix)
    answer = _last(_without(places, answers.kept), token)
    text = _without(places, log.kept)
    if log.left_out:
        text = f"({log.left_out:,} bytes left out)\n{text}"
    failure = _failure(answer, status, seconds, text)
    if failure and failure.kind == "out-of-memory":
        failure = Failure(
            failure.kind, f"{failure.words}, of which {request['memory'] / 2**30:g} GiB are allowed"
        )
    return Outcome(
        answer, failure, text, time.monotonic() - started, server.isolation, server.versions
    )


def _group(child: Child) -> int:
    """The group of processes that works for ``child``."""
    line = forks.first_line(child.status, _START_SECONDS)
    if not line:
        raise OSError("the server of processes was lost")
    return int(line)


def _end(child: Child, group: int) -> None:
    """Ends all processes of the card, and waits until the system has: their status pipe is closed then."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    deadline = time.monotonic() + _END_SECONDS
    while time.monotonic() < deadline and forks.first_line(child.status, _END_SECONDS):
        pass


def _listen(child: Child, answers: _Tail, log: _Tail, deadline: float) -> int | None:
    """The status with which the process ends before ``deadline``; fills ``answers`` and ``log`` meanwhile.

    A pipe that is still open at the end, in the hands of a child of the process, is not waited for.
    """
    status = _Tail(_STATUS_BYTES)
    with selectors.DefaultSelector() as selector:
        for stream, tail in ((child.answers, answers), (child.log, log), (child.status, status)):
            selector.register(stream, selectors.EVENT_READ, tail)
        ended = False
        while time.monotonic() < deadline:
            ready = selector.select(0 if ended else _POLL_SECONDS)
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK_BYTES)
                key.data.add(chunk)
                if not chunk:
                    selector.unregister(key.fd)
                    ended = ended or key.data is status
            ended = ended or status.kept.endswith(b"\n")
            if ended and not ready:
                break
    if not ended:
        return None
    return int(status.kept) if status.kept.strip() else -signal.SIGKILL


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
            with suppress(ValueError, RecursionError):
                found = json.loads(line.removeprefix(mark))
                if isinstance(found, dict):
                    return found
    return {}


def _failure(
    answer: Mapping[str, Any], status: int | None, seconds: float, log: str
) -> Failure | None:
    """Why ``answer`` is not the whole answer, with what was being done; None where it is."""
    stage = answer.get("stage", "starting")
    if stage == "done":
        return None
    if "failure" in answer:
        kind, words = answer["failure"]
        return Failure(kind, f"{stage}: {words}")
    if status is None:
        return Failure("too-slow", f"{stage}: not done after {seconds:g} seconds")
    ended = reasons.of_end(status)
    if reasons.says_memory(log):
        return Failure("out-of-memory", f"{stage}: {ended.words}, out of memory")
    return Failure(ended.kind, f"{stage}: {ended.words}")
