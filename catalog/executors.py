"""Executors: in the calling thread, in threads, or on a Dask cluster.

Mapped functions are module-level, take frozen data as positional arguments and never raise, so that
every executor gives the same results.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

_CONNECT_SECONDS = 10.0
_RENEWED_AFTER = 250
"""Pieces of work after which processes are begun anew: a library in C may give no memory back."""

_Result = TypeVar("_Result")


class ExecutorError(Exception):
    """There is no such executor; the message says what to do."""


class Serial(Executor):
    """Runs each call at once in the calling thread: for one job, tests and debuggers."""

    def submit(  # type: ignore[override]  # no keyword arguments: a cluster takes them for its own
        self, function: Callable[..., _Result], /, *arguments: Any
    ) -> Future[_Result]:
        future: Future[_Result] = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:  # noqa: BLE001 - the future carries it
            future.set_exception(error)
        return future


@contextmanager
def open_executor(jobs: int, on: str | None = None) -> Iterator[Executor]:
    """``Serial`` for one job, threads for more, or the Dask cluster ``on`` (``tcp://host:8786``).

    On a cluster the workers decide how much runs at once, and must see the hub's folder at the same
    path.

    Raises:
        ExecutorError: ``jobs`` is below 1, Dask is not installed, or no cluster answers at ``on``.
    """
    if jobs < 1:
        raise ExecutorError(f"{jobs} jobs do no work: give 1 or more")
    if on is not None:
        with _cluster(on) as pool:
            yield pool
    else:
        with Serial() if jobs == 1 else ThreadPoolExecutor(jobs) as pool:
            yield pool


class Workers:
    """Processes, or a Dask cluster, that are started when a second piece of work comes.

    The first piece is done in the calling thread: most runs have no other. As a context it ends
    them. Raises ExecutorError as ``executor`` does.
    """

    def __init__(self, jobs: int, on: str | None = None) -> None:
        if jobs < 1:
            raise ExecutorError(f"{jobs} jobs do no work: give 1 or more")
        self._jobs, self._on = jobs, on
        self._stack = ExitStack()
        self._here: Executor = Serial()
        self._pool: Executor | None = None
        self._is_first = on is None
        self._submitted = 0
        self.ahead = 2 * jobs if jobs > 1 or on else 0
        """How many pieces of work are worth having in hand at once."""

    def submit(self, function: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        """What ``function`` gives, now or later."""
        if self._is_first or (self._jobs == 1 and self._on is None):
            self._is_first = False
            return self._here.submit(function, *arguments)
        if self._submitted >= _RENEWED_AFTER and self._on is None:
            self._stack.close()
            self._pool, self._submitted = None, 0
        if self._pool is None:
            self._pool = self._stack.enter_context(_processes(self._jobs, self._on))
        self._submitted += 1
        return self._pool.submit(function, *arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)


@contextmanager
def _processes(jobs: int, on: str | None) -> Iterator[Executor]:
    if on is not None:
        with _cluster(on) as pool:
            yield pool
        return
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs)
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def in_order(items: Iterable[_Result], ahead: int) -> Iterator[_Result]:
    """``items`` as they come, while up to ``ahead`` more of them are begun."""
    begun: deque[_Result] = deque()
    for item in items:
        begun.append(item)
        if len(begun) > ahead:
            yield begun.popleft()
    yield from begun


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ExecutorError(
            "Dask is not installed: pip install 'catalog-hub[cluster]', or leave --on away"
        ) from None
    _knock(address)
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExecutorError(f"no Dask scheduler answers at {address}: {error}") from None
    with closing(client):
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError:
            raise ExecutorError(
                f"the Dask scheduler at {address} has no workers: start some"
            ) from None
        with client.get_executor(pure=False) as pool:
            yield pool


def _knock(address: str) -> None:
    """Raises ExecutorError unless something listens at ``address``.

    Dask's client is slow and noisy where nothing does.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme not in {"tcp", "tls"} or not parts.hostname or not parts.port:
            raise ExecutorError(
                f"{address} is no address of a Dask scheduler: write tcp://host:8786"
            )
        socket.create_connection((parts.hostname, parts.port), _CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise ExecutorError(f"nothing listens at {address}: {error}") from None
