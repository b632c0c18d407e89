"""The guide: made by MkDocs with our templates, the same from either command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from catalog.hub.open import open_hub, read_smoke_results
from catalog.hub.settings import load_settings
from catalog.lint.engine import choose_rules, lint
from catalog.model import CatalogError
from catalog.rules import RULES
from catalog.website.guide import guide_pages
from tests.whole_site import publish_site

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
CONFIG = (
    "site_name: x\ntheme: {name: mkdocs}\nplugins: [catalog]\n"
    "nav:\n  - index.md\n  - More: [format.md]\n"
)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """The golden hub with a configuration for MkDocs."""
    folder = shutil.copytree(GOLDEN, tmp_path / "hub")
    (folder / "mkdocs.yml").write_text(CONFIG)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def catalog_build(hub: Path, site: Path) -> None:
    opened = open_hub([hub / "cards"], load_settings(hub))
    results = read_smoke_results(hub / "smoke.json", opened.settings)
    publish_site(
        opened,
        site,
        results,
        lint(opened, choose_rules(RULES, opened.settings)),
        guide_pages(opened.settings),
    )


def test_mkdocs_and_catalog_make_the_same_site(hub: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--strict",
        "--site-dir",
        str(tmp_path / "one"),
    ]
    subprocess.run(command, cwd=hub, check=True)
    catalog_build(hub, tmp_path / "two")
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert {
        "index.html",
        "guide/index.html",
        "guide/format.html",
        "assets/style.css",
        "index.json",
    } <= one.keys()


def test_second_mkdocs_build_makes_the_same_site(hub: Path) -> None:
    for _ in range(2):
        mkdocs_build(load_config(str(hub / "mkdocs.yml")))
        made = files(hub / "site")
    mkdocs_build(load_config(str(hub / "mkdocs.yml")))
    assert files(hub / "site") == made


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("guide/index.html", '<link rel="stylesheet" href="../assets/style.css">'),
        ("guide/index.html", '<a href="../guide/index.html" aria-current="page">Guide</a>'),
        ("guide/index.html", '<a href="format.html">the format</a>'),
        ("guide/index.html", '<td class="right">a path</td>'),
        ("guide/format.html", '<span class="nt">model-name</span>'),
        ("guide/format.html", 'href="index.html#guide"'),
        ("guide/format.html", "<li>More<ul>"),
        ("guide/format.html", "<title>The format · A small hub</title>"),
    ],
)
def test_pages_of_the_guide(hub: Path, page: str, expected: str) -> None:
    made = {one.path: one.data.decode() for one in guide_pages(load_settings(hub))}
    assert sorted(made) == ["guide/format.html", "guide/index.html"]
    assert expected in made[page].replace("\n", "")
    assert " style=" not in made[page]


def test_guide_without_configuration(hub: Path) -> None:
    (hub / "mkdocs.yml").unlink()
    assert [page.path for page in guide_pages(load_settings(hub))] == [
        "guide/format.html",
        "guide/index.html",
    ]


def test_hub_without_docs_has_no_guide(hub: Path) -> None:
    shutil.rmtree(hub / "docs")
    assert guide_pages(load_settings(hub)) == ()


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("mkdocs.yml", "site_name: [", "MkDocs cannot make the guide"),
        ("mkdocs.yml", "site_name: x\nplugins: [nowhere]", "MkDocs cannot make the guide"),
        (
            "templates/main.html",
            "one\n{{ nothing }}",
            r"templates/main\.html:2: 'nothing' is undefined",
        ),
    ],
)
def test_what_is_wrong_is_said(hub: Path, file: str, text: str, complaint: str) -> None:
    (hub / file).parent.mkdir(exist_ok=True)
    (hub / file).write_text(text)
    with pytest.raises(CatalogError, match=complaint):
        guide_pages(load_settings(hub))


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [("catalog.toml", "[catalog", "cannot read"), ("smoke.json", "{", "smoke.json is not JSON")],
)
def test_mkdocs_says_it_too(
    hub: Path, caplog: pytest.LogCaptureFixture, file: str, text: str, complaint: str
) -> None:
    (hub / file).write_text(text)
    with pytest.raises(Abort):
        mkdocs_build(load_config(str(hub / "mkdocs.yml")))
    assert complaint in caplog.text
