"""Findings for people: a line a finding, its source line with carets below it, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from catalog.model import SEVERITIES, Finding, Source
from catalog.report.lint_report import LintReport
from catalog.report.terminal import hyperlink, paint, width

_WORDS = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}
_COLOURS = {"error": "31", "warning": "33", "info": "36"}
_EXCERPT = 110


def concise(report: LintReport) -> str:
    """A line for each finding and the summary."""
    lines = [_line(finding, report.colour, report.sources) for finding in report.findings]
    return "".join(f"{line}\n" for line in [*lines, summary(report)])


def full(report: LintReport) -> str:
    """A line for each finding with the place in its source below it, and the summary."""
    lines = []
    for finding in report.findings:
        lines.append(_line(finding, report.colour, report.sources))
        lines += _excerpt(finding, report.colour)
    return "".join(f"{line}\n" for line in [*lines, summary(report)])


def summary(report: LintReport) -> str:
    """One line that counts: cards, findings by severity, and how many of them can be fixed."""
    findings = report.findings
    of_cards = f"{report.cards:,} {'card' if report.cards == 1 else 'cards'}"
    if not findings:
        return f"{of_cards}: nothing to complain of"
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]:,} {_WORDS[severity][counts[severity] != 1]}"
        for severity in reversed(SEVERITIES)
        if counts[severity]
    ]
    safe = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in findings)
    offers = [f"{safe:,} mended by --fix"] if safe else []
    offers += [f"{unsafe:,} by --unsafe-fixes"] if unsafe else []
    return f"{of_cards}: {', '.join(parts)}" + (f" ({', '.join(offers)})" if offers else "")


def statistics(report: LintReport) -> str:
    """For each rule its findings and their cards, the most frequent first; and the summary."""
    findings = report.findings
    counts = Counter((finding.code, finding.name, finding.severity) for finding in findings)
    spread = Counter(code for code, _ in {(finding.code, finding.path) for finding in findings})
    lines = [
        f"{count:>7,}  in {spread[code]:>5,} {'card ' if spread[code] == 1 else 'cards'}  "
        f"{paint(f'{severity:<7}', _COLOURS[severity], report.colour)}  {code} {name}"
        for (code, name, severity), count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        )
    ]
    return "".join(f"{line}\n" for line in [*lines, summary(report)])


def _line(finding: Finding, colour: bool, sources: Mapping[str, Source]) -> str:
    where = f"{finding.path}:{finding.place.line}:{finding.place.column}"
    if colour and finding.path in sources:
        where = hyperlink(where, sources[finding.path].file)
    severity = paint(finding.severity, _COLOURS[finding.severity], colour)
    rule = paint(f"{finding.code} {finding.name}:", "1", colour)
    hint = f" ({finding.hint})" if finding.hint else ""
    return " ".join((f"{where}:", severity, rule, finding.message + hint)).replace("\n", "⏎")


def _excerpt(finding: Finding, colour: bool) -> list[str]:
    """The source line with carets below the place; a long line is cut to what stands around it."""
    if not finding.line_text.strip():
        return []
    place = finding.place
    text = "".join(char if char.isprintable() else " " for char in finding.line_text.expandtabs(1))
    end = place.end_column if place.end_line == place.line else len(text) + 1
    start = max(0, place.column - 60) if len(text) > _EXCERPT else 0
    shown = text[start : start + _EXCERPT]
    number = str(place.line)
    before = width(text[start : place.column - 1])
    marked = max(1, width(text[place.column - 1 : min(end - 1, start + _EXCERPT)]))
    gutter = " " * len(number)
    carets = paint("^" * marked, _COLOURS[finding.severity], colour)
    return [f"  {number} | {shown}", f"  {gutter} | {' ' * before}{carets}"]
