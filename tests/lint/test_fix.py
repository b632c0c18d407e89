"""Fixes: what they change, what they leave, and what is refused."""

import time
from collections.abc import Iterator

import pytest

from catalog.lint import fix
from catalog.lint.engine import choose_rules, lint
from catalog.model import Card, Edit, Fix, Hit, Hub, Rule, Settings, Source, Span
from catalog.rules import RULES
from catalog.rules.define import rule
from tests.cards import HEADER, card_text, make_hub, read_card

REPO = "https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet"


def mended(text: str | bytes, rules: tuple[Rule, ...] = (), unsafe: bool = False) -> fix.FixedCard:
    card = read_card(text)
    hub = make_hub(card)
    rules = rules or choose_rules(RULES, Settings())
    return fix.fix_card(card, hub, lint(hub, rules), rules, unsafe)


@pytest.mark.parametrize(
    ("key", "value", "safe", "unsafe"),
    [
        ("update-time", "2022/3/30", "2022-03-30", "2022-03-30"),
        ("update-time", "2022-3-30  ", "2022-03-30", "2022-03-30"),
        ("license", "Apache2.0", "Apache-2.0", "Apache-2.0"),
        ("model-version", "1.10", '"1.10"', '"1.10"'),
        ("module-type", "CV-Classification", "cv-classification", "cv-classification"),
        ("summary", "GhostNet: it's small", "'GhostNet: it''s small'", "'GhostNet: it''s small'"),
        ("repo-link", REPO, f"<{REPO}>", f"<{REPO}>"),
        (
            "repo-link",
            f"<{REPO.replace('https', 'http')}>",
            f"<{REPO.replace('https', 'http')}>",
            f"<{REPO}>",
        ),
        ("model-version", "v1.5", "v1.5", '"1.5"'),
        ("author", "Noah's Ark Lab", "Noah's Ark Lab", "Noah's Ark Lab"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff", "<!-- 中\U0001f600 -->\n"])
def test_values_are_mended_and_nothing_else_changes(
    key: str, value: str, safe: str, unsafe: str, end: str, before: str
) -> None:
    rules = tuple(
        one for one in choose_rules(RULES, Settings()) if one.code not in ("SYN112", "SYN201")
    )
    text = before + card_text(HEADER | {key: value})
    for wanted, result in (
        (safe, mended(text.replace("\n", end), rules)),
        (unsafe, mended(text.replace("\n", end), rules, True)),
    ):
        assert result.data.decode() == (before + card_text(HEADER | {key: wanted})).replace(
            "\n", end
        )
        assert result.refused == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            card_text(HEADER | {"evaluation": "-"}),
            card_text(HEADER | {"evaluation": "-"}).replace("evaluation: -\n", ""),
        ),
        ("\ufeff" + card_text(), card_text()),
        (card_text().replace("author: ", "author："), card_text()),
        (card_text().replace("\n", "\r\n"), card_text()),
        (card_text().removesuffix("\n"), card_text()),
        (card_text(), card_text()),
        ("", ""),
        ("\0", "\0"),
    ],
)
def test_lines_and_files_are_mended(text: str, expected: str) -> None:
    assert mended(text).data.decode() == expected


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_twice_is_fixing_once(unsafe: bool) -> None:
    change = {
        "update-time": "2022/3/30",
        "license": "Apache2.0",
        "evaluation": "-",
        "repo-link": REPO,
        "modle-name": "a",
    }
    once = mended("\ufeff" + card_text(HEADER | change), unsafe=unsafe)
    assert once.applied >= 4
    again = mended(once.data, unsafe=unsafe)
    assert (again.data, again.applied) == (once.data, 0)


def test_bytes_that_are_not_utf8_stay() -> None:
    data = (
        card_text(HEADER | {"author": "R@seau", "update-time": "2022/3/30"})
        .encode()
        .replace(b"R@", b"R\xe9")
    )
    assert mended(data).data == data.replace(b"2022/3/30", b"2022-03-30")


def edits(*changes: tuple[str, str, bool]) -> Rule:
    """A rule that puts the second text in the place of the first, safely or not."""

    @rule("ABC101", "a-text", "info")
    def check(card: Card, hub: Hub) -> Iterator[Hit]:  # noqa: ARG001  # every rule is called with the hub
        """A text."""
        for old, new, safe in changes:
            start = card.source.text.find(old)
            if start >= 0:
                span = Span(start, start + len(old))
                yield Hit(
                    card, span, f"it is {old!r}", "", Fix("change it", (Edit(span, new),), safe)
                )

    return check


@pytest.mark.parametrize(
    ("changes", "expected", "refused"),
    [
        ([("# GhostNet", "# Web", True)], ["# Web"], []),
        ([("# GhostNet", "# Web", False)], [], []),
        (
            [("license: Apache-2.0\n", "", True)],
            [],
            ["it would lead to SCH101: the header has no 'license'"],
        ),
        (
            [("# GhostNet", "# Web", True), ("2022-03-30", "2022-3-30", True)],
            ["# Web"],
            ["it would lead to SCH106"],
        ),
        (
            [("2022-03-30", "2022-3-30", True), ("# GhostNet", "# Web", True)],
            ["# Web"],
            ["it would lead to SCH106"],
        ),
        ([("# GhostNet", "# Web", True), ("Net", "", True)], ["# Web"], []),
        ([("Noah's", "'Noah", True)], [], ["it would lead to SYN101"]),
        ([("A small", "TODO: a small", True)], [], ["it would lead to PRS104"]),
    ],
)
def test_harm_is_refused(
    changes: list[tuple[str, str, bool]], expected: list[str], refused: list[str]
) -> None:
    result = mended(card_text(), (edits(*changes), *choose_rules(RULES, Settings())))
    assert [new for _, new, _ in changes if new and new in result.data.decode()] == expected
    assert all(
        f"ABC101: not mended, {why}" in said
        for why, said in zip(refused, result.refused, strict=True)
    )


def test_a_second_finding_of_the_same_words_is_new() -> None:
    text = card_text(body="TODO\n\nlater\n")
    result = mended(text, (edits(("later", "TODO", True)), *choose_rules(RULES, Settings())))
    assert result.data.decode() == text
    assert len(result.refused) == 1


def test_a_value_elsewhere_is_watched() -> None:
    result = mended(card_text(), (edits(("GhostNet", "GhostNet\n\n---\na: b\n---\n", True)),))
    assert result.data.decode() == card_text()
    assert "not mended, it would change 'model-name'" in result.refused[0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("abc", "x")], "x def\n"),
        ([("abc", "x"), ("def", "y")], "x y\n"),
        ([("def", "y"), ("abc", "x")], "x y\n"),
        ([("abc", ""), ("def", "\U0001f600é")], " \U0001f600é\n"),
        ([("", ">")], ">abc def\n"),
    ],
)
def test_edits_go_in_back_to_front(changes: list[tuple[str, str]], expected: str) -> None:
    text = "abc def\n"
    spans = [Span(text.index(old), text.index(old) + len(old)) for old, _ in changes]
    fixes = [Fix("", (Edit(span, new),)) for span, (_, new) in zip(spans, changes, strict=True)]
    assert fix.apply_fixes(Source("a.md", "a", text.encode(), text), fixes).decode() == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\n", "a\n", ""),
        ("a\nb\n", "a\nc\n", "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"),
        (
            "a",
            "b",
            (
                "--- a.md\n+++ a.md\n@@ -1 +1 @@\n"
                "-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
            ),
        ),
    ],
)
def test_diff(before: str, after: str, expected: str) -> None:
    assert (
        fix.unified_diff(Source("a.md", "a", before.encode(), before), after.encode()) == expected
    )


@pytest.mark.parametrize(
    "part",
    ["键：v\n", "update-time: 2022/3/30\n", "a: [\n", "asset-link: http://a.cn/b\n"],
    ids=["wide", "dates", "broken", "links"],
)
def test_thousands_of_fixes_end(part: str) -> None:
    begun = time.process_time()
    mended(f"# A\n\n---\n{part * 2_000}---\n\n## B\n", unsafe=True)
    assert time.process_time() - begun < 20
