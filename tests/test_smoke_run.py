"""Smoke over cards: honest and uncivil networks, the seeds, a cluster, and a machine without MindSpore."""

import json
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalog import schema
from catalog.model import Card, CatalogError, Check, Settings, SmokeResult, Vocabulary
from catalog.parse import parse
from catalog.read import card_paths, read_source
from catalog.smoke import results, run, sandbox
from catalog.work import Serial, executor

needs_mindspore = pytest.mark.skipif(find_spec("mindspore") is None, reason="MindSpore is not installed")

NET = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
    def construct(self, x):
        return self.conv(x)

"""
MAKE = "def create_network(name):\n"
FAKE = '{"stage": "done", "network": "Fake", "name": "n", "parameters": {"trainable": 1, "total": 1}}'

# What the network's code does, and what must be said of it.
UNCIVIL = {
    "good": (NET + MAKE + "    return Net()", ""),
    "exits": ("import os\nos._exit(0)", "building the network: the network's code ended the process with status 0"),
    "quits": ("raise SystemExit(3)", "building the network: raised SystemExit: 3"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "building the network: crashed with SIGSEGV"),
    "aborts": ("import os\nos.abort()", "building the network: crashed with SIGABRT"),
    "devours": ("data = bytearray(9 * 2**30)", "building the network: out of memory"),
    "misnamed": (MAKE + "    raise NotImplementedError(name)", "building the network: create_network refuses the name"),
    "fakes": (f"import os\nprint('''{FAKE}''')\nos.system('''echo '{FAKE}' ''')\nos._exit(0)", "ended the process"),
    "fakes-everywhere": (
        f"import contextlib, os\nfor number in range(1, 64):\n    with contextlib.suppress(OSError):\n"
        f"        os.write(number, b'''x {FAKE}\\n{FAKE}\\n''')\nos._exit(0)",
        "building the network: the network's code ended the process with status 0",
    ),
    "chatters": (NET + "print('x' * 50_000_000)\nprint('last words')\n" + MAKE + "    return Net()", ""),
    "spies": (
        "import os\nraise ValueError(sorted(name for name in os.environ if 'SECRET' in name))",
        "raised ValueError: []",
    ),
    "forks": (
        NET + "import os, time\nif os.fork() == 0:\n    os.setsid()\n    while True:\n"
        "        open(HEARTBEAT, 'a').write('x')\n        time.sleep(0.05)\n" + MAKE + "    return Net()",
        "",
    ),
}


@pytest.fixture(scope="module")
def vocabularies(root: Path) -> Mapping[str, Vocabulary]:
    return schema.vocabularies(str(root))


def card(hub: Path, uid: str, header: str) -> Card:
    path = hub / "cards" / f"{uid}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# A\n\n---\n\n{header}\n\n---\n\n## Introduction\n")
    return parse(read_source(path, hub / "cards", f"cards/{uid}.md"), {})


def network(hub: Path, name: str, code: str) -> None:
    folder = hub / "networks" / name
    folder.mkdir(parents=True)
    (folder / "mindspore_hub_conf.py").write_text(f"HEARTBEAT = {str(hub / 'heartbeat')!r}\n{code}\n")


def checks(result: SmokeResult) -> dict[str, Check]:
    return {check.fact: check for check in result.checks}


def smoke(cards: Iterable[Card], settings: Settings, vocabularies: Mapping[str, Vocabulary]) -> list[SmokeResult]:
    with executor(2) as pool:
        return run.smoke(cards, settings, vocabularies, pool, lambda _: None)


@pytest.fixture(scope="module")
def uncivil(
    tmp_path_factory: pytest.TempPathFactory, vocabularies: Mapping[str, Vocabulary]
) -> tuple[Path, dict[str, SmokeResult]]:
    hub = tmp_path_factory.mktemp("hub")
    for name, (code, _) in UNCIVIL.items():
        network(hub, name, code)
    shape = "inputs: [{name: image, shape: [1, 3, 8, 8], layout: NCHW, dtype: float32}]"
    cards = [card(hub, name, f"model-name: n\nnetwork: networks/{name}\n{shape}") for name in UNCIVIL]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_TOKEN", "not for networks")
        found = smoke(cards, Settings(root=str(hub), smoke_memory=4 * 2**30), vocabularies)
    return hub, {result.uid: result for result in found}


@needs_mindspore
@pytest.mark.parametrize("name", UNCIVIL)
def test_an_uncivil_network_fails_alone_and_honestly(uncivil: tuple[Path, dict[str, SmokeResult]], name: str) -> None:
    result = uncivil[1][name]
    words = UNCIVIL[name][1]
    found = checks(result)["network"]
    assert found.verdict == ("failed" if words else "confirmed"), result
    assert words in found.evidence
    assert "Fake" not in found.measured
    assert result.seconds > 0


@needs_mindspore
def test_a_log_is_kept_apart_and_short(uncivil: tuple[Path, dict[str, SmokeResult]]) -> None:
    log = uncivil[1]["chatters"].log
    assert log.startswith("(49,9")
    assert "bytes left out" in log
    assert log.rstrip().endswith("last words")
    assert len(log) < sandbox.LOG_BYTES + 100


@needs_mindspore
def test_nothing_of_a_network_outlives_its_result(uncivil: tuple[Path, dict[str, SmokeResult]]) -> None:
    if "process tree" not in sandbox.isolation()[0]:
        pytest.skip("this system allows no process tree of its own: a daemon may outlive its network")
    heartbeat = uncivil[0] / "heartbeat"
    before = heartbeat.stat().st_size
    time.sleep(0.5)
    assert heartbeat.stat().st_size == before > 0


@needs_mindspore
def test_no_path_of_this_machine_gets_out(uncivil: tuple[Path, dict[str, SmokeResult]]) -> None:
    hub, found = uncivil
    text = results.to_json(found.values())
    assert str(hub) not in text
    assert sys.prefix not in text


@needs_mindspore
def test_a_network_that_hangs_is_ended(tmp_path: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    network(tmp_path, "hangs", "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass")
    settings = Settings(root=str(tmp_path), smoke_seconds=6)
    started = time.monotonic()
    (result,) = smoke([card(tmp_path, "h", "model-name: h\nnetwork: networks/hangs")], settings, vocabularies)
    assert time.monotonic() - started < 9
    assert checks(result)["network"].evidence == "building the network: not done after 6 seconds"
    assert result.verdict == "failed"


@needs_mindspore
def test_the_network_is_out_of_reach(tmp_path: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        network(
            tmp_path, "calls", f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 3)\nraise SystemExit(9)"
        )
        settings = Settings(root=str(tmp_path))
        (result,) = smoke([card(tmp_path, "c", "model-name: c\nnetwork: networks/calls")], settings, vocabularies)
    words = sandbox.isolation()[0]
    assert result.environment["isolation"] == words
    assert ("SystemExit" in checks(result)["network"].evidence) == ("no network" not in words)


@needs_mindspore
def test_claims_meet_their_measurements(tmp_path: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    network(tmp_path, "n", NET + MAKE + "    return Net()")
    header = (
        "model-name: n\nnetwork: networks/n\nparameters: 109\nmultiply-adds: 6912\n"
        "inputs: [{name: image, shape: [8, 8, 3], layout: HWC, dtype: float32}]"
    )
    (result,) = smoke([card(tmp_path, "a/b", header)], Settings(root=str(tmp_path)), vocabularies)
    assert {fact: check.verdict for fact, check in checks(result).items()} == {
        "network": "confirmed",
        "input shape": "contradicted",
        "input layout": "contradicted",
        "output shape": "not stated",
        # 3 * 4 * 9 = 108 weights, each used at 64 places.
        "parameters": "contradicted",
        "multiply-adds": "confirmed",
    }
    assert result.verdict == "contradicted"
    assert checks(result)["input layout"].measured == "NCHW"


SEEDS = {
    "mindspore/1.5/ghostnet_imagenet2012": (
        "confirmed",
        "1x3x224x224",
        "5,182,508 trainable, 5,204,476 in all",
        141.2e6,
    ),
    "mindspore/ascend/1.1/ssd_v1.1": ("not stated", "1x3x300x300", "4,393,461 trainable, 4,445,365 in all", 754.6e6),
    "mindspore/ascend/1.3/ssdresnet50_v1.3_coco2017": (
        "contradicted",
        "1x3x640x640",
        "36,671,542 trainable, 36,737,462 in all",
        40_405e6,
    ),
    "noah-cvlab/ascend/0.7/ghostnet_ssd_v1.0": (
        "confirmed",
        "1x3x300x300",
        "6,740,297 trainable, 6,788,201 in all",
        667.5e6,
    ),
    "noah-cvlab/gpu/1.0/ghostnet_v1.0_oxford_pets": (
        "not stated",
        "1x3x224x224",
        "3,948,905 trainable, 3,970,873 in all",
        139.9e6,
    ),
}
MAPPED = {
    "https://gitee.com/mindspore/models/tree/r1.5/research/cv": "networks",
    "https://gitee.com/mindspore/models/tree/master/research/cv": "networks",
    "https://gitee.com/mindspore/mindspore/tree/master/model_zoo/research/cv": "networks",
    "https://gitee.com/mindspore/mindspore/tree/r1.1/model_zoo/official/cv": "networks",
    "https://gitee.com/mindspore/mindspore/tree/r1.3/model_zoo/research/cv/ssd_resnet50": "networks/ssd_resnet50_fpn",
}


@needs_mindspore
def test_the_seeds_are_measured_in_time(root: Path, seeds: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    cards = [parse(read_source(path, seeds, path.name), {}) for path in card_paths(seeds)]
    told: list[str] = []
    started = time.monotonic()
    with executor(2) as pool:
        found = run.smoke(
            cards,
            Settings(root=str(root), smoke_sources=MAPPED),
            vocabularies,
            pool,
            lambda result: told.append(result.uid),
        )
    assert time.monotonic() - started < 90
    assert [result.uid for result in found] == sorted(told) == sorted(SEEDS)
    for result in found:
        shape_verdict, shape, parameters, multiply_adds = SEEDS[result.uid]
        by_fact = checks(result)
        assert by_fact["network"].verdict == "confirmed"
        if result.uid != "mindspore/1.5/ghostnet_imagenet2012":
            assert by_fact["input shape"].verdict == shape_verdict
        assert by_fact["input shape"].measured == shape
        assert by_fact["parameters"].measured == parameters
        assert int(by_fact["multiply-adds"].measured.replace(",", "")) == pytest.approx(multiply_adds, rel=5e-4)
    assert [result.uid for result in found if result.verdict == "contradicted"] == [
        "mindspore/ascend/1.3/ssdresnet50_v1.3_coco2017"
    ]


@needs_mindspore
def test_a_cluster_gives_the_same_as_this_machine(tmp_path: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    network(tmp_path, "n", NET + MAKE + "    return Net()")
    network(tmp_path, "exits", "import os\nos._exit(0)")
    cards = [
        card(tmp_path, f"{name}{number}", f"model-name: n\nnetwork: networks/{name}")
        for name in ("n", "exits")
        for number in range(2)
    ]
    settings = Settings(root=str(tmp_path))
    here = smoke(cards, settings, vocabularies)
    with (
        distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        executor(1, local.scheduler_address) as pool,
    ):
        there = run.smoke(cards, settings, vocabularies, pool, lambda _: None)
    assert [(result.uid, result.checks) for result in there] == [(result.uid, result.checks) for result in here]
    assert [result.verdict for result in there] == ["failed", "failed", "confirmed", "confirmed"]


def test_without_mindspore_nothing_is_testable(
    tmp_path: Path, vocabularies: Mapping[str, Vocabulary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mindspore", None)
    network(tmp_path, "n", NET)
    cards = [
        card(tmp_path, "a", "model-name: n\nnetwork: networks/n\nparameters: 5M"),
        card(tmp_path, "b", "model-name: n"),
    ]
    found = smoke(cards, Settings(root=str(tmp_path)), vocabularies)
    assert [result.verdict for result in found] == ["not testable here"] * 2
    assert checks(found[0])["network"].evidence == run.NO_MINDSPORE
    assert "neither a network entry nor a repo-link" in checks(found[1])["network"].evidence
    assert checks(found[0])["parameters"].claimed == "5M"


class Lost(Serial):
    """Loses every second job, as a pool does whose worker was killed."""

    count = 0

    def submit(self, function, /, *arguments):  # type: ignore[no-untyped-def, override]
        self.count += 1
        if self.count % 2:
            return super().submit(function, *arguments)
        future: Future[SmokeResult] = Future()
        future.set_exception(RuntimeError("the worker died"))
        return future


def test_a_lost_worker_costs_its_own_card_only(tmp_path: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    network(tmp_path, "n", NET)
    missing = [card(tmp_path, uid, "model-name: n") for uid in ("a", "c")]
    there = card(tmp_path, "b", "model-name: n\nnetwork: networks/n")
    with Lost() as pool:
        found = run.smoke(
            [missing[0], there, missing[1]], Settings(root=str(tmp_path)), vocabularies, pool, lambda _: None
        )
    assert [result.verdict for result in found] == ["not testable here", "failed", "not testable here"]
    assert checks(found[1])["network"].evidence == "the worker was lost: RuntimeError: the worker died"


def example() -> list[SmokeResult]:
    check = Check("network", "networks/n", "Net", "confirmed", "builds and runs")
    return [
        SmokeResult("b", "n", (check,), {"python": "3.11", "machine": "x"}, 1.5, 2**30, "ü"),
        SmokeResult("a", "", (Check("network", "", "", "not testable here", "there is none"),)),
    ]


def test_a_document_is_valid_sorted_and_read_back(root: Path) -> None:
    form = schema.load("smoke", str(root))
    text = results.to_json(example())
    found = results.from_json(text, form, "smoke.json")
    assert [result.uid for result in found] == ["a", "b"]
    assert sorted(found, key=lambda result: result.uid) == sorted(example(), key=lambda result: result.uid)
    assert results.to_json(reversed(found)) == text
    assert json.loads(text)["results"][1]["verdict"] == "confirmed"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (("{", "["), "is not JSON"),
        (('"version": 1', '"version": 2'), r"\$.version"),
        (('"confirmed"', '"sure"'), r"\$.results\[1\].checks\[0\].verdict|\$.results\[1\].verdict"),
        (('"uid": "a"', '"id": "a"'), r"\$.results\[0\]"),
        (('"seconds": 1.5', '"seconds": -1'), r"\$.results\[1\].seconds"),
    ],
)
def test_a_document_of_another_kind_is_refused(root: Path, change: tuple[str, str], word: str) -> None:
    text = results.to_json(example()).replace(*change)
    with pytest.raises(CatalogError, match=word):
        results.from_json(text, schema.load("smoke", str(root)), "smoke.json")
