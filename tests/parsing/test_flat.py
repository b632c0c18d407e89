"""Lists of plain pairs, read without PyYAML: just what PyYAML's events give, or nothing."""

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.hub.vocabularies import load_key_aliases
from catalog.parsing.flat import read_flat
from catalog.parsing.yaml_entry import Header, Piece, compose
from tests.cards import ROOT, steady

ALIASES = load_key_aliases(str(ROOT))
FILE = "https://download.mindspore.cn/a.ckpt"


def as_events(text: str) -> Header | None:
    try:
        return compose(Piece(text, 7), ALIASES)
    except yaml.YAMLError:
        return None


def check(text: str) -> bool:
    found = read_flat(text, 7, ALIASES)
    if found is not None:
        assert found == as_events(text)
    return found is not None


@pytest.mark.parametrize(
    "text",
    [
        f"asset:\n\n-\n    file-format: ckpt\n    asset-link: <{FILE}>\n\n",
        f"asset:\r\n\r\n  - file-format: ckpt  \r\n    asset-link: {FILE}\r\n\r\n  - file-format: air\r\n",
        "asset:\n- a: b c  d\n\n  e: 1.10\n- a: x:y",
    ],
)
def test_read_as_pyyaml_would(text: str) -> None:
    assert check(text)


@pytest.mark.parametrize(
    "text",
    [
        "asset: []\n",
        "asset:\n- a: [b]\n",
        "asset:\n- a: 'b'\n",
        "asset:\n- a: b # c\n",
        "asset:\n- a: b: c\n",
        "asset:\n- a: b:\n",
        "asset:\n- a: b\n  a: c\n",
        "asset:\n- a: b\n   c: d\n",
        "asset:\n- a: b\n    continued\n",
        "asset:\n- a: b\n - a: b\n",
        "asset:\n- a:\n    b: c\n",
        "asset:\n- a: é\n",
        "asset:\n-a: b\n",
        "asset:\n\t- a: b\n",
        "asset:\n",
        "asset:\n- a: b\nc: d\n",
        "asset:\n- a: &b c\n",
    ],
)
def test_left_to_pyyaml(text: str) -> None:
    assert not check(text)


@steady
@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "-",
                "  ",
                " ",
                "a",
                "b: ",
                "c:d",
                ": ",
                "\n",
                "\r\n",
                "<x>",
                "1.0",
                "'",
                "#",
                "\t",
                "é",
            ]
        )
    )
)
def test_never_otherwise_than_pyyaml(parts: list[str]) -> None:
    check("asset:\n" + "".join(parts))


def test_most_lists_of_real_cards() -> None:
    corpus = os.environ.get("CATALOG_CORPUS")
    if not corpus:
        pytest.skip("CATALOG_CORPUS does not name a folder of real cards")
    texts = [
        path.read_bytes().decode(errors="replace")
        for path in sorted(Path(corpus, "hub").rglob("*.md"))
    ]
    entries = [
        text[text.index("\nasset:") + 1 : text.index("\nlicense")]
        for text in texts
        if "\nasset:" in text and "\nlicense" in text
    ]
    read = sum(check(entry) for entry in entries if entry.startswith("asset:"))
    assert read > 0.9 * len(entries)
