"""Findings as JUnit's XML, which most build servers show: a test case for each finding and for each clean card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from catalog.model import Finding

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(findings: Sequence[Finding], paths: Iterable[str]) -> str:
    """A test suite: errors are failures; warnings and notes pass and say what they are. ``paths`` are all cards."""
    found = {finding.path for finding in findings}
    cases = [_case(finding) for finding in findings]
    cases += [f'    <testcase classname={_value(path)} name="clean"/>\n' for path in sorted(set(paths) - found)]
    failures = sum(finding.severity == "error" for finding in findings)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="catalog" {counts}>\n'
        f'  <testsuite name="catalog lint" {counts}>\n{"".join(cases)}  </testsuite>\n</testsuites>\n'
    )


def _case(finding: Finding) -> str:
    place = f"{finding.path}:{finding.place.line}:{finding.place.column}"
    name = _value(f"{finding.code} {finding.name} at {finding.place.line}:{finding.place.column}")
    head = f"    <testcase classname={_value(finding.path)} name={name} file={_value(finding.path)}"
    head += f' line="{finding.place.line}">\n'
    text = _text(f"{place}: {finding.severity} {finding.message} ({finding.hint})")
    if finding.severity == "error":
        return (
            f'{head}      <failure type="error" message={_value(finding.message)}>{text}</failure>\n    </testcase>\n'
        )
    return f"{head}      <system-out>{text}</system-out>\n    </testcase>\n"


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
