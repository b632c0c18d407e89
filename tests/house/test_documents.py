"""The documents: links lead somewhere, generated pages are current, no machine of ours shows."""

import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest
from markdown.extensions.toc import slugify

from catalog.hub import settings
from catalog.hub.card_schema import load_schema
from catalog.hub.vocabularies import load_vocabularies
from catalog.lint.engine import lint_card
from catalog.model import Hub, Rule, Settings, Source
from catalog.parsing.card import parse_card
from catalog.rules.define import rule_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCED = re.compile(r"^( *)(```+|~~~+).*?^ *\2 *$", re.M | re.S)
SPANS = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.M)
MACHINE_PATH = re.compile(r"(?<![\w.~<-])/(?:root|home|Users|work|tmp|opt)/\w")


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(prose(page))
    return {
        slugify(re.sub(r"\[([^]]*)]\([^)]*\)|[`*]", r"\1", heading), "-") for heading in headings
    }


def links() -> list[tuple[str, str]]:
    found = [(page, link) for page in PAGES for link in LINK.findall(SPANS.sub("", prose(page)))]
    return [
        (page.relative_to(ROOT).as_posix(), link)
        for page, link in found
        if not re.match(r"[a-z]+:", link)
    ]


def text_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    files = [ROOT / name for name in listing.stdout.splitlines() if not name.startswith("tests/")]
    return [path for path in files if path.is_file() and b"\0" not in path.read_bytes()]


@pytest.mark.parametrize(("page", "link"), links())
def test_link_leads_somewhere(page: str, link: str) -> None:
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    assert target.exists()
    assert not anchor or anchor in anchors(target)


@pytest.mark.parametrize(
    ("page", "arguments"),
    [
        ("docs/images/rooms.svg", ["tools/draw_rooms.py"]),
        ("docs/rules.md", ["-m", "catalog", "rules", "--format", "markdown"]),
        pytest.param(
            "docs/cli.md",
            ["-m", "catalog", "help", "--format", "markdown"],
            marks=pytest.mark.skipif(
                sys.version_info >= (3, 13), reason="argparse lays help out anew in Python 3.13"
            ),
        ),
    ],
)
def test_generated_page_is_current(page: str, arguments: list[str]) -> None:
    made = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ROOT / page).read_text(encoding="utf-8") == made.stdout, "write it again: make pages"


def test_every_page_of_the_guide_can_be_reached() -> None:
    reached = {(ROOT / page).parent / link.partition("#")[0] for page, link in links()}
    resolved = {path.resolve() for path in reached}
    assert [
        page
        for page in PAGES
        if page not in resolved and page.name not in {"README.md", "index.md"}
    ] == []


def test_rule_of_the_contributing_page_works() -> None:
    (block,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S
    )
    namespace: dict[str, Any] = {}
    exec(textwrap.dedent(block), namespace)  # noqa: S102  # our own page, shown to be true
    shown = next(one for one in namespace.values() if isinstance(one, Rule))
    own = Settings(root=str(ROOT))
    vocabularies, card_schema = load_vocabularies(own.root), load_schema("card", own.root)
    for bad, _, text in rule_page(shown).examples:
        data = f"# GhostNet\n\n---\n\n{text}\n---\n"
        card = parse_card(Source("a.md", "a", data.encode(), data), {})
        found = list(lint_card(card, Hub({"a": card}, vocabularies, card_schema, own), [shown]))
        assert [one.place.line for one in found] == ([6] if bad else [])


def test_floors_are_those_that_hold() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract, *_) = project["tool"]["importlinter"]["contracts"]
    layers = contract["layers"]
    floors = [
        (str(len(layers) - index), room.strip())
        for index, layer in enumerate(layers)
        for room in layer.split("|")
    ]
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d) \| `(\w+)` \|", page, re.M) == floors


def is_in_the_house(name: str) -> bool:
    """Whether there is a file or a folder ``name``, or a module or a folder of the package."""
    module = name.rstrip("/").removesuffix(".py")
    places = (name, f"catalog/{module}", f"catalog/{module}.py")
    return any((ROOT / place).exists() for place in places)


def test_files_of_rooms_and_trips_exist() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    trips = page.partition("\n## Four trips\n")[2].partition("\n## ")[0]
    names = re.findall(r"`(\w+/[\w/.]+)`", trips)
    for room, contents in re.findall(r"^\| \d \| `(\w+)` \|[^|]*\|([^|]*)\|$", page, re.M):
        names += [f"{room}/{name}" for name in re.findall(r"`([\w/.]+)`", contents)]
    missing = [name for name in names if not is_in_the_house(name)]
    assert missing == [], "docs/architecture.md names what has moved"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needs = [need for needs in (project["dependencies"], *extras) for need in needs]
    # The types of libraries have one line for all.
    names = {re.sub(r"(?<=^types-).*|[<>=].*", "", need) for need in needs}
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    reasons = page.partition("\n## Parts, and why\n")[2].lower()
    assert [name for name in sorted(names) if name not in reasons] == []


def test_settings_page_has_every_key_and_its_default() -> None:
    (block,) = re.findall(
        r"```toml\n(\[catalog\].*?)```", (ROOT / "docs/maintainers.md").read_text("utf-8"), re.S
    )
    shown = {
        (section, key): value
        for section, table in tomllib.loads(block).items()
        for key, value in table.items()
    }
    defaults = Settings()
    expected = {where: getattr(defaults, field) for where, (field, _) in settings._KEYS.items()}
    expected["smoke", "memory-gib"] = defaults.smoke_memory / 2**30
    assert shown == {
        where: list(value) if isinstance(value, tuple) else value
        for where, value in expected.items()
    }


def test_no_path_of_one_machine() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: which files are ours is not known")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:120]}"
        for path in text_files()
        for line in path.read_text(encoding="utf-8").splitlines()
        if MACHINE_PATH.search(line)
    ]
    assert found == []
