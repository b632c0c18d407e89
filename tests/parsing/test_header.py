"""Headers: what is read, what is a fault and where; one broken line costs no other."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import Span
from catalog.parsing.header import read_header
from catalog.parsing.yaml_entry import Header
from tests.cards import steady

ALIASES = {"作者": "author", "资源": "asset", "文件格式": "file-format", "资源链接": "asset-link"}
# The parser of headers is libyaml, where it is there: it refuses tags that PyYAML's own takes.
TEXTS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SIGNS = st.sampled_from(
    [*"ab: -#'\"[]{}&*!|>%@`,\n\n\r\t：，？?\\/~.01=<>é中\U0001f600\ufeff\u2028\x85\0", "---\n"]
)
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_. -]{0,7}", fullmatch=True)
VALUES = st.text(st.sampled_from([*"abc019 -:#'\"[]{}&*!|>%@`,?=<>./é中\U0001f600"]), max_size=16)


def read(text: str) -> Header:
    return read_header(text, Span(0, len(text)), ALIASES)


def faults(text: str) -> list[tuple[str, str]]:
    return [(fault.kind, text[slice(*fault.span)]) for fault in read(text).faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("\n# only a comment\n", {}),
        ("a: b\n\nc: 1.10\n", {"a": "b", "c": "1.10"}),
        ("a: b # c\nd: e#f\n", {"a": "b", "d": "e#f"}),
        ("a:\nb: c\n", {"a": "", "b": "c"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a : b\nc  :  d  \n", {"a": "b", "c": "d"}),
        ("'a': b\n\"c\": d\n", {"a": "b", "c": "d"}),
        ("a: b\n  c\nd: e\n", {"a": "b c", "d": "e"}),
        ("asset:\n-\n  a: b\n-\n  a: c\nd: e\n", {"asset": [{"a": "b"}, {"a": "c"}], "d": "e"}),
        ("a: {b: 1,\n}\nc: d\n", {"a": {"b": "1"}, "c": "d"}),
        ("a: 12:30:00\n", {"a": "12:30:00"}),
        ("a: <https://a.cn/b>\n", {"a": "<https://a.cn/b>"}),
        ("作者: x\n", {"author": "x"}),
        ("作者：x\n", {"author": "x"}),
        (
            "资源：\n  - 文件格式：ckpt\n    资源链接： <a>\n",
            {"asset": [{"file-format": "ckpt", "asset-link": "<a>"}]},
        ),
    ],
)
def test_headers_that_read(text: str, expected: dict[str, object]) -> None:
    assert read(text).values == expected


@pytest.mark.parametrize(
    ("line", "kind", "place", "value"),
    [
        ("a: -", "bare-dash", "-", "-"),
        ("a: b: c", "second-colon", "b: c", "b: c"),
        ("a: b:", "second-colon", "b:", "b:"),
        ("a: [1, 2", "yaml", "[1, 2", "[1, 2"),
        ("a: 'b", "yaml", "'b", "'b"),
        ("a: @b", "yaml", "@b", "@b"),
        ("a: %b", "yaml", "%b", "%b"),
        ("no key here", "not-a-key", "no key here", None),
        ("a：b", "full-width-colon", "：", "b"),
        ("a： b", "full-width-colon", "：", "b"),
        ("a: b\na: c", "repeated-key", "a", "c"),
        ('a: "b"\na: "c"', "repeated-key", "a", "c"),
        ("a: &x b", "anchor", "&x b", "b"),
        ("a: !!int 1", "tag", "!!int 1", "1"),
    ],
)
@pytest.mark.parametrize(
    ("before", "end"), [("", "\n"), ("first: 中\U0001f600\n\n", "\n"), ("first: a b\r\n", "\r\n")]
)
def test_a_fault_costs_its_line(
    line: str, kind: str, place: str, value: str | None, before: str, end: str
) -> None:
    text = f"{before}{line}\nlast: 1\n".replace("\r\n", "\n").replace("\n", end)
    assert (kind, place) in faults(text)
    others = {"first": before.partition(": ")[2].strip(), "last": "1"} if before else {"last": "1"}
    assert read(text).values.items() >= others.items()
    assert read(text).values.get("a") == value


def test_what_stands_before_the_first_key_is_no_key() -> None:
    assert faults("# why\n  - a: b\n]\nlast: 1\n") == [
        ("not-a-key", "  - a: b"),
        ("not-a-key", "]"),
    ]
    assert read("- a: b\nlast: 1\n").values == {"last": "1"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("asset:\n  - a: b\n    c: @d\n    e: f\n", {"asset": [{"a": "b", "e": "f"}]}),
        ("asset:\n\t- a: b\nc: d\n", {"asset": "", "c": "d"}),
    ],
)
def test_a_broken_line_inside_an_entry_leaves_the_others(
    text: str, values: dict[str, object]
) -> None:
    assert [kind for kind, _ in faults(text)] == ["yaml"]
    assert read(text).values == values


@pytest.mark.parametrize(
    ("text", "route", "key", "value"),
    [
        ("a：b c\n", ("a",), "a", "b c"),
        ("作者：  x\n", ("author",), "作者", "x"),
        ("a：'b c'\n", ("a",), "a", "'b c'"),
        (
            "资源：\n- 文件格式：ckpt\n  资源链接：<x>\n",
            ("asset", 0, "asset-link"),
            "资源链接",
            "<x>",
        ),
        ("资源：\n- 文件格式：[a,b]\n", ("asset", 0, "file-format", 1), None, "b"),
    ],
)
def test_places_behind_full_width_colons(
    text: str, route: tuple[str | int, ...], key: str | None, value: str
) -> None:
    header = read(text)
    assert text[slice(*header.spans[route])] == value
    assert key is None or text[slice(*header.key_spans[route])] == key


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a: b\nc: -\nd: e\n", "a: b\nd: e\n"),
        ("a: it's b: c\n", "a: 'it''s b: c'\n"),
        ("a：b\n", "a: b\n"),
        ("作者：\n", "作者:\n"),
        ("作者：  x\n", "作者: x\n"),
        ("a: 'b\n", "a: '''b'\n"),
    ],
)
def test_fixes_give_yaml_with_the_same_value(text: str, mended: str) -> None:
    (fault,) = read(text).faults
    assert fault.fix
    for edit in sorted(fault.fix.edits, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == mended
    assert read(text).faults == []
    assert yaml.safe_load(text)


@steady
@given(st.lists(SIGNS, max_size=60).map("".join) | st.text())
def test_any_text_is_read_and_places_stay_inside(text: str) -> None:
    header = read(text)
    spans = [
        *header.spans.values(),
        *header.key_spans.values(),
        *(fault.span for fault in header.faults),
    ]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


def is_mapping(key: str, value: str) -> bool:
    try:
        return isinstance(yaml.load(f"{key}: {value}\n", Loader=TEXTS), dict)  # noqa: S506  # it makes texts only
    except yaml.YAMLError:
        return False


@steady
@given(
    st.lists(st.tuples(KEYS, VALUES), max_size=4),
    st.sampled_from(["\n", "\r\n", "\n\n", "\n# why\n"]),
)
def test_values_are_those_of_yaml(pairs: list[tuple[str, str]], end: str) -> None:
    text = "".join(f"{key}: {value}{end}" for key, value in pairs if is_mapping(key, value))
    header = read(text)
    if not any(fault.kind in ("anchor", "alias", "tag") for fault in header.faults):
        assert header.values == (yaml.load(text, Loader=TEXTS) or {})  # noqa: S506  # it makes texts only
    for key in header.values:
        shown = text[slice(*header.spans[key,])]
        assert shown[:1] in [*"'\"[{&*!|>"] or shown == header.values[key]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BOMB, id="bomb"),
        pytest.param("a: " + "[" * 30_000, id="open-lists"),
        pytest.param("a: " + "[" * 30_000 + "]" * 30_000, id="deep-lists"),
        pytest.param("a: " + "{a: " * 9_000 + "}" * 9_000, id="deep-mappings"),
        pytest.param("a:\n " + "- " * 30_000, id="deep-dashes"),
        pytest.param("".join(f"k{number}: v\n" for number in range(10_000)), id="many-keys"),
        pytest.param("a: b\n" * 13_000, id="one-key-repeated"),
        pytest.param("a:\n" + "  - [[b], [c]]\n" * 4_000, id="many-lists"),
        pytest.param("a: [\n" * 10_000, id="many-broken-entries"),
        pytest.param("a:\n" + '  "\n' * 16_000, id="many-broken-lines"),
        pytest.param("a：\n" + "  b：c\n" * 9_000, id="many-wide-colons"),
        pytest.param("a:" + " " * 60_000 + "b\n", id="many-blanks"),
    ],
)
def test_huge_headers_end_fast(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 5
