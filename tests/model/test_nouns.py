"""The nouns: places in texts, values of cards, spellings, verdicts."""

import json
import pickle

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import (
    Check,
    Page,
    Place,
    Settings,
    SmokeResult,
    Source,
    Span,
    Verdict,
    did_you_mean,
    fold,
)
from catalog.parsing.card_files import decode
from tests.cards import ROOT, card_text, read_card, steady

TEXT = "a\r\nbé\U0001f600c\n\nd"

CARD = read_card(
    card_text(
        {
            "model-name": "ghostnet",
            "repo-link": "< https://example.org/a >",
            "used-for": "inference, training /transfer;、",
            "asset": "[{file-format: ckpt}, {}]",
            "empty": "",
        }
    )
)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 0), Place(1, 1, 1, 1)),
        (Span(0, 1), Place(1, 1, 1, 2)),
        (Span(3, 6), Place(2, 1, 2, 4)),
        (Span(5, 6), Place(2, 3, 2, 4)),
        (Span(7, 8), Place(2, 5, 3, 1)),
        (Span(4, 10), Place(2, 2, 4, 2)),
        (Span(10, 10), Place(4, 2, 4, 2)),
    ],
)
def test_place(span: Span, expected: Place) -> None:
    assert Source("a.md", "a", TEXT.encode(), TEXT).place(span) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "a"), (2, "bé\U0001f600c"), (3, ""), (4, "d")]
)
def test_line(number: int, expected: str) -> None:
    assert Source("a.md", "a", TEXT.encode(), TEXT).line(number) == expected


@steady
@given(st.binary() | st.text().map(str.encode), st.integers(0, 99), st.integers(0, 99))
def test_byte_ranges_cut_the_bytes_where_the_text_is_cut(data: bytes, start: int, end: int) -> None:
    text, undecodable = decode(data)
    span = Span(*sorted((min(start, len(text)), min(end, len(text)))))
    start, end = Source("a.md", "a", data, text, undecodable).byte_range(span)
    inner, lost = decode(data[start:end])
    assert inner == text[span.start : span.end]
    assert [span.start + index for index in lost] == [
        index for index in undecodable if span.start <= index < span.end
    ]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("model-name",), "ghostnet"),
        (("asset", 0, "file-format"), "ckpt"),
        (("asset", 1), {}),
        (("asset", 2), None),
        (("asset", "file-format"), None),
        (("model-name", 0), None),
        (("nothing",), None),
    ],
)
def test_value(route: tuple[str | int, ...], expected: object) -> None:
    assert CARD.value(*route) == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (("model-name",), "ghostnet"),
        (("repo-link",), "https://example.org/a"),
        (("asset",), ""),
        (("asset", 0, "file-format"), "ckpt"),
        (("empty",), ""),
        (("nothing",), ""),
    ],
)
def test_text(route: tuple[str | int, ...], expected: str) -> None:
    assert CARD.text(*route) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("used-for", ("inference", "training", "transfer")),
        ("asset", ()),
        ("empty", ()),
        ("nothing", ()),
    ],
)
def test_texts(key: str, expected: tuple[str, ...]) -> None:
    assert CARD.texts(key) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (CARD.span("model-name"), "ghostnet"),
        (CARD.span("asset", 0, "file-format"), "ckpt"),
        (CARD.span("asset", 0, "nothing"), CARD.source.text[slice(*CARD.span("asset", 0))]),
        (CARD.span("nothing"), "GhostNet"),
        (CARD.key_span("model-name"), "model-name"),
        (CARD.key_span("asset", 0, "file-format"), "file-format"),
        (CARD.within("example.org", "repo-link"), "example.org"),
        (CARD.within("absent", "repo-link"), "< https://example.org/a >"),
        (CARD.line_span(CARD.span("model-name")), "model-name: ghostnet\n"),
        (CARD.body_span, CARD.body),
    ],
)
def test_spans(span: Span, expected: str) -> None:
    assert CARD.source.text[slice(*span)] == expected


@pytest.mark.parametrize(("part", "expected"), [("small", True), ("ghostnet", False)])
def test_only_the_body_is_asked_what_it_mentions(part: str, expected: bool) -> None:
    assert CARD.mentions(part) == expected


@pytest.mark.parametrize(
    ("word", "other", "equal"),
    [
        ("Apache-2.0", "apache 20", True),
        ("top_1 Accuracy", "Top1-accuracy", True),
        ("目标检测", "目标检测", True),
        ("STRASSE", "straße", True),
        ("1.1", "1.10", False),
    ],
)
def test_fold(word: str, other: str, equal: bool) -> None:
    assert (fold(word) == fold(other)) == equal


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), "not stated"),
        (("not stated", "not testable here"), "not testable here"),
        (("not stated", "not testable here", "confirmed"), "confirmed"),
        (("confirmed", "contradicted"), "contradicted"),
        (("contradicted", "failed", "confirmed"), "failed"),
    ],
)
def test_the_gravest_verdict_stands_for_all(labels: tuple[str, ...], expected: str) -> None:
    checks = tuple(Check("fact", "", "", Verdict(label), "") for label in labels)
    assert SmokeResult("a/1.0/b", "", checks).verdict == expected


@pytest.mark.parametrize("name", ["smoke", "index"])
def test_the_schemas_list_the_verdicts_of_the_table(name: str) -> None:
    schema = json.loads((ROOT / "schema" / f"{name}.schema.json").read_text())
    assert schema["$defs"]["verdict"]["enum"] == list(Verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_its_label_in_json_and_across_processes(verdict: Verdict) -> None:
    assert json.loads(json.dumps([verdict])) == [verdict.value]
    assert pickle.loads(pickle.dumps(verdict)) is verdict  # noqa: S301  # dumped in this line


def test_a_result_says_nothing_that_nobody_measured() -> None:
    result = SmokeResult("a/1.0/b", "n", ())
    assert (result.environment, result.seconds, result.peak_memory, result.log) == ({}, 0, 0, "")
    assert (result.failure, result.runs, result.stated) == ("", (), "")
    assert result.verdict == "not stated"


def test_a_hub_without_settings_has_these() -> None:
    settings = Settings()
    assert (settings.cards, settings.site, settings.title) == ("cards", "site", "Model catalog")
    assert (settings.language, settings.languages, settings.fail_on) == ("en", (), "error")
    assert (settings.smoke_seconds, settings.smoke_memory) == (120, 8 * 2**30)
    assert {settings.description, settings.url, settings.edit_url, settings.smoke_results} == {""}


def test_a_page_is_its_bytes_and_the_pieces_behind_them() -> None:
    page = Page("a/b.html", b"a", (b"b", b"c"))
    assert (page.path, page.whole, page.stands) == ("a/b.html", b"abc", False)


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("acuracy", ["accuracy", "loss"], ": did you mean accuracy?"),
        ("ACURACY", ["Accuracy", "loss"], ": did you mean Accuracy?"),
        ("zebra", ["accuracy", "loss"], ""),
        ("zebra", [], ""),
    ],
)
def test_the_word_that_was_probably_meant(word: str, words: list[str], expected: str) -> None:
    assert did_you_mean(word, words) == expected


@pytest.mark.parametrize(("text", "expected"), [("", False), ("x: y", True)])
def test_a_card_without_a_header_is_not_readable(text: str, expected: bool) -> None:
    card = read_card(f"# A\n\n---\n\n{text}\n\n---\n", "a/1.0/n")
    assert (card.readable, card.path, card.uid) == (expected, "cards/a/1.0/n.md", "a/1.0/n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verdict_has_words(language: str) -> None:
    words = yaml.safe_load((ROOT / "templates" / "words" / f"{language}.yaml").read_text())
    for verdict in Verdict:
        assert words["state"][verdict.id]["sign"] == verdict.sign
        assert words["verdict"][verdict.id]
