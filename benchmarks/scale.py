"""A hub of many cards: seconds and memory of lint and build, and the largest pages of its site.

The cards are real ones, copied under other names: one model for every seven cards. The time for a
tenth of the cards is measured first, so that the last column says whether it grows as the cards do.
usage: scale.py [CARDS]; 100,000 without a number. The cards are those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

CARDS_PER_MODEL = 7
ROW = re.compile(rb"<tr[ >]|<li[ >]")


class Run(NamedTuple):
    """CPU seconds (user and system, all processes), wall seconds, MB of the largest process."""

    cpu: float
    wall: float
    memory: float


def copied(cards: Path, folder: Path, count: int) -> None:
    """``folder`` with ``count`` cards of other names; seven in a row are of one model."""
    paths = sorted(path for path in cards.rglob("*.md") if not path.stem.endswith("_cn"))
    texts = [path.read_bytes() for path in paths]
    for number in range(count):
        model = number // CARDS_PER_MODEL
        version = f"1.{number % CARDS_PER_MODEL}"
        target = folder / "scale" / version / f"model{model}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        name = b"model-name: model%d" % model
        text = re.sub(rb"(?m)^model-name:.*$", name, texts[number % len(texts)], count=1)
        target.write_bytes(text + b"\nCopy %d.\n" % number)


def measured(command: Sequence[str], folder: Path) -> Run:
    """What a command used. Raises RuntimeError where it fails."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "catalog", *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)}: exit status {child.returncode}")
    wall = time.perf_counter() - begun
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def runs(corpus: Path, count: int) -> tuple[list[Run], list[str]]:
    """Lint and build of ``count`` cards, and a line for each of the three largest pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copied(corpus / "hub", folder / "cards", count)
        lint = measured(["lint", "--no-cache", "--format", "json", "cards"], folder)
        build = measured(["build", "--cards", "cards", "--site", "site", "--cache", "."], folder)
        pages = sorted((folder / "site").rglob("*.html"), key=lambda path: path.stat().st_size)
        largest = [
            f"{page.relative_to(folder / 'site')}: {page.stat().st_size / 1000:,.0f} KB,"
            f" {len(ROW.findall(page.read_bytes())):,} rows"
            for page in pages[:-4:-1]
        ]
        return [lint, build], largest


def main() -> None:
    """Print the table."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("scale: CATALOG_CORPUS names no cards to measure on")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    tenth, _ = runs(Path(corpus), count // 10)
    whole, largest = runs(Path(corpus), count)
    print(f"{count:,} cards, {count // CARDS_PER_MODEL:,} models")
    for name, few, many in zip(("lint", "build"), tenth, whole, strict=True):
        print(
            f"  {name:5} {many.cpu:7.1f} s of CPU, {many.wall:7.1f} s, {many.memory:5.0f} MB;"
            f" {many.cpu / few.cpu:4.1f} x the time of a tenth"
        )
    for line in largest:
        print(f"  {line}")


if __name__ == "__main__":
    main()
