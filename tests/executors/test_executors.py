"""The executors: one after the other, threads, and a Dask cluster of two worker processes."""

import os
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from catalog.executors import ExecutorError, open_executor


def half(number: int) -> float:
    return number / 2


def inverse(number: int) -> float:
    return 1 / number


def where(_: int) -> int:
    # Long enough that one worker alone would not do all of it.
    time.sleep(0.2)
    return os.getpid()


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    with distributed.LocalCluster(
        2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as local:
        yield local.scheduler_address


@pytest.mark.parametrize("jobs", [1, 4])
def test_jobs_here_give_results_in_order(jobs: int) -> None:
    with open_executor(jobs) as pool:
        assert list(pool.map(half, range(4))) == [0, 0.5, 1, 1.5]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_stays_with_its_own_job(jobs: int) -> None:
    with open_executor(jobs) as pool:
        bad, good = pool.submit(inverse, 0), pool.submit(inverse, 2)
    assert isinstance(bad.exception(), ZeroDivisionError)
    assert good.result() == 0.5


def test_serial_works_in_the_calling_thread_and_threads_do_not_leave_the_process() -> None:
    with open_executor(1) as single, open_executor(2) as threads:
        assert {single.submit(where, 0).result(), threads.submit(where, 0).result()} == {
            os.getpid()
        }


def test_a_cluster_of_two_processes_shares_the_work(cluster: str) -> None:
    with open_executor(1, cluster) as pool:
        processes = [
            future.result() for future in [pool.submit(where, number) for number in range(8)]
        ]
    assert len(set(processes)) == 2
    assert os.getpid() not in processes


def test_the_same_work_is_done_again_on_a_cluster(cluster: str) -> None:
    with open_executor(1, cluster) as pool:
        first, second = pool.submit(time.time), pool.submit(time.time)
        assert first.result() != second.result()


@pytest.mark.parametrize(
    ("jobs", "on", "word"),
    [
        (0, None, "0 jobs do no work"),
        (1, "here", "write tcp://host:8786"),
        (1, "http://localhost:8786", "write tcp://host:8786"),
        (1, "tcp://localhost", "write tcp://host:8786"),
        (1, "tcp://localhost:99999", "nothing listens at tcp://localhost:99999"),
    ],
)
def test_bad_usage_is_said(jobs: int, on: str | None, word: str) -> None:
    if on:
        pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.raises(ExecutorError, match=word), open_executor(jobs, on):
        pass


def test_a_port_without_a_listener_is_said() -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ExecutorError, match="nothing listens at"), open_executor(1, address):
            pass


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ExecutorError, match="Dask is not installed"),
        open_executor(1, "tcp://127.0.0.1:8786"),
    ):
        pass
