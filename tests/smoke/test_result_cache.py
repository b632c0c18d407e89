"""Results kept by content: what makes a second run do nothing, and what makes it begin again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.executors import Serial
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Check, Settings, SmokeResult, Verdict
from catalog.smoke import result_cache
from catalog.smoke.batch import make_jobs, run_batch
from catalog.smoke.environments import Environment, own_environment
from catalog.smoke.job import Job
from catalog.smoke.result_cache import CacheFolder, cache_result, cached_result, job_key
from tests.smoke_hub import MAKE, NET, card, needs_mindspore, network

HEADER = "model-name: n\nnetwork: networks/n\nparameters: 112"


def jobs(hub: Path, header: str = HEADER) -> list[Job]:
    settings = Settings(root=str(hub))
    return make_jobs([card(hub, "a/1.0/n", header)], settings, load_vocabularies(str(hub)))


def key(hub: Path, header: str = HEADER, mindspore: str = "2.10.0") -> str:
    result_cache._tree_digest.cache_clear()
    (job,) = jobs(hub, header)
    return job_key(job, mindspore)


def result(**changed: str) -> SmokeResult:
    checks = (Check("network", "n", "Net", Verdict.CONFIRMED, "builds"),)
    tested = SmokeResult("a/1.0/n", "n", checks, {"mindspore": "2.10.0"}, 1.5, 2**20)
    return replace(tested, **changed)  # type: ignore[arg-type]


def edit(hub: Path) -> None:
    (hub / "networks" / "n" / "mindspore_hub_conf.py").write_text("pass")


def add(hub: Path) -> None:
    (hub / "networks" / "n" / "more.py").write_text("")


@pytest.mark.parametrize("change", [edit, add])
def test_other_code_is_another_key(tmp_path: Path, change: Callable[[Path], None]) -> None:
    network(tmp_path, "n", NET)
    before = key(tmp_path)
    assert before == key(tmp_path)
    change(tmp_path)
    assert key(tmp_path) != before


@pytest.mark.parametrize("header", [f"{HEADER}\nfine-tunable: True", HEADER.replace("112", "113")])
def test_other_facts_are_another_key(tmp_path: Path, header: str) -> None:
    network(tmp_path, "n", NET)
    assert key(tmp_path, header) != key(tmp_path)


def test_another_mindspore_other_weights_and_no_network(tmp_path: Path) -> None:
    network(tmp_path, "n", NET)
    assert key(tmp_path, mindspore="2.9.0") != key(tmp_path)
    (job,) = jobs(tmp_path)
    weights = tmp_path / "n.ckpt"
    keys = set()
    for data in (b"1", b"2"):
        weights.write_bytes(data)
        keys.add(job_key(replace(job, weights=str(weights)), "2.10.0"))
    assert len(keys) == 2
    assert key(tmp_path, "model-name: n\nnetwork: networks/gone") == ""


def test_where_the_hub_lies_is_no_matter(tmp_path: Path) -> None:
    for name in ("here", "there"):
        network(tmp_path / name, "n", NET)
        (tmp_path / name / "networks" / "n" / "mindspore_hub_conf.py").write_text(NET)
    assert key(tmp_path / "here") == key(tmp_path / "there")


def test_a_result_is_recalled_and_a_corrupt_one_is_missing(tmp_path: Path) -> None:
    files = CacheFolder(tmp_path / "smoke")
    assert cached_result(files, "k") is None
    cache_result(files, "k", result())
    assert cached_result(files, "k") == result()
    assert (list(files), len(files)) == (["k"], 1)
    for text in ("{", "[]", '{"uid": 1}', "\udcff"):
        (tmp_path / "smoke" / "k.json").write_bytes(text.encode(errors="surrogateescape"))
        assert cached_result(files, "k") is None
    del files["k"]
    assert cached_result(files, "k") is None


@pytest.mark.parametrize("failure", ["too-slow", "worker-lost", "out-of-memory", "crashed"])
def test_what_another_run_may_find_out_is_not_kept(failure: str) -> None:
    cache: dict[str, str] = {}
    cache_result(cache, "k", result(failure=failure))
    cache_result(cache, "", result())
    assert cache == {}
    cache_result(cache, "k", result(failure="not-a-cell"))
    assert list(cache) == ["k"]


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "smoke").write_text("a file is in the way")
    files = CacheFolder(tmp_path / "smoke")
    cache_result(files, "k", result())
    assert cached_result(files, "k") is None


@needs_mindspore
def test_a_second_run_proves_nothing(tmp_path: Path) -> None:
    network(tmp_path, "n", f"open(HEARTBEAT, 'a').write('.')\n{NET}{MAKE}    return Net()")
    cache: dict[str, str] = {}
    uids: list[str] = []
    with Serial() as pool:
        first, second = (
            run_batch(
                jobs(tmp_path),
                [own_environment()],
                pool,
                cache,
                lambda outcome: uids.append(outcome.uid),
            )
            for _ in range(2)
        )
    assert (first.recalled, second.recalled, second.total) == (0, 1, 1)
    assert first.results == second.results
    assert uids == ["a/1.0/n"] * 2


def test_a_version_that_is_not_to_be_had_is_not_testable(tmp_path: Path) -> None:
    network(tmp_path, "n", NET)
    place = Environment("9.9.9", fault="there is no MindSpore 9.9.9 for this Python")
    with Serial() as pool:
        batch = run_batch(jobs(tmp_path), [place], pool, {}, lambda _: None)
    (missing,) = batch.results
    assert missing.verdict == "not testable here"
    assert missing.environment == {"mindspore": "9.9.9"}
    assert missing.checks[0].evidence.startswith("there is no MindSpore 9.9.9 for this Python")
