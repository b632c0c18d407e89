"""The server that forks a process a network: lost and started again, fed nonsense, kept alone."""

import subprocess
import sys
from pathlib import Path

import catalog
from catalog.model import Settings
from catalog.smoke.process import fork_client
from catalog.smoke.process.fork_client import shared_server
from tests.smoke_hub import MAKE, NET, card, needs_mindspore, network, smoke

pytestmark = needs_mindspore


def test_a_server_that_is_lost_is_started_again(tmp_path: Path) -> None:
    network(tmp_path, "good", NET + MAKE + "    return Net()")
    cards = [card(tmp_path, "good", "model-name: n\nnetwork: networks/good")]
    settings = Settings(root=str(tmp_path))
    server = shared_server()
    for _ in range(2):
        (result,) = smoke(cards, settings)
        assert result.verdict == "confirmed"
        process = server._process
        assert process is not None
        process.kill()
        process.wait()


BAD = {
    "[a, b]": "runs at a usual image size",
    "[0, -1, 3]": "runs at a usual image size",
    "[]": "runs at a usual image size",
    "224x224": "runs at a usual image size",
    "[[1, 3], [2]]": "runs at a usual image size",
    "[1, 1, 1, 1, 1, 1, 1, 1, 1]": "runs in none of the ways tried (2)",
    "[999999999, 999999999, 3]": "runs at a usual image size",
}


def test_shapes_that_are_no_shapes_have_a_verdict_with_a_reason(tmp_path: Path) -> None:
    network(tmp_path, "good", NET + MAKE + "    return Net()")
    head = "model-name: n\nnetwork: networks/good\ninputs:\n- name: image\n  layout: CHW\n  shape: "
    cards = [card(tmp_path, str(number), head + shape) for number, shape in enumerate(BAD)]
    outcomes = smoke(cards, Settings(root=str(tmp_path), smoke_memory=4 * 2**30))
    for result, words in zip(outcomes, BAD.values(), strict=True):
        assert words in " ".join(check.evidence for check in result.checks), result


def test_a_process_imports_this_package_and_no_neighbour_of_it(tmp_path: Path) -> None:
    ask = "print(*(name for name in sys.argv[2:] if importlib.util.find_spec(name)))"
    code = fork_client._IMPORT_PACKAGE + ask
    command = [sys.executable, "-I", "-B", "-c", code, catalog.__file__]
    neighbours = ["catalog.smoke", "catalog.cli", "tests", "networks", "benchmarks", "schema"]
    output = subprocess.check_output([*command, *neighbours], cwd=tmp_path, text=True)
    assert output.split() == ["catalog.smoke", "catalog.cli"]
