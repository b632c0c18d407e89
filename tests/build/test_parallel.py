"""Any number of processes, and a cluster that loses one, give the same findings and pages."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from catalog.build.site import SiteRequest, plan_site
from catalog.build.store import RecordStore
from catalog.executors import Workers
from catalog.hub.settings import load_settings
from catalog.publish.publish import publish
from tests.build.changes import BODIES, HEADERS
from tests.build.test_warm_builds import files, run
from tests.commands import write_card

CARDS = 150
"""More than two batches of cards: the first is the calling process's own."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub of many small cards, no two alike, with findings, and one that nobody can read."""
    folder = tmp_path_factory.mktemp("hub")
    (folder / "catalog.toml").write_text("[catalog]\ntitle = 'Many'\n", encoding="utf-8")
    for number in range(CARDS):
        key, value = HEADERS[number % len(HEADERS)]
        body = f"## Introduction\n\nNetwork {number}.\n\n{BODIES[number % len(BODIES)]}"
        write_card(folder, f"acme/1.{number % 7}/net{number}", body=body, **{key: value})
    (folder / "cards/acme/1.0/broken.md").write_bytes(b"\xff\xfe no card")
    return folder


@pytest.fixture(scope="module")
def cold(hub: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of ``hub`` that one process makes."""
    site = tmp_path_factory.mktemp("cold") / "site"
    make_and_publish(hub, site, Workers(1))
    return files(site)


def make_and_publish(
    hub: Path, site: Path, workers: Workers, progress: Callable[[int], None] = lambda _: None
) -> None:
    with closing(RecordStore()) as store, workers:
        request = SiteRequest(load_settings(hub), hub / "cards", site, {}, progress=progress)
        publish(plan_site(request, store, workers).pages, site)


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_make_the_same_site(
    hub: Path, cold: dict[str, bytes], tmp_path: Path, jobs: int
) -> None:
    make_and_publish(hub, tmp_path / "site", Workers(jobs))
    assert files(tmp_path / "site") == cold


def test_lint_tells_the_same_with_any_number_of_processes(
    hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hub)
    ways = [run("lint", "--format", "json", "--no-cache", "-j", str(jobs)) for jobs in (1, 2, 3)]
    assert ways[0].status == 1
    assert len(set(ways)) == 1


def test_a_cluster_that_loses_a_process_makes_the_same_site(
    hub: Path, cold: dict[str, bytes], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    counts: list[int] = []
    with distributed.LocalCluster(
        2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as local:
        victim = local.workers[0].pid

        def kill_one(count: int) -> None:
            if not counts:
                os.kill(victim, signal.SIGKILL)
            counts.append(count)

        workers = Workers(1, local.scheduler_address)
        make_and_publish(hub, tmp_path / "site", workers, kill_one)
        assert local.workers[0].pid != victim
    assert counts[-1] == CARDS + 1
    assert files(tmp_path / "site") == cold
