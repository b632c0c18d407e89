"""Every report of three findings and of the golden hub's smoke results, as in ``golden/reports``.

After a change that is meant, ``make golden`` writes them again; read the diff before the commit. A
new format has no file there until then.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalog import __version__
from catalog.hub.open import read_smoke_results
from catalog.model import Edit, Finding, Fix, Place, Settings, Source, Span
from catalog.report import (
    FORMATS,
    LintReport,
    explain,
    rules_document,
    smoke_junit,
    smoke_table,
    statistics,
    step_summary,
)
from catalog.rules import RULES

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
TEXT = "# A\n\n---\n\nlicense： mine\nsummary: two\twords 中文\n\n---\n"
SOURCE = Source("cards/a b/1.0/n.md", "a b/1.0/n", TEXT.encode(), TEXT)
FINDINGS = [
    Finding(
        SOURCE.path, Place(5, 8, 5, 9), "SYN101", "yaml-fault", "error",
        "a <colon> & 100%", "mend it", "license： mine",
        Fix("write ':'", (Edit(Span(17, 18), ": "),)), SOURCE.uid,
    ),
    Finding(
        SOURCE.path, Place(6, 10, 7, 1), "SCH104", "words", "warning", "two | words",
        "one,\nor none", "summary: two\twords 中文",
        Fix("delete it", (Edit(Span(24, 27), ""),), safe=False), SOURCE.uid,
    ),
    Finding("elsewhere.md", Place(1, 1, 1, 1), "BOD101", "outline", "info", "no text", "write it"),
]  # fmt: skip
EXPLAINED = [rule for rule in RULES if rule.code in ("AST103", "CAT101", "SYN101", "BOD101")]
VERSION = "version-of-the-tool"


def reports() -> Mapping[str, str]:
    """By the names of their files."""
    report = LintReport(FINDINGS, 3, EXPLAINED, {SOURCE.path: SOURCE})
    results = list(read_smoke_results(GOLDEN / "hub" / "smoke.json", Settings()).values())
    texts = {f"{name}.txt": FORMATS[name].write(report) for name in FORMATS}
    texts["full-colour.txt"] = FORMATS["full"].write(report._replace(colour=True))
    texts["concise-colour.txt"] = FORMATS["concise"].write(report._replace(colour=True))
    texts["none.txt"] = "".join(FORMATS[name].write(LintReport([], 1)) for name in ("full", "json"))
    texts["statistics.txt"] = statistics(report)
    texts["step-summary.txt"] = step_summary(report)
    texts["rules.txt"] = "\n".join(map(explain, EXPLAINED))
    texts["rules-json.txt"] = json.dumps(rules_document(EXPLAINED), indent=1)
    texts["smoke.txt"] = smoke_table(results, colour=False)
    texts["smoke-colour.txt"] = smoke_table(results, colour=True)
    texts["smoke-junit.txt"] = smoke_junit(results)
    return {
        name: text.replace(__version__, VERSION).rstrip() + "\n" for name, text in texts.items()
    }


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("reports/*.txt")), ids=lambda path: path.stem)
def test_reports_are_the_golden_ones(path: Path) -> None:
    assert reports()[path.name] == path.read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, text in reports().items():
        (GOLDEN / "reports" / name).write_text(text, encoding="utf-8", newline="\n")
