"""Lint beside plain reading: CPU seconds of `catalog lint` over real cards, as a ratio.

The yardstick reads the same files, parses each header with PyYAML's C loader and renders each
body with one reused Python-Markdown instance. Both run as child processes, interleaved, and the
medians are compared, so that a busy machine slows both. usage: lint.py [ROUNDS]; the cards are
those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

YARDSTICK = """
import re, sys
from pathlib import Path
import markdown, yaml
renderer = markdown.Markdown(extensions=["tables", "fenced_code"])
for path in sorted(Path(sys.argv[1]).rglob("*.md")):
    text = path.read_text(encoding="utf-8")
    fences = [match for match in re.finditer(r"^---[ \\t]*\\r?$", text, re.M)]
    try:
        yaml.load(text[fences[0].end() : fences[1].start()], Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, IndexError):
        pass
    renderer.reset().convert(text[fences[1].end() :] if len(fences) > 1 else text)
"""


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """CPU seconds (user and system) and peak memory in MB of a command."""
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def many(cards: Path, folder: Path, copies: int) -> Path:
    """A folder with ``copies`` of every card, each with a UID and a text of its own."""
    for path in sorted(cards.rglob("*.md")):
        for copy in range(copies):
            target = folder / path.relative_to(cards).with_name(f"{path.stem}-x{copy}.md")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes() + f"\nCopy {copy}.\n".encode())
    return folder


def main() -> None:
    """Print the ratios."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("lint: CATALOG_CORPUS names no cards to measure on")
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    cards = Path(corpus, "hub").resolve()
    count = sum(1 for _ in cards.rglob("*.md"))
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "hub")
        folder.mkdir()
        ours = [
            sys.executable,
            "-m",
            "catalog",
            "lint",
            str(cards),
            "--format",
            "json",
            "--cache",
            str(folder / "cache"),
        ]
        yard = [sys.executable, "-c", YARDSTICK, str(cards)]
        rows: dict[str, list[tuple[float, float]]] = {"yardstick": [], "cold": [], "warm": []}
        for _ in range(rounds):
            shutil.rmtree(folder / "cache", ignore_errors=True)
            rows["yardstick"].append(measured(yard, folder))
            rows["cold"].append(measured(ours, folder))
            rows["warm"].append(measured(ours, folder))
        tenfold = many(cards, Path(work, "x10"), 10)
        shutil.rmtree(folder / "cache", ignore_errors=True)
        rows["ten times"] = [measured([*ours[:4], str(tenfold), *ours[5:]], folder)]
    median = {name: statistics.median(cpu for cpu, _ in row) for name, row in rows.items()}
    print(f"{count:,} cards, medians of {rounds} rounds, CPU seconds")
    for name, row in rows.items():
        memory, ratio = max(peak for _, peak in row), median[name] / median["yardstick"]
        print(f"  {name:10} {median[name]:6.2f} s  {memory:4.0f} MB  {ratio:5.2f} x yardstick")
    warm, tenfold_ratio = (median[name] / median["cold"] for name in ("warm", "ten times"))
    print(f"  warm is {warm:.3f} x cold; ten times the cards take {tenfold_ratio:.1f} x")
    command = shutil.which("catalog", path=str(Path(sys.executable).parent)) or "catalog"
    nothing = [sys.executable, "-c", "pass"]
    starts = [
        (measured([command, "--help"], cards)[0], measured(nothing, cards)[0]) for _ in range(15)
    ]
    ours_start, pass_start = (statistics.median(pair[n] for pair in starts) for n in (0, 1))
    print(f"  catalog --help takes {ours_start / pass_start:.1f} x python -c pass")


if __name__ == "__main__":
    main()
