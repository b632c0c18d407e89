"""A process for code of others: limited in time and, where the system allows it, shut in.

Then it has no network, a process tree of its own, and can write in its private folder only. It
reads what the user who started it may read, and could make up what it answers.
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

from catalog.proof.failures import Failure, explain_exit, mentions_memory
from catalog.smoke.process.fork_client import (
    Child,
    ForkServer,
    read_first_line,
    shared_server,
)

LOG_BYTES = 4000

_ANSWER_BYTES = 256 * 1024
_STATUS_BYTES = 64
_CHUNK_BYTES = 64 * 1024
_POLL_SECONDS = 0.1
_START_SECONDS = 60.0
_END_SECONDS = 5.0


@dataclass(frozen=True)
class ProcessOutcome:
    """The end of a process: its last answer, why it was not done (if so), its log, its seconds."""

    answer: Mapping[str, Any]
    failure: Failure | None
    log: str
    seconds: float
    isolation: str
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Tail:
    """The last ``most`` bytes of a stream, and how many before them were left out."""

    most: int
    data: bytes = b""
    left_out: int = 0

    def add(self, chunk: bytes) -> None:
        whole = self.data + chunk
        self.data = whole[-self.most :]
        self.left_out += len(whole) - len(self.data)


def run_in_sandbox(
    request: Mapping[str, Any], seconds: float, server: ForkServer | None = None
) -> ProcessOutcome:
    """The probe's answer to ``request``, from a process of its own that is ended after ``seconds``.

    The process is one of ``server``, or of the one that all share.

    Raises:
        OSError: the process cannot be started.
    """
    token = secrets.token_hex(8)
    answers, log = _Tail(_ANSWER_BYTES), _Tail(LOG_BYTES)
    server = server or shared_server()
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
    answer = _last(_without(places, answers.data), token)
    text = _without(places, log.data)
    if log.left_out:
        text = f"({log.left_out:,} bytes left out)\n{text}"
    failure = _failure(answer, status, seconds, text)
    if failure and failure.kind == "out-of-memory":
        allowed = f"{request['memory'] / 2**30:g} GiB"
        failure = Failure(failure.kind, f"{failure.words}, of which {allowed} are allowed")
    return ProcessOutcome(
        answer, failure, text, time.monotonic() - started, server.isolation, server.versions
    )


def _group(child: Child) -> int:
    """The group of processes that works for ``child``."""
    line = read_first_line(child.status, _START_SECONDS)
    if not line:
        raise OSError("the server of processes was lost")
    return int(line)


def _end(child: Child, group: int) -> None:
    """Ends all processes of the card and waits for it: their status pipe is closed then."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    deadline = time.monotonic() + _END_SECONDS
    while time.monotonic() < deadline and read_first_line(child.status, _END_SECONDS):
        pass


def _listen(child: Child, answers: _Tail, log: _Tail, deadline: float) -> int | None:
    """The exit status of the process, None after ``deadline``; fills ``answers`` and ``log``.

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
            ended = ended or status.data.endswith(b"\n")
            if ended and not ready:
                break
    if not ended:
        return None
    return int(status.data) if status.data.strip() else -signal.SIGKILL


def _without(places: Sequence[str], stream: bytes) -> str:
    """The text of ``stream`` without the absolute paths of this machine."""
    text = stream.decode(errors="replace")
    for place in places:
        text = text.replace(f"{place}/", "")
    return text


def _last(answers: str, token: str) -> dict[str, Any]:
    """The last whole answer that begins with ``token``; lines of others are skipped."""
    mark = f"{token} "
    for line in reversed(answers.split("\n")[:-1]):
        if line.startswith(mark):
            with suppress(ValueError, RecursionError):
                facts = json.loads(line.removeprefix(mark))
                if isinstance(facts, dict):
                    return facts
    return {}


def _failure(
    answer: Mapping[str, Any], status: int | None, seconds: float, log: str
) -> Failure | None:
    """Why the process ended before it was done, and in which stage; None where it was done."""
    stage = answer.get("stage", "starting")
    if stage == "done":
        return None
    if "failure" in answer:
        kind, words = answer["failure"]
        return Failure(kind, f"{stage}: {words}")
    if status is None:
        return Failure("too-slow", f"{stage}: not done after {seconds:g} seconds")
    ended = explain_exit(status)
    if mentions_memory(log):
        return Failure("out-of-memory", f"{stage}: {ended.words}, out of memory")
    return Failure(ended.kind, f"{stage}: {ended.words}")
