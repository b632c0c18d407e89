"""A hub of small networks in a temporary folder, for tests of smoke."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalog.executors import open_executor
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Card, Check, Settings, SmokeResult
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import read_source
from catalog.smoke.job import USUAL, Options, make_job
from catalog.smoke.run import run_jobs

needs_mindspore = pytest.mark.skipif(
    find_spec("mindspore") is None, reason="MindSpore is not installed"
)

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


def card(hub: Path, uid: str, header: str) -> Card:
    path = hub / "cards" / f"{uid}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# A\n\n---\n\n{header}\n\n---\n\n## Introduction\n")
    return parse_card(read_source(path, hub / "cards", f"cards/{uid}.md"), {})


def network(hub: Path, name: str, code: str) -> None:
    folder = hub / "networks" / name
    folder.mkdir(parents=True)
    (folder / "mindspore_hub_conf.py").write_text(
        f"HEARTBEAT = {str(hub / 'heartbeat')!r}\n{code}\n"
    )


def checks(result: SmokeResult) -> dict[str, Check]:
    return {check.fact: check for check in result.checks}


def smoke(
    cards: Iterable[Card],
    settings: Settings,
    pool: Executor | None = None,
    tell: Callable[[SmokeResult], object] = id,
    options: Options = USUAL,
) -> list[SmokeResult]:
    """The results, from two threads where no ``pool`` is given."""
    vocabularies = load_vocabularies(settings.root)
    jobs = [make_job(card, settings, vocabularies, options) for card in cards]
    if pool is not None:
        return run_jobs(jobs, pool, tell)
    with open_executor(2) as threads:
        return run_jobs(jobs, threads, tell)
