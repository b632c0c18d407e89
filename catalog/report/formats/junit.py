"""Findings and smoke results as JUnit's XML, which most build servers show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalog.model import Check, Finding, SmokeResult
from catalog.report.lint_report import LintReport

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lint_junit(report: LintReport) -> str:
    """A test case for each finding and for each clean card.

    Errors are failures; warnings and notes pass and say what they are.
    """
    faulty = {finding.path for finding in report.findings}
    cases = [_case(finding) for finding in report.findings]
    cases += [
        f'    <testcase classname={_value(path)} name="clean"/>\n'
        for path in sorted(set(report.sources) - faulty)
    ]
    failures = sum(finding.severity == "error" for finding in report.findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    suite = f'  <testsuite name="catalog lint" {counts}>\n{"".join(cases)}  </testsuite>\n'
    return f'{_XML}<testsuites name="catalog" {counts}>\n{suite}</testsuites>\n'


def smoke_junit(results: Iterable[SmokeResult]) -> str:
    """A test suite for each card and environment, with a test case for each fact.

    "Contradicted" and "failed" are failures, "not testable here" is skipped; a suite has the log of
    its run.
    """
    runs = [run for result in results for run in (result, *result.runs)]
    checks = [check for run in runs for check in run.checks]
    counts = f'tests="{len(checks)}" failures="{_failures(checks)}" errors="0"'
    suites = "".join(_suite(run) for run in runs)
    return f'{_XML}<testsuites name="catalog smoke" {counts}>\n{suites}</testsuites>\n'


def _suite(result: SmokeResult) -> str:
    version = result.environment.get("mindspore", "")
    name = f"{result.uid} on MindSpore {version}" if version else result.uid
    skipped = sum(check.verdict.severity == "warning" for check in result.checks)
    counts = f'tests="{len(result.checks)}" failures="{_failures(result.checks)}" errors="0"'
    counts += f' skipped="{skipped}"'
    cases = "".join(_check(result.uid, check) for check in result.checks)
    log = f"    <system-out>{_text(result.log)}</system-out>\n" if result.log else ""
    head = f'  <testsuite name={_value(name)} {counts} time="{result.seconds}">\n'
    return f"{head}{cases}{log}  </testsuite>\n"


def _check(uid: str, check: Check) -> str:
    head = f"    <testcase classname={_value(uid)} name={_value(check.fact)}"
    figures = f"claimed {check.claimed or 'nothing'}, measured {check.measured or 'nothing'}"
    match check.verdict.severity:
        case "error":
            text = _text(f"{figures}: {check.evidence}")
            message = _value(f"{check.fact} {check.verdict}")
            start = f'<failure type="{check.verdict}" message={message}>'
            return f"{head}>\n      {start}{text}</failure>\n    </testcase>\n"
        case "warning":
            skipped = f"<skipped message={_value(check.evidence)}/>"
            return f"{head}>\n      {skipped}\n    </testcase>\n"
    return f"{head}/>\n"


def _failures(checks: Iterable[Check]) -> int:
    return sum(check.verdict.severity == "error" for check in checks)


def _case(finding: Finding) -> str:
    place = f"{finding.path}:{finding.place.line}:{finding.place.column}"
    name = _value(f"{finding.code} {finding.name} at {finding.place.line}:{finding.place.column}")
    head = f"    <testcase classname={_value(finding.path)} name={name} file={_value(finding.path)}"
    head += f' line="{finding.place.line}">\n'
    text = _text(f"{place}: {finding.severity} {finding.message} ({finding.hint})")
    if finding.severity == "error":
        start = f'<failure type="error" message={_value(finding.message)}>'
        return f"{head}      {start}{text}</failure>\n    </testcase>\n"
    return f"{head}      <system-out>{text}</system-out>\n    </testcase>\n"


def _text(text: str) -> str:
    legal = _NOT_XML.sub("\ufffd", text)
    return legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    # It imports a web client: 10 ms of the start of every other command.
    from xml.sax.saxutils import quoteattr

    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
