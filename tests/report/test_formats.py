"""The formats of reports that programs read, each held against what its reader asks for."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from catalog.lint.engine import choose_rules
from catalog.lint.fix import apply_fixes
from catalog.model import Finding, Settings, Source
from catalog.report import FORMATS, LintReport, step_summary
from catalog.rules import RULES
from tests.cards import HEADER, card_text, findings, read_card

ROOT = Path(__file__).resolve().parents[2]
GOOD = card_text()
BAD_HEADER = HEADER | {
    "asset": '[{file-format: ckpt, asset-link: "<http://download.mindspore.cn/a b.ckpt>",'
    " asset-sha256: 722e13be}]",
    "mindspore-version": "v1.5",
    "summary": "鬼网 👻 with an audio network, 100% | <b>x</b>",
}
SPOILT = card_text(BAD_HEADER, "## Introduction\n\nAn audio network.\t \n\nLook at [this]().\n")
TEXTS = {
    "spoilt": SPOILT.encode(),
    "CR LF": SPOILT.replace("\n", "\r\n").encode(),
    "BOM": b"\xef\xbb\xbf" + SPOILT.encode(),
    "not UTF-8": SPOILT.encode().replace(b"audio", b"\xe9udio", 1),
    "NUL": b"\0",
    "empty": b"",
    "control": SPOILT.replace("small", "sm\x07all").replace("Look", "L\x1b]]>ook").encode(),
}


def linted(data: bytes | str) -> tuple[list[Finding], dict[str, Source]]:
    card = read_card(data, "a b/1.5/名%20字,x:1")
    return findings(card), {card.source.path: card.source}


def written(form: str, data: bytes | str) -> str:
    found, sources = linted(data)
    return FORMATS[form].write(LintReport(found, 1, choose_rules(RULES, Settings()), sources))


def schema(name: str) -> Draft202012Validator:
    folder = ROOT / ("tests" if name == "sarif" else "schema")
    return Draft202012Validator(
        json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_every_format_takes_every_card(form: str, data: bytes) -> None:
    text = written(form, data)
    assert text.endswith("\n")
    assert text.encode()
    assert "\x1b" not in text.replace("\\u001b", "")


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_json_and_its_lines_follow_the_schema(data: bytes) -> None:
    whole = json.loads(written("json", data))
    schema("findings").validate(whole)
    *items, last = map(json.loads, written("jsonl", data).splitlines())
    assert {"findings": items, **last} == whole


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_sarif_follows_the_standard(data: bytes) -> None:
    log = json.loads(written("sarif", data))
    schema("sarif").validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(rules) == len({rule["id"] for rule in rules}) == len(RULES)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(rule["help"]["markdown"] and rule["help"]["text"] for rule in rules)


def spans(region: dict[str, int], source: Source) -> list[bytes]:
    """What a region of SARIF means in bytes, by each of the ways it says so."""
    start = region["byteOffset"]
    found = [source.data[start : start + region["byteLength"]]]
    if "charOffset" in region:
        start = region["charOffset"]
        found.append(source.text[start : start + region["charLength"]].encode())
        lines = [*io.StringIO(source.text, newline="\n").readlines(), ""]
        part = lines[region["startLine"] - 1 : region["endLine"]]
        end = sum(map(len, part[:-1])) + region["endColumn"] - 1
        found.append("".join(part)[region["startColumn"] - 1 : end].encode())
    return found


@pytest.mark.parametrize("data", [TEXTS[name] for name in ("spoilt", "CR LF", "BOM", "not UTF-8")])
def test_fixes_of_sarif_are_those_of_ours(data: bytes) -> None:
    found, sources = linted(data)
    (source,) = sources.values()
    results = json.loads(written("sarif", data))["runs"][0]["results"]
    assert any("fixes" in result for result in results)
    for finding, result in zip(found, results, strict=True):
        assert ("fixes" in result) == (finding.fix is not None)
        for fix in result.get("fixes", ()):
            mended = source.data
            for one in reversed(fix["artifactChanges"][0]["replacements"]):
                region = one["deletedRegion"]
                assert len(set(spans(region, source))) == 1
                end = region["byteOffset"] + region["byteLength"]
                mended = (
                    mended[: region["byteOffset"]]
                    + one["insertedContent"]["text"].encode()
                    + mended[end:]
                )
            assert finding.fix is not None
            assert mended == apply_fixes(source, [finding.fix])


def test_sarif_without_sources_or_rules() -> None:
    found, _ = linted(SPOILT)
    log = json.loads(FORMATS["sarif"].write(LintReport(found, 1)))
    schema("sarif").validate(log)
    assert all("fixes" not in one and "ruleIndex" not in one for one in log["runs"][0]["results"])


COMMAND = re.compile(
    r"::(error|warning|notice) file=(.*),line=\d+,endLine=\d+,col=\d+(,endColumn=\d+)?,"
    r"title=(.*?)::(.+)"
)


@pytest.mark.parametrize("data", [TEXTS["spoilt"], TEXTS["control"], TEXTS["NUL"]])
def test_annotations_are_ranked_and_escaped(data: bytes) -> None:
    lines = written("github", data).splitlines()
    found = [COMMAND.fullmatch(line) for line in lines]
    levels = [one[1] for one in found if one]
    assert len(levels) == len(lines) == len(linted(data)[0])
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    assert {one[2] for one in found if one} == {"cards/a b/1.5/名%2520字%2Cx%3A1.md"}


def test_step_summary_is_one_table() -> None:
    found, _ = linted(SPOILT)
    page = step_summary(LintReport(found * 200, 1))
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert len(rows) == 502
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert f"And {len(found) * 200 - 500:,} more" in page
    assert len(step_summary(LintReport(spread(found, "名" * 5000), 1)).encode()) < 2**20
    assert (
        step_summary(LintReport([], 3)) == "## catalog lint\n\n3 cards: nothing to complain of.\n"
    )


def spread(found: Sequence[Finding], message: str) -> list[Finding]:
    return [
        Finding(one.path, one.place, one.code, one.name, one.severity, message, "") for one in found
    ] * 100


def test_gitlab() -> None:
    items: list[dict[str, Any]] = json.loads(written("gitlab", SPOILT))
    found, _ = linted(SPOILT)
    assert len({item["fingerprint"] for item in items}) == len(items) == len(found)
    for item, finding in zip(items, found, strict=True):
        assert set(item) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert (
            item["severity"]
            == {"error": "major", "warning": "minor", "info": "info"}[finding.severity]
        )
        assert item["location"]["path"] == finding.path
        assert item["location"]["lines"]["begin"] == finding.place.line
    assert json.loads(written("gitlab", GOOD)) != items


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_junit(data: bytes) -> None:
    suites = ET.fromstring(written("junit", data))  # our own text
    cases, failures = suites.findall(".//testcase"), suites.findall(".//failure")
    found, _ = linted(data)
    assert (len(cases), len(failures)) == (
        len(found),
        sum(one.severity == "error" for one in found),
    )
    assert suites.attrib == {
        "name": "catalog",
        "tests": str(len(cases)),
        "failures": str(len(failures)),
        "errors": "0",
    }
    assert all(case.attrib["classname"] == found[0].path for case in cases)


def test_junit_of_clean_cards() -> None:
    _, sources = linted(SPOILT)
    report = LintReport([], 1, sources=sources)
    suites = ET.fromstring(FORMATS["junit"].write(report))  # our own text
    (case,) = suites.findall(".//testcase")
    assert (case.attrib["classname"], len(case)) == (*sources, 0)


def test_junit_takes_characters_that_xml_does_not() -> None:
    found, _ = linted(SPOILT)
    report = LintReport(spread(found, 'a\x07<b>&"\ud800'), 1)
    suites = ET.fromstring(FORMATS["junit"].write(report))  # our own text
    assert {failure.get("message") for failure in suites.findall(".//failure")} == {
        'a\ufffd<b>&"\ufffd'
    }


def test_links_and_colours_only_where_asked() -> None:
    found, sources = linted(SPOILT)
    (path,) = sources
    named = {path: Source(path, "a", b"", "", file="/a hub/cards/名.md")}
    report = LintReport(found, 1, sources=named)
    coloured = FORMATS["concise"].write(report._replace(colour=True))
    assert f"\x1b]8;;file:///a%20hub/cards/%E5%90%8D.md\x1b\\{path}:" in coloured
    plain = re.sub(r"\x1b\[\d+m|\x1b]8;;.*?\x1b\\", "", coloured)
    assert plain == FORMATS["concise"].write(report)
