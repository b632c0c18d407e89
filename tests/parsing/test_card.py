"""Cards parsed: both layouts, missing fences, sections, code blocks, and files that are no card."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import Card, Span
from catalog.parsing.card import MAX_CARD, MAX_HEADER
from tests.cards import UID, read_card, steady

HUB = "# GhostNet\n\n---\n\nmodel-name: ghostnet\n\n---\n\n## Introduction\n\nSmall.\n"
FIRST = "---\nmodel-name: ghostnet\n---\n# GhostNet\n\nSmall.\n"


def parts(card: Card) -> tuple[str, str, list[str]]:
    """Title, body and kinds of faults."""
    return card.title, card.body.strip(), [fault.kind for fault in card.faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HUB, ("GhostNet", "## Introduction\n\nSmall.", [])),
        (FIRST, ("GhostNet", "# GhostNet\n\nSmall.", [])),
        (
            HUB.replace("# GhostNet\n", "# GhostNet ##\n"),
            ("GhostNet", "## Introduction\n\nSmall.", []),
        ),
        (HUB.replace("\n---\n", "\n---  \n"), ("GhostNet", "## Introduction\n\nSmall.", [])),
        (
            HUB.replace("Small.", "Small.\n\n---\n\nNet."),
            ("GhostNet", "## Introduction\n\nSmall.\n\n---\n\nNet.", []),
        ),
        (f"<!-- ours -->\n{HUB}", ("GhostNet", "## Introduction\n\nSmall.", [])),
        (FIRST.replace("# GhostNet\n", ""), ("", "Small.", [])),
        (f"\ufeff{HUB}", ("GhostNet", "## Introduction\n\nSmall.", ["bom"])),
        (f"\ufeff{FIRST}", ("GhostNet", "# GhostNet\n\nSmall.", ["bom"])),
        ("", ("", "", ["no-header"])),
        ("# GhostNet\n\nSmall.\n", ("GhostNet", "# GhostNet\n\nSmall.", ["no-header"])),
        (
            "# A\n\nSmall.\n\n---\n\nNet: b\n",
            ("A", "# A\n\nSmall.\n\n---\n\nNet: b", ["no-header"]),
        ),
        (
            HUB.replace("\n---\n\n##", "\n##"),
            ("GhostNet", "## Introduction\n\nSmall.", ["open-header"]),
        ),
        ("# A\n---\nmodel-name: ghostnet\n", ("A", "", ["open-header"])),
        ("# A\n---\n---\n", ("A", "# A\n---\n---", ["no-header"])),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_layouts(text: str, expected: tuple[str, str, list[str]], end: str) -> None:
    title, body, faults = parts(read_card(text.replace("\n", end)))
    assert (title, body.replace("\r\n", "\n"), faults) == expected


@pytest.mark.parametrize(
    "text",
    [HUB, FIRST, f"\ufeff{HUB}", HUB.replace("\n", "\r\n"), HUB.replace("\n---\n\n##", "\n##")],
)
def test_header_and_its_place(text: str) -> None:
    card = read_card(text)
    assert card.header == {"model-name": "ghostnet"}
    assert text[slice(*card.header_span)].strip() == "model-name: ghostnet"
    assert text[slice(*card.span("model-name"))] == "ghostnet"
    assert text[slice(*card.title_span)] == "GhostNet"


@pytest.mark.parametrize(
    ("text", "uid", "expected"),
    [
        (HUB, UID, "en"),
        (HUB, f"{UID}_cn", "zh"),
        (HUB.replace("model-name", "模型名称"), UID, "zh"),
        (HUB.replace("Small", "模型名称"), UID, "en"),
    ],
)
def test_language(text: str, uid: str, expected: str) -> None:
    assert read_card(text, uid).language == expected


@pytest.mark.parametrize(
    ("data", "kind", "place"),
    [
        (b"# A\n\xe9\xff\n", "not-utf8", Span(4, 5)),
        (b"# A\n\0\n", "nul", Span(4, 5)),
        ("\U0001f600\0".encode(), "nul", Span(1, 2)),
        (b"x" * (MAX_CARD + 1), "too-large", Span(0, 0)),
        (f"# A\n---\na: {'b' * MAX_HEADER}\n---\n".encode(), "too-large", Span(8, 8)),
    ],
)
def test_files_that_are_hardly_cards(data: bytes, kind: str, place: Span) -> None:
    assert (kind, place) in [(fault.kind, fault.span) for fault in read_card(data).faults]


def test_of_a_header_that_is_too_long_only_that_is_told() -> None:
    card = read_card(f"# A\n---\nmodel-name: ghostnet\nb: {'b' * MAX_HEADER}\n---\n## C\n")
    assert (card.header.get("model-name"), [section.title for section in card.sections]) == (
        None,
        ["C"],
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "## A\n\none\n\n### B\n\ntwo\n\n## C\n",
            [(2, "A", "one\n\n### B\n\ntwo"), (3, "B", "two"), (2, "C", "")],
        ),
        ("### A\n# B\n## C\nx", [(3, "A", ""), (1, "B", "## C\nx"), (2, "C", "x")]),
        ("## A ##\r\none\r\n", [(2, "A", "one")]),
        ("```\n## A\n```\n", []),
        ("~~~~\n## A\n~~~\n## B\n~~~~\n## C\n", [(2, "C", "")]),
        ("#A\n##\n####### B\n", []),
    ],
)
def test_sections(body: str, expected: list[tuple[int, str, str]]) -> None:
    card = read_card(f"# T\n---\na: b\n---\n{body}")
    sections = [
        (section.level, section.title, card.source.text[slice(*section.content)].strip())
        for section in card.sections
    ]
    assert sections == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```python\nx = 1\n```\n", [("python", "x = 1\n")]),
        ("```Python title=a\nx\n```\n", [("python", "x\n")]),
        ("~~~\nx\n~~~\n", [("", "x\n")]),
        ("1. a\n   ```sh\n   x\n     y\n   ```\n", [("sh", "x\n  y\n")]),
        ("```sh\nx\n````\n", [("sh", "x\n")]),
        ("````md\n```\nx\n```\n````\n", [("md", "```\nx\n```\n")]),
        ("```sh\nx\n", [("sh", "x\n")]),
        ("```sh", [("sh", "")]),
        ("``` `x` ```\n", []),
    ],
)
def test_code_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    card = read_card(f"# T\n---\na: b\n---\n{body}")
    assert [(block.language, block.text) for block in card.code_blocks] == expected


@steady
@given(
    st.binary() | st.text().map(str.encode),
    st.sampled_from(["{}", "# t\n\n---\n{}", "---\n{}\n---\n{}", HUB + "{}"]),
)
def test_any_bytes_give_a_card(data: bytes, frame: str) -> None:
    card = read_card(
        b"".join((frame.encode().partition(b"{}")[0], data, frame.encode().partition(b"{}")[2]))
    )
    spans = [
        card.title_span,
        card.header_span,
        card.body_span,
        *(fault.span for fault in card.faults),
    ]
    spans += [span for section in card.sections for span in (section.heading, section.content)]
    spans += [block.content for block in card.code_blocks]
    assert all(0 <= span.start <= span.end <= len(card.source.text) for span in spans)


@pytest.mark.parametrize(
    "part",
    [
        "# a\n",
        "## a\n",
        "```python\n",
        "```\nx\n```\n",
        "|a|b|\n|-|-|\n",
        "---\n",
        "a: b\n",
        "- " * 99,
    ],
)
def test_huge_cards_end_fast(part: str) -> None:
    begun = time.process_time()
    read_card("# t\n---\na: b\n---\n" + part * (1_000_000 // len(part)))
    assert time.process_time() - begun < 5
