"""Findings and smoke results as JUnit's XML, which most build servers show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalog.model import Check, Finding, SmokeResult

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], paths: Iterable[str]) -> str:
    """A test case for each finding and for each clean card; ``paths`` are all cards.

    Errors are failures; warnings and notes pass and say what they are.
    """
    found = {finding.path for finding in findings}
    cases = [_case(finding) for finding in findings]
    cases += [
        f'    <testcase classname={_value(path)} name="clean"/>\n'
        for path in sorted(set(paths) - found)
    ]
    failures = sum(finding.severity == "error" for finding in findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="catalog" {counts}>\n'
        f'  <testsuite name="catalog lint" {counts}>\n{"".join(cases)}  </testsuite>\n</testsuites>\n'
    )


def smoke_junit(results: Iterable[SmokeResult]) -> str:
    """A test suite for each card and environment, with a test case for each fact.

    What was contradicted or failed is a failure, what is not testable here is skipped; the log is of the whole suite.
    """
    runs = [one for result in results for one in (result, *result.runs)]
    checks = [check for one in runs for check in one.checks]
    counts = f'tests="{len(checks)}" failures="{_failures(checks)}" errors="0"'
    suites = "".join(_suite(one) for one in runs)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="catalog smoke" {counts}>\n{suites}</testsuites>\n'


def _suite(result: SmokeResult) -> str:
    version = result.environment.get("mindspore", "")
    name = f"{result.uid} on MindSpore {version}" if version else result.uid
    skipped = sum(check.verdict.severity == "warning" for check in result.checks)
    counts = f'tests="{len(result.checks)}" failures="{_failures(result.checks)}" errors="0" skipped="{skipped}"'
    cases = "".join(_check(result.uid, check) for check in result.checks)
    log = f"    <system-out>{_text(result.log)}</system-out>\n" if result.log else ""
    return f'  <testsuite name={_value(name)} {counts} time="{result.seconds}">\n{cases}{log}  </testsuite>\n'


def _check(uid: str, check: Check) -> str:
    head = f"    <testcase classname={_value(uid)} name={_value(check.fact)}"
    said = f"claimed {check.claimed or 'nothing'}, measured {check.measured or 'nothing'}"
    match check.verdict.severity:
        case "error":
            text = _text(f"{said}: {check.evidence}")
            message = _value(f"{check.fact} {check.verdict}")
            return f'{head}>\n      <failure type="{check.verdict}" message={message}>{text}</failure>\n    </testcase>\n'
        case "warning":
            return f"{head}>\n      <skipped message={_value(check.evidence)}/>\n    </testcase>\n"
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
        return f'{head}      <failure type="error" message={_value(finding.message)}>{text}</failure>\n    </testcase>\n'
    return f"{head}      <system-out>{text}</system-out>\n    </testcase>\n"


def _text(text: str) -> str:
    return (
        _NOT_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )


def _value(text: str) -> str:
    from xml.sax.saxutils import (
        quoteattr,
    )  # it brings a web client along: 10 ms of every other start

    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
