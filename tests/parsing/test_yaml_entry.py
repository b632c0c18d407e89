"""One entry of a header: texts, places, and what YAML has that cards may not."""

import pytest
import yaml

from catalog.model import Span
from catalog.parsing.yaml_entry import MAX_DEPTH, Piece, parse_entry

ALIASES = {"资源": "asset", "文件格式": "file-format"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1.10\n", {"a": "1.10"}),
        ("a: no\n", {"a": "no"}),
        ("a: 2020-09-08\n", {"a": "2020-09-08"}),
        ("a: 1e-3\n", {"a": "1e-3"}),
        ("a: ~\n", {"a": "~"}),
        ("a:\n", {"a": ""}),
        ("a: 'it''s'\n", {"a": "it's"}),
        ('a: "b\\n"\n', {"a": "b\n"}),
        ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
        ("a: b\n  c\n", {"a": "b c"}),
        ("a: [1, [2, 3], {b: 04}]\n", {"a": ["1", ["2", "3"], {"b": "04"}]}),
        ("a:\n- b: 1\n  c: 2\n-\n  - d\n", {"a": [{"b": "1", "c": "2"}, ["d"]]}),
        ("a: []\n", {"a": []}),
        ("a: {}\n", {"a": {}}),
        ("资源:\n- 文件格式: ckpt\n", {"asset": [{"file-format": "ckpt"}]}),
    ],
)
def test_values_are_the_text_that_stands_there(text: str, expected: object) -> None:
    assert parse_entry(Piece(text, 0), ALIASES).values == expected


@pytest.mark.parametrize(
    ("text", "route", "value", "key"),
    [
        ("a: 1.10\n", ("a",), "1.10", "a"),
        ("a: 'b c'  # why\n", ("a",), "'b c'", "a"),
        ("a: [b, c]  # why\n", ("a",), "[b, c", "a"),
        ("a:\n  - b\n  - c\n\n", ("a",), "- b\n  - c", "a"),
        ("a:\n  - [b, [c, d]]\n  - e\n", ("a", 0, 1), "[c, d", None),
        ("a:\n  - x: y\n    z: é\n", ("a", 0, "z"), "é", "z"),
        ("资源:\n- 文件格式: ckpt\n", ("asset", 0, "file-format"), "ckpt", "文件格式"),
        ("é: \U0001f600 b\r\n", ("é",), "\U0001f600 b", "é"),
    ],
)
def test_places(text: str, route: tuple[str | int, ...], value: str, key: str | None) -> None:
    before = "中 "
    entry = parse_entry(Piece(text, len(before)), ALIASES)
    assert (before + text)[slice(*entry.spans[route])] == value
    assert key is None or (before + text)[slice(*entry.key_spans[route])] == key


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("a: &b c\n", "anchor", "&b c"),
        ("a: &b [c]\n", "anchor", "&b ["),
        ("a: *b\n", "alias", "*b"),
        ("a: !!str 1\n", "tag", "!!str 1"),
        ("a: {b: 1, c: 2, b: 3}\n", "repeated-key", "b"),
    ],
)
def test_faults(text: str, kind: str, place: str) -> None:
    (fault,) = parse_entry(Piece(text, 0), {}).faults
    assert (fault.kind, text[slice(*fault.span)]) == (kind, place)
    assert fault.span.start == text.rindex(place)


def test_the_last_of_two_keys_counts_and_the_places_are_its_own() -> None:
    text = "a: {b: [1, 2], b: 3}\n"
    entry = parse_entry(Piece(text, 0), {})
    assert entry.values == {"a": {"b": "3"}}
    assert {route: text[slice(*span)] for route, span in entry.spans.items() if len(route) > 1} == {
        ("a", "b"): "3"
    }
    assert entry.key_spans["a", "b"] == Span(15, 16)


@pytest.mark.parametrize(
    ("depth", "is_read"),
    [(MAX_DEPTH, True), (MAX_DEPTH + 1, False), (20_000, False)],
)
def test_depth_is_limited(depth: int, is_read: bool) -> None:
    piece = Piece("a: " + "[" * depth + "]" * depth + "\n", 0)
    if is_read:
        assert "a" in parse_entry(piece, {}).values
    else:
        with pytest.raises(yaml.YAMLError):
            parse_entry(piece, {})


@pytest.mark.parametrize(
    "text", ["a: b: c\n", "a\n", "a: [b\n", "{a: b}: c\n", "a: 'b\n", "a: @b\n"]
)
def test_what_is_not_yaml_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parse_entry(Piece(text, 0), {})


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 1, Span(10, 11)), (2, 5, Span(12, 14)), (5, 9, Span(14, 17))]
)
def test_a_piece_knows_where_it_stood_before_blanks_came_in(
    start: int, end: int, expected: Span
) -> None:
    assert Piece("", 10, inserted=(3, 7)).span(start, end) == expected
