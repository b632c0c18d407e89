"""A server that imports MindSpore once and forks for each card; it runs no operation and no card.

MindSpore hangs in a fork of a process that has run an operation; after the import alone it works
(measured, 2.10). The arguments are the number of a socket, ``confined`` or ``open``, and ``warm``
or ``cold``. The server says hello on the socket, then takes a byte and four file descriptors for
each card: request, answers, log and status. On the status pipe come the number of the process to
end, and its exit status.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from catalog.proof.failures import TOO_MANY_PROCESSES
from catalog.smoke.probe import confine, installed_versions
from catalog.smoke.probe.answer import Answer
from catalog.smoke.probe.packages import import_all

# Without the first, oneDNN falls back to reference convolutions on machines with AVX-512, 40 times
# slower (MindSpore 2.9 and 2.10); the second silences warnings.
SETTINGS = {"ONEDNN_MAX_CPU_ISA": "AVX2", "GLOG_v": "3"}

_FAULT = 70
_MOST_PROCESSES = 64
_WATCH_SECONDS = 0.1


def serve() -> NoReturn:
    """Serves until the other end of the channel is closed."""
    number, confined, mode = sys.argv[-3:]
    channel = socket.socket(fileno=int(number))
    os.environ.update(SETTINGS)
    shut_in = confined == "confined" and confine.can_confine(os.fspath(Path.cwd()))
    if mode == "warm":
        import_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    channel.sendall(
        json.dumps({"shut_in": shut_in, "versions": installed_versions()}).encode() + b"\n"
    )
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, 1, 4)
        if not message:
            os._exit(0)
        if os.fork() == 0:
            channel.close()
            _watch(descriptors, shut_in)
        for descriptor in descriptors:
            os.close(descriptor)


def _watch(descriptors: list[int], shut_in: bool) -> NoReturn:
    """Has a process of its own tree do a card's work; writes how it ended to the status pipe."""
    request, answers, log, status = descriptors
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        confine.die_with_parent()
        os.write(status, f"{os.getpid()}\n".encode())
        with os.fdopen(request, "rb") as file:
            task = json.loads(file.read())
        if shut_in:
            _enter_tree(task["scratch"])
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        child = os.fork()
        if child == 0:
            os.close(status)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            _work(task, answers, log, shut_in)
        os.write(status, f"{_end_of(child)}\n".encode())
    except BaseException as error:  # noqa: BLE001 - a fork must not go on as a second server
        os.write(log, f"{type(error).__name__}: {error}\n".encode())
        os._exit(_FAULT)
    os._exit(0)


def _enter_tree(scratch: str) -> None:
    """Goes on as the first process of a tree; when it ends, the system ends all of the tree."""
    confine.enter_own_tree()
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        os._exit(0)
    confine.die_with_parent()
    confine.make_read_only(scratch)


def _end_of(child: int) -> int:
    """The exit status of ``child``, or ``TOO_MANY_PROCESSES`` where its tree grew too large."""
    while True:
        done, how = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(how)
        if confine.count_processes() > _MOST_PROCESSES:
            return TOO_MANY_PROCESSES
        signal.sigtimedwait({signal.SIGCHLD}, _WATCH_SECONDS)


def _work(request: dict[str, Any], answers: int, log: int, shut_in: bool) -> NoReturn:
    """Runs the steps, and ends without the messages that MindSpore prints when it is torn down."""
    from catalog.smoke.probe.run_steps import run_steps

    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    os.chdir(request["scratch"])
    os.environ.update(HOME=request["scratch"], TMPDIR=request["scratch"])
    tempfile.tempdir = None
    if shut_in:
        confine.drop_privileges()
    answer = Answer(answers, request["token"])
    run_steps(request, answer)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
