"""Builds and lint runs that remember earlier ones give what those give that remember nothing."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cli import main
from tests.build.changing_hub import KINDS, ChangingHub, Edit, small_hub
from tests.cards import EXAMPLES, steady

RARE = "guide"
"""The kind of edit that costs a run of MkDocs."""
ANY_EDIT = st.builds(
    Edit,
    st.sampled_from([kind for kind in KINDS if kind != RARE] * 3 + [RARE]),
    st.integers(0, 30),
    st.integers(0, 30),
)
SESSIONS = st.lists(st.lists(ANY_EDIT, min_size=1, max_size=3), min_size=2, max_size=6)


class Run(NamedTuple):
    """What a command did: its exit status, and what it said."""

    status: int
    output: str
    complaint: str


def run(*arguments: str) -> Run:
    """A command as in a process of its own: nothing is remembered in memory."""
    for name, module in list(sys.modules.items()):
        if name.startswith("catalog."):
            for function in vars(module).values():
                if hasattr(function, "cache_clear"):
                    function.cache_clear()
    output, complaint = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(complaint):
        status = main([*arguments[:1], "-j", "1", *arguments[1:]])
    return Run(status, output.getvalue(), complaint.getvalue())


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def compare_builds(hub: ChangingHub, top: Path) -> None:
    """Assert that a build that remembers gives what one gives that does not."""
    warm_site, cold_site = top / "warm", top / "cold"
    shutil.rmtree(cold_site, ignore_errors=True)
    before = files(warm_site)
    cold = run("build", "--site", str(cold_site), "--no-cache", *hub.arguments)
    site = ["build", "--site", str(warm_site), "--cache", str(top / "cache"), *hub.arguments]
    expected = before if cold.status else files(cold_site)
    if hub.writes % 3 == 0:
        compare_lists(run(*site, "--check"), cold.status, before, expected)
    warm = run(*site)
    assert (warm.status, warm.complaint) == (cold.status, cold.complaint)
    assert files(warm_site) == expected


def compare_lists(
    check: Run, status: int, before: dict[str, bytes], expected: dict[str, bytes]
) -> None:
    """Assert that ``--check`` tells how ``before`` differs from ``expected``."""
    if status:
        assert check.status == status
        return
    names = {name for name in expected if before.get(name) != expected[name]} - {".catalog.json"}
    gone = {f"{name} (to be removed)" for name in before.keys() - expected.keys()}
    if check.status:
        assert {*check.output.splitlines()[:-1]} == names | gone
    else:
        assert not names | gone


def compare_lint_runs(top: Path) -> None:
    lint = ["lint", "--format", "json"]
    cache = ["--cache", str(top / "cache")]
    cold, warm, again = (run(*lint, *way) for way in (["--no-cache"], cache, cache))
    assert warm == cold
    assert again == cold


@given(SESSIONS)
@settings(steady, max_examples=max(12, EXAMPLES // 100))
def test_after_any_edits_a_warm_build_is_a_cold_one(session: Sequence[Sequence[Edit]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top, hub = Path(os.path.realpath(folder)), small_hub()
        (top / "hub").mkdir()
        hub.write(top / "hub")
        with contextlib.chdir(top / "hub"):
            compare_builds(hub, top)
            for edits in session:
                for edit in edits:
                    hub.change(edit)
                hub.write(top / "hub")
                compare_builds(hub, top)
                compare_lint_runs(top)
