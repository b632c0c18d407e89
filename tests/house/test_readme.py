"""The README shows what commands print: its examples run on a card with the slips it names."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.smoke_hub import needs_mindspore

ROOT = Path(__file__).resolve().parents[2]
CARD = "cards/mindspore/1.5/ghostnet_imagenet2012.md"
SLIPS = [
    ('model-version: "1.5"', "model-version: v1.5"),
    ("612f2fee612654057734283a50ff9eb9c967ee838c1b2f3b9b555e1689f53851", "612f2fee"),
    ("GhostNet makes half", "GhostNet is an audio network. It makes half"),
    ("parameters: 5.2M", "parameters: 5.9M"),
]
# How far two passes differ in their last digits is the machine's business.
ROUNDING = re.compile(r"\de-\d\d")
# Nor is it of interest how many files a site has.
FILES = re.compile(r"\d+(?= files written)")
EXAMPLES = re.findall(
    r"^```console\n\$ catalog (.+)\n((?:.+\n)+?)```", (ROOT / "README.md").read_text("utf-8"), re.M
)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub")
    for name in ("cards", "networks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "catalog.toml", folder)
    text = (folder / CARD).read_text("utf-8")
    for right, wrong in SLIPS:
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    (folder / CARD).write_text(text, "utf-8")
    return folder


def test_three_jobs_are_shown() -> None:
    assert [command.split()[0] for command, _ in EXAMPLES] == ["lint", "smoke", "build"]


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        pytest.param(*example, id=name, marks=() if name == "lint" else needs_mindspore)
        for example in EXAMPLES
        for name in example[0].split()[:1]
    ],
)
def test_output_is_as_shown(hub: Path, command: str, shown: str) -> None:
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "catalog", *command.split()],
        cwd=hub,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    printed = FILES.sub("…", done.stdout)
    assert ROUNDING.sub("0", printed) == ROUNDING.sub("0", shown), done.stderr
