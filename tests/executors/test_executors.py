"""The executors: one after the other, threads, and a Dask cluster of two worker processes."""

import os
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from catalog.executors import ExecutorError, Workers, in_order, open_executor


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


def test_one_job_works_in_this_process_alone() -> None:
    with Workers(1) as workers:
        assert {workers.submit(where, number).result() for number in range(3)} == {os.getpid()}


def test_work_after_the_first_piece_is_done_in_processes() -> None:
    with Workers(2) as workers:
        first = workers.submit(where, 0).result()
        others = {workers.submit(where, number).result() for number in range(4)}
    assert first == os.getpid()
    assert os.getpid() not in others


def test_a_cluster_does_the_first_piece_too(cluster: str) -> None:
    with Workers(1, cluster) as workers:
        assert workers.submit(where, 0).result() != os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_workers_stays_with_its_own_piece(jobs: int) -> None:
    with Workers(jobs) as workers:
        pieces = [workers.submit(inverse, number) for number in (2, 0, 4)]
        assert [pieces[0].result(), pieces[2].result()] == [0.5, 0.25]
        assert isinstance(pieces[1].exception(), ZeroDivisionError)


@pytest.mark.parametrize("jobs", [0, -1])
def test_workers_are_one_or_more(jobs: int) -> None:
    with pytest.raises(ExecutorError, match=f"{jobs} jobs do no work"):
        Workers(jobs)


@pytest.mark.parametrize(("jobs", "on", "ahead"), [(1, None, 0), (2, None, 4), (1, "tcp://a:1", 2)])
def test_work_is_begun_ahead_where_others_do_it(jobs: int, on: str | None, ahead: int) -> None:
    assert Workers(jobs, on).ahead == ahead


@pytest.mark.parametrize("ahead", [0, 1, 3, 20])
def test_items_come_in_order_and_some_are_begun_ahead(ahead: int) -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for number in range(8):
            begun.append(number)
            yield number

    taken = []
    for number in in_order(items(), ahead):
        assert len(begun) == min(8, number + 1 + ahead)
        taken.append(number)
    assert taken == [*range(8)]
