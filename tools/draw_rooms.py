"""Writes the picture of rooms and floors as SVG to stdout; the floors are those of pyproject.toml.

    python tools/draw_rooms.py > docs/images/rooms.svg

It has a ground of its own, so that it is legible on light and dark pages, and neither script nor
style sheet, so that a strict policy lets it through.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = {
    "cli": "arguments, printing, exit status",
    "preview": "live reload, the plugin for MkDocs",
    "build": "what to make again; records",
    "report": "findings and results as text",
    "lint": "engine, fixes, baselines",
    "website": "pages and data files",
    "rules": "a folder a family of rules",
    "smoke": "networks run and compared",
    "network": "where a network is; its code",
    "publish": "pages into a folder, whole",
    "hub": "settings, vocabularies, cards",
    "claims": "what a card says, as figures",
    "parsing": "bytes to cards",
    "proof": "what smoke runs showed",
    "weights": "tensors of a checkpoint",
    "model": "the nouns, frozen",
    "executors": "where work is done",
}
"""What each room is for, in few words."""
WIDTH, LEFT, RIGHT, TOP = 760, 54, 16, 48
STEP, HEIGHT, GAP = 50, 40, 10
GROUND, INK, FAINT, BOX, LINE = "#fbfaf7", "#1b2023", "#5b6468", "#ffffff", "#c9c5ba"
FONT = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


def read_floors() -> list[list[str]]:
    """The rooms of each floor, from the top, as the import-linter contract has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract, *_) = project["tool"]["importlinter"]["contracts"]
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def draw_rooms(floors: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of the picture."""
    height = TOP + STEP * len(floors) + 12
    title = "Rooms and floors of the package: " + "; ".join(
        f"{len(floors) - index} {', '.join(rooms)}" for index, rooms in enumerate(floors)
    )
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" font-family="{FONT}" font-size="13">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{height}" rx="8" fill="{GROUND}"/>'
    yield text(LEFT, 30, FAINT, "catalog/ – a room imports from lower floors only, never across")
    yield from draw_arrow(26, TOP + HEIGHT, TOP + STEP * (len(floors) - 1))
    for index, rooms in enumerate(floors):
        top = TOP + STEP * index
        yield f'<circle cx="26" cy="{top + HEIGHT // 2}" r="12" fill="{GROUND}"/>'
        yield text(26, top + 25, FAINT, str(len(floors) - index), ' text-anchor="middle"')
        width = (WIDTH - LEFT - RIGHT - GAP * (len(rooms) - 1)) // len(rooms)
        for number, room in enumerate(rooms):
            yield from draw_room(room, LEFT + number * (width + GAP), top, width)
    yield "</svg>"


def draw_room(room: str, left: int, top: int, width: int) -> Iterator[str]:
    """A box with the name of a room and what it is for."""
    yield (
        f'<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="5"'
        f' fill="{BOX}" stroke="{LINE}"/>'
    )
    yield text(left + 10, top + 17, INK, room, ' font-weight="700"')
    yield text(left + 10, top + 33, FAINT, WORDS[room], ' font-size="12"')


def draw_arrow(x: int, top: int, bottom: int) -> Iterator[str]:
    """An arrow from floor to floor, downwards."""
    yield f'<path d="M{x} {top}V{bottom}" stroke="{LINE}" stroke-width="1.5"/>'
    yield f'<path d="M{x - 4} {bottom - 5}l4 6l4 -6z" fill="{FAINT}"/>'


def text(x: int, y: int, colour: str, words: str, attributes: str = "") -> str:
    """A line of text that begins at ``x``, or has its middle there."""
    return f'<text x="{x}" y="{y}" fill="{colour}"{attributes}>{escape(words)}</text>'


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print("\n".join(draw_rooms(read_floors())))
