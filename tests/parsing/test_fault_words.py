"""What each fault says, what it advises, and what its fix writes."""

import pytest

from catalog.model import Fix
from tests.cards import read_card

CARD = "# A\n\n---\n\n{}\nlast: x\n\n---\n\n## B\n"
QUOTE = "put it in quotes, or close what it opens"


def fix_of(fix: Fix | None) -> tuple[str, bool, list[str]] | None:
    return (fix.title, fix.safe, [edit.text for edit in fix.edits]) if fix else None


@pytest.mark.parametrize(
    ("lines", "message", "hint", "fix"),
    [
        (
            "a: -",
            "'a: -' is not YAML",
            "leave the line out where there is no value",
            ("delete the line", True, [""]),
        ),
        (
            "a: b: c",
            "a second colon in 'b: c' breaks YAML",
            "quote it: 'b: c'",
            ("quote the value", True, ["'b: c'"]),
        ),
        (
            "a: b: " + "c" * 58,
            f"a second colon in 'b: {'c' * 54}…' breaks YAML",
            f"quote it: 'b: {'c' * 58}'",
            ("quote the value", True, [f"'b: {'c' * 58}'"]),
        ),
        (
            "a: b: " + "c" * 57,
            f"a second colon in 'b: {'c' * 57}' breaks YAML",
            f"quote it: 'b: {'c' * 57}'",
            ("quote the value", True, [f"'b: {'c' * 57}'"]),
        ),
        ("a: [1, 2", "'[1, 2' is not a YAML value", QUOTE, ("quote the value", False, ["'[1, 2'"])),
        (
            "no key here",
            "'no key here' is neither a key nor the value of one",
            "write 'key: value', or indent the line below its key",
            None,
        ),
        (
            "a：b",
            "a full-width colon after 'a' is not YAML",
            "write ': ', the ASCII colon and a blank",
            ("write an ASCII colon", True, [": "]),
        ),
        (
            "a: b\na: c",
            "'a' stands here a second time, and YAML keeps only the last",
            "keep one of the two lines and delete the other",
            None,
        ),
        ("a: &x b", "the YAML anchor '&x' is not allowed in a card", "write the value out", None),
        ("a: *x", "the YAML alias '*x' is not allowed in a card", "write the value out", None),
        (
            "a: !!int 1",
            "the YAML tag 'tag:yaml.org,2002:int' is not allowed in a card",
            "write the plain value",
            None,
        ),
    ],
)
def test_faults_of_the_header(
    lines: str, message: str, hint: str, fix: tuple[str, bool, list[str]] | None
) -> None:
    (fault,) = read_card(CARD.format(lines)).faults
    assert (fault.message, fault.hint, fix_of(fault.fix)) == (message, hint, fix)


@pytest.mark.parametrize(
    ("lines", "line"),
    [("a:\n  - b\n  c: d", "'c: d'"), ("a:\n\t- b: c", "'- b: c'"), ("a:\n  b: 'c\n", '"b: \'c"')],
)
def test_a_broken_line_is_quoted_with_its_reason(lines: str, line: str) -> None:
    (fault,) = read_card(CARD.format(lines)).faults
    assert fault.message.startswith(f"{line} is not YAML: ")
    assert fault.message != f"{line} is not YAML: "
    assert fault.hint == "mend or quote this line; the lines around it were read"


def test_nesting_without_end_is_given_up() -> None:
    nested, value = read_card(CARD.format("a: " + "[" * 40 + "]" * 40)).faults
    assert (nested.message, nested.hint) == (
        "more than 20 levels of nesting",
        "rewrite this entry",
    )
    assert (value.message, value.hint) == (
        f"'{'[' * 40 + ']' * 17}…' is not a YAML value",
        QUOTE,
    )


@pytest.mark.parametrize(
    ("data", "message", "hint", "fix"),
    [
        (
            b"",
            "the card has no header",
            "put the header between two lines '---' below the title",
            None,
        ),
        (b"# A\n\0", "a NUL byte: this is no text", "save the card as UTF-8 text", None),
        (
            b"\xef\xbb\xbf# A\n\n---\n\na: b\n\n---\n",
            "the file begins with a byte order mark",
            "save it without one",
            ("drop the byte order mark", True, [""]),
        ),
        (
            b"# A\xff\xfe\n\n---\n\na: b\n\n---\n",
            "2 bytes are not UTF-8, the first of them here",
            "save the file as UTF-8",
            None,
        ),
        (
            b"# A\n\n---\n\na: b\n\n## B\n",
            "the header that opens here never closes",
            "put a line '---' between the last key and the body",
            None,
        ),
        (
            b"x" * 5_242_881,
            "the file has 5,242,881 bytes, more than 5,242,880",
            "keep a card to its text; link to everything else",
            None,
        ),
    ],
    ids=["empty", "nul", "bom", "not-utf8", "open", "large"],
)
def test_faults_of_the_file(
    data: bytes, message: str, hint: str, fix: tuple[str, bool, list[str]] | None
) -> None:
    (fault,) = read_card(data).faults
    assert (fault.message, fault.hint, fix_of(fault.fix)) == (message, hint, fix)
