"""`catalog build` beside Hugo: CPU seconds and peak memory over real cards.

Hugo gets the same cards as pages with valid front matter, makes a page a card, paged lists for
four facets and a JSON index; it neither validates nor sanitises. Both run as child processes,
interleaved, each round on a cold start, and the medians are compared. Without a `hugo` on the
path only our own seconds are printed; one is in the package `hugo`. usage: build.py [ROUNDS]; the
cards are those that CATALOG_CORPUS names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.claims.facts import hub_facts
from catalog.hub.open import open_hub
from catalog.model import Settings

CONFIG = """
baseURL = "https://hub.example/"
title = "Hub"
disableKinds = ["rss", "sitemap", "section", "taxonomy"]
[pagination]
pagerSize = 50
[taxonomies]
task = "task"
dataset = "dataset"
version = "version"
licence = "licence"
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
codeFences = false
[outputs]
home = ["html", "json"]
"""
FRAME = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ .Title }}</title><body>'
    '<header><a href="/">{{ site.Title }}</a></header><main>%s</main></body></html>'
)
ITEM = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.summary }}</li>'
LISTED = f"<h1>{{{{ .Title }}}}</h1><ul>{{{{ range .Paginator.Pages }}}}{ITEM}{{{{ end }}}}</ul>"
DETAILS = (
    "<h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p><dl>{{ range $key, $value := .Params.facts }}"
    "<dt>{{ $key }}</dt><dd>{{ $value }}</dd>{{ end }}</dl>"
    '<table>{{ range .Params.assets }}<tr><td><a href="{{ .link }}">{{ .link }}</a></td>'
    "<td><code>{{ .sha256 }}</code>"
    "</td></tr>{{ end }}</table>{{ .Content }}"
)
INDEX = (
    '{"cards": [{{ range $i, $page := site.RegularPages }}{{ if $i }},{{ end }}'
    '{{ dict "title" .Title "page" .RelPermalink "summary" .Params.summary "facts" .Params.facts '
    '"assets" .Params.assets | jsonify }}{{ end }}]}'
)
LAYOUTS = {"single.html": DETAILS, "list.html": LISTED}


class Used(NamedTuple):
    """CPU seconds (user and system, all processes), wall seconds, MB of the largest process."""

    cpu: float
    wall: float
    memory: float


class Contender(NamedTuple):
    """A program: its command, its folder, what it reads, what is deleted before a cold start."""

    name: str
    command: Sequence[str]
    folder: Path
    cards: Path
    made: Sequence[str]


def measured(command: Sequence[str], folder: Path) -> Used:
    """What a command used. Raises RuntimeError where it fails."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    complaint = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}: {complaint[-800:]}")
    wall = time.perf_counter() - begun
    return Used(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def copied(cards: Path, folder: Path, copies: int = 1) -> Path:
    """``folder`` with every English card ``copies`` times, each with its own name and text."""
    for path in sorted(cards.rglob("*.md")):
        for copy in range(copies if not path.stem.endswith("_cn") else 0):
            name = f"{path.stem}-x{copy}.md" if copies > 1 else path.name
            target = folder / path.relative_to(cards).with_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(
                path.read_bytes() + (f"\nCopy {copy}.\n".encode() if copies > 1 else b"")
            )
    return folder


def hugo_pages(cards: Path, folder: Path) -> None:
    """The cards as Hugo reads them: JSON front matter and the body."""
    hub = open_hub([cards], Settings())
    for facts in hub_facts(hub, {}, ()):
        front = {
            "title": facts.title,
            "summary": facts.summary,
            "task": [facts.task.text],
            "dataset": [label.text for label in facts.datasets],
            "version": [facts.version],
            "licence": [facts.licence.text],
            "facts": {
                "author": facts.author,
                "updated": facts.updated,
                "source": facts.source_link,
                "model": facts.model,
            },
            "assets": [{"link": asset.link, "sha256": asset.sha256} for asset in facts.assets],
        }
        target = folder / f"{facts.uid.replace('.', '-')}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f"{json.dumps(front)}\n\n{hub.cards[facts.uid].body}",
            encoding="utf-8",
            errors="replace",
        )


def contenders(cards: Path, work: Path, copies: int = 1) -> Iterator[Contender]:
    """Ourselves, and Hugo where it is installed, each with cards of its own."""
    ours, own = work / "ours", copied(cards, work / "cards", copies)
    ours.mkdir()
    command = [
        sys.executable,
        "-m",
        "catalog",
        "build",
        "--cards",
        str(own),
        "--site",
        "site",
        "--cache",
        "cache",
    ]
    yield Contender("catalog", command, ours, own, ("site", "cache"))
    hugo = shutil.which("hugo")
    if hugo:
        folder = work / "hugo"
        layouts = folder / "layouts" / "_default"
        layouts.mkdir(parents=True)
        (folder / "hugo.toml").write_text(CONFIG)
        for name, inner in LAYOUTS.items():
            (layouts / name).write_text(FRAME % inner)
        (folder / "layouts" / "index.html").write_text(FRAME % LISTED)
        (folder / "layouts" / "index.json").write_text(INDEX)
        hugo_pages(own, folder / "content")
        line = [hugo, "--quiet", "--destination", "site"]
        yield Contender(
            "hugo", line, folder, folder / "content", ("site", "resources", ".hugo_build.lock")
        )


def one_round(contender: Contender, number: int) -> Iterator[tuple[str, Used]]:
    """A cold build, the same again, a line more in one card, another header in that card."""
    for name in contender.made:
        path = contender.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    yield "cold", measured(contender.command, contender.folder)
    yield "same", measured(contender.command, contender.folder)
    paths = sorted(contender.cards.rglob("*.md"))
    card = paths[len(paths) // 2]
    text = card.read_bytes() + b"\nChanged in round %d.\n" % number
    card.write_bytes(text)
    yield "words", measured(contender.command, contender.folder)
    other = b"summary: Changed in round %d" % number
    card.write_bytes(
        re.sub(rb"(?m)^summary:.*$", other, text, count=1).replace(
            b'"summary": "', b'"summary": "Changed %d ' % number, 1
        )
    )
    yield "header", measured(contender.command, contender.folder)


def report(rows: dict[tuple[str, str], list[Used]]) -> None:
    """Print the medians, and their ratios to Hugo's."""
    for (scenario, name), row in sorted(rows.items()):
        cpu, wall, memory = (statistics.median(column) for column in zip(*row, strict=True))
        theirs = rows.get((scenario, "hugo"))
        ratio = ""
        if theirs:
            cpus, walls, _ = zip(*theirs, strict=True)
            ratio = f"  {cpu / statistics.median(cpus):5.2f} x cpu"
            ratio += f"  {wall / statistics.median(walls):5.2f} x wall of hugo"
        print(f"  {scenario:9} {name:8} {cpu:6.2f} s  {wall:6.2f} s  {memory:5.0f} MB{ratio}")


def main() -> None:
    """Print the table."""
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        print("build: CATALOG_CORPUS names no cards to measure on")
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    cards = Path(corpus, "hub").resolve()
    rows: dict[tuple[str, str], list[Used]] = {}
    with tempfile.TemporaryDirectory() as work:
        all_of_them = list(contenders(cards, Path(work)))
        count = sum(1 for _ in all_of_them[0].cards.rglob("*.md"))
        for number in range(rounds):
            for one in all_of_them:
                for scenario, used in one_round(one, number):
                    rows.setdefault((scenario, one.name), []).append(used)
    with tempfile.TemporaryDirectory() as work:
        for one in contenders(cards, Path(work), 10):
            rows["ten times", one.name] = [measured(one.command, one.folder)]
    print(f"{count:,} cards, medians of {rounds} rounds, CPU seconds and peak memory")
    report(rows)
    cold, tenfold = (
        statistics.median(one.cpu for one in rows[name, "catalog"])
        for name in ("cold", "ten times")
    )
    print(f"  ten times the cards take {tenfold / cold:.1f} x the time")


if __name__ == "__main__":
    main()
