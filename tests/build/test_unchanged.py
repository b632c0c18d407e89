"""Every option of ``catalog build`` decides what a site is, or is listed as one that does not."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.build.unchanged import MANIFEST, UNSEEN_OPTIONS, BuildState, build_sources
from catalog.cli import make_parser
from catalog.model import Settings

ELSEWHERE = "cache"
"""The option that names the folder in which builds are remembered: in another there is none."""


def build_options() -> Iterator[argparse.Action]:
    """The options of ``catalog build``, as its parser has them."""
    parser = make_parser("build")
    (commands,) = (
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    )
    for action in commands.choices["build"]._actions:
        if action.dest != "help":
            yield action


def another_value(action: argparse.Action) -> list[str]:
    """Arguments that give an option another value than it has without them."""
    name = action.option_strings[-1] if action.option_strings else ""
    value = str(list(action.choices)[-1]) if action.choices else "7"
    return [item for item in (name, *([value] if action.nargs != 0 else [])) if item]


def parse_build(cache: Path, *arguments: str) -> argparse.Namespace:
    return make_parser("build").parse_args(["build", "--cache", str(cache), *arguments])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache in which a build of three cards without other options is remembered."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cards").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MANIFEST).write_text(json.dumps({"pages": []}))
    folder = tmp_path / "cache"
    state = BuildState(parse_build(folder))
    settings = Settings(root=str(tmp_path))
    state.begin(build_sources(settings, tmp_path / "cards", tmp_path / "site", None))
    state.save(3, {"elsewhere": False})
    return folder


@pytest.mark.parametrize("action", [*build_options()], ids=lambda action: action.dest)
def test_another_value_of_an_option_is_another_build(cache: Path, action: argparse.Action) -> None:
    assert BuildState(parse_build(cache)).unchanged_cards() == 3
    options = parse_build(cache, *another_value(action))
    assert getattr(options, action.dest) != getattr(parse_build(cache), action.dest)
    is_same = action.dest in UNSEEN_OPTIONS and action.dest != ELSEWHERE
    assert BuildState(options).unchanged_cards() == (3 if is_same else None)


def test_unseen_options_are_those_of_where_and_how() -> None:
    names = {action.dest for action in build_options()} | {"run"}
    assert {*UNSEEN_OPTIONS} <= names
    assert {*UNSEEN_OPTIONS} == {"run", "cache", "no_cache", "jobs", "on"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cards/acme/1.0/net.md", "# Net\n"),
        ("cards/acme/1.0/net.png", "a picture"),
        ("catalog.toml", "[catalog]\n"),
        ("mkdocs.yml", "site_name: a\n"),
        ("docs/index.md", "# A guide\n"),
        ("schema/datasets.yaml", "a: {}\n"),
        ("templates/words/en.yaml", "skip: Jump\n"),
        ("networks/tiny/net.py", "a = 1\n"),
        ("elsewhere", ""),
        ("site/.catalog.json", '{"pages": ["index.html"]}'),
    ],
)
def test_a_new_file_is_a_change(cache: Path, path: str, text: str) -> None:
    target = cache.parent / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    assert BuildState(parse_build(cache)).unchanged_cards() is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"cards": 3}',
        b'{"cards": "x", "sources": 1}',
        b'{"cards": 3, "sources": {"site": "a\\u0000b"}}',
        b'{"cards": 3, "sources": {"root": 1, "above": 2}, "inputs": [], "outputs": {}}',
        b"[" * 10_000,
    ],
)
def test_a_damaged_memory_is_none(cache: Path, data: bytes) -> None:
    (path,) = cache.glob("build-*.json")
    path.write_bytes(data)
    assert BuildState(parse_build(cache)).unchanged_cards() is None


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("where the folder would be")
    state = BuildState(parse_build(tmp_path / "file"))
    state.begin(build_sources(Settings(root=str(tmp_path)), tmp_path, tmp_path, None))
    state.save(3, {})
    assert BuildState(parse_build(tmp_path / "file")).unchanged_cards() is None
