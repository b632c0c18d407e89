"""Writes docs/smoke-report.md: real cards against the networks that mindcv builds of them.

CATALOG_CORPUS names the folder of the real cards. Takes some ten minutes on 2 cores.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from catalog.executors import open_executor
from catalog.hub.settings import load_settings
from catalog.hub.vocabularies import load_vocabularies
from catalog.model import Card, Check, SmokeResult
from catalog.network.locate import Missing, find_network
from catalog.network.model_packages import KNOWN, package_networks
from catalog.parsing.card import parse_card
from catalog.parsing.card_files import card_paths, read_source
from catalog.smoke import probe
from catalog.smoke.job import USUAL, make_job
from catalog.smoke.run import run_jobs

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "smoke-report.md"
FOLDERS = ("hub/mindspore/2.5", "hub/mindspore/2.3")
JOBS = 2
MINDCV = KNOWN[0]


def main() -> int:
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus or not probe.is_installed() or package_networks(MINDCV) is None:
        print("skipped: needs CATALOG_CORPUS, MindSpore and mindcv")
        return 0
    cards = [card for folder in FOLDERS for card in read(Path(corpus), folder)]
    hub = load_settings(ROOT)
    vocabularies = load_vocabularies(hub.root)
    jobs = [make_job(card, hub, vocabularies, USUAL) for card in cards]
    started = time.monotonic()
    with open_executor(JOBS) as pool:
        results = run_jobs(jobs, pool, tell)
    wall = time.monotonic() - started
    named = {card.uid for card in cards if not isinstance(find_network(card, hub), Missing)}
    REPORT.write_text(report(results, named, wall), encoding="utf-8")
    proved = sum(is_proved(result) for result in results if result.uid in named)
    print(
        f"{len(results)} cards, {proved} of {len(named)} that mindcv knows proved or contradicted, {wall:.0f} s"
    )
    return 0


def read(corpus: Path, folder: str) -> Iterable[Card]:
    for path in card_paths(corpus / folder):
        card = parse_card(read_source(path, corpus / "hub", path.name), {})
        if card.language == "en" and MINDCV.home in card.text("repo-link"):
            yield card


def tell(result: SmokeResult) -> None:
    print(f"{result.uid}: {result.verdict}, {result.seconds} s", file=sys.stderr)


def report(results: Sequence[SmokeResult], named: set[str], wall: float) -> str:
    proved = [result for result in results if is_proved(result)]
    rest = [result for result in results if not is_proved(result)]
    environment = next((result.environment for result in results if result.environment), {})
    versions = ", ".join(
        f"{name} {environment.get(name, '?')}"
        for name in ("mindspore", "mindcv", "numpy", "python")
    )
    verdicts = Counter(result.verdict for result in proved)
    agree = (
        f"{verdicts['confirmed']} agree in all that they state, {verdicts['contradicted']} do not"
    )
    share = 100 * sum(result.uid in named for result in proved) / max(1, len(named))
    lines = [
        "# Smoke report",
        "",
        f"Made by `make bench`: the {len(results)} English cards of the public MindSpore Hub for MindSpore 2.5 and 2.3",
        "that point at mindcv, as they stand there, each against the network that mindcv builds.",
        "",
        f"- On {versions}; {platform.machine()}, {JOBS} processes, isolation: {environment.get('isolation', '?')}.",
        f"- mindcv knows {len(named)} of the names; of these {share:.0f} % are proved or contradicted in figures:",
        f"  {agree}, and both values are shown.",
        f"- All took {wall:.0f} seconds, with a forward pass, a second one, a batch of two and a training step each.",
        "- Nowhere are weights at hand: what is proved is the network, not its accuracy.",
        "",
        "| Card | Network | Parameters, card | Parameters, measured | Verdict | Contradicted | Seconds | Peak, MiB |",
        "| --- | --- | ---: | ---: | --- | --- | ---: | ---: |",
        *(row(result) for result in proved),
        "",
        "## The rest",
        "",
        *(f"- `{result.uid}`: {why(result)}" for result in rest),
        *([] if rest else ["There is none."]),
    ]
    return "\n".join(lines) + "\n"


def row(result: SmokeResult) -> str:
    counts = [check for check in result.checks if check.fact == "parameters"]
    faults = (check for check in result.checks if check.verdict == "contradicted")
    wrong = "; ".join(f"{check.fact}: {check.claimed} ≠ {check.measured}" for check in faults)
    cells = (
        f"`{result.uid.removeprefix('mindspore/')}`",
        f"`{result.network.partition(':')[2]}`",
        ", ".join(check.claimed for check in counts),
        ", ".join(dict.fromkeys(check.measured for check in counts)),
        result.verdict,
        wrong,
        f"{result.seconds:.1f}",
        f"{result.peak_memory / 2**20:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def why(result: SmokeResult) -> str:
    grave = [check for check in result.checks if check.verdict in {"failed", "not testable here"}]
    return f"{grave[0].fact}: {grave[0].evidence}" if grave else result.verdict


def is_proved(result: SmokeResult) -> bool:
    """Whether the network ran, and every stated count of parameters was compared with it."""
    counts: list[Check] = [check for check in result.checks if check.fact == "parameters"]
    ran = result.checks[0].verdict == "confirmed"
    return ran and all(check.measured and check.verdict != "not testable here" for check in counts)


if __name__ == "__main__":
    sys.exit(main())
