"""Whole sites: two languages, the same bytes from every process, and manners of the command."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from catalog.hub.open import open_hub
from catalog.model import Settings
from tests.cards import ROOT, card_text
from tests.whole_site import whole_site

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub" / "cards"
URL = "https://hub.example/all"


def site() -> dict[str, str]:
    hub = open_hub([GOLDEN], Settings(url=URL, languages=("zh",)))
    return {page.path: page.whole.decode(errors="replace") for page in whole_site(hub)}


def tongues(page: str) -> dict[str, str]:
    """The addresses of a page in each language that its head names."""
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', page))


def leaves(table: Mapping[str, object], above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    return {
        leaf
        for key, value in table.items()
        for leaf in (leaves(value, (*above, key)) if isinstance(value, dict) else {(*above, key)})
    }


def test_chinese_has_every_word() -> None:
    words = {
        name: yaml.safe_load((ROOT / f"templates/words/{name}.yaml").read_text("utf-8"))
        for name in ("en", "zh")
    }
    assert leaves(words["zh"]) == leaves(words["en"])


def test_each_page_stands_in_both_languages_and_names_the_other() -> None:
    made = site()
    english = {path for path in made if path.endswith(".html") and not path.startswith("zh/")}
    assert {
        path.removeprefix("zh/")
        for path in made
        if path.startswith("zh/") and path.endswith(".html")
    } == (english - {"404.html"})
    for path, language in (("index.html", "en"), ("zh/index.html", "zh")):
        assert f'<html lang="{language}">' in made[path]
        assert tongues(made[path]) == {"en": f"{URL}/index.html", "zh": f"{URL}/zh/index.html"}


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("index.html", "zh/index.html"),
        ("zh/index.html", "../index.html"),
        ("models/index.html", "../zh/models/index.html"),
        ("zh/models/index.html", "../../models/index.html"),
        ("cards/acme/1.2/tinynet_digits.html", "../../../zh/cards/acme/1.2/tinynet_digits_cn.html"),
        (
            "zh/cards/acme/1.2/tinynet_digits_cn.html",
            "../../../../cards/acme/1.2/tinynet_digits.html",
        ),
        (
            "cards/acme/1.2/tinynet_digits_cn.html",
            "../../../zh/cards/acme/1.2/tinynet_digits_cn.html",
        ),
    ],
)
def test_switch_leads_to_the_page_or_its_twin(path: str, other: str) -> None:
    links = re.findall(r'<a class="tongue" href="([^"]*)"', site()[path])
    assert links == [other]


def test_words_of_a_card_keep_their_language() -> None:
    made = site()
    page = made["zh/cards/acme/1.2/tinynet_digits.html"]
    assert re.search(r'<div class="prose" dir="auto" lang="en">', page)
    assert not re.search(
        r'<div class="prose"[^>]* lang=', made["zh/cards/acme/1.2/tinynet_digits_cn.html"]
    )


def test_site_maps_of_both_languages() -> None:
    made = site()
    assert made["robots.txt"].count("Sitemap: ") == 2
    assert f"<loc>{URL}/zh/models/index.html</loc>" in made["zh/sitemap.xml"]


def test_one_language_has_no_switch() -> None:
    hub = open_hub([GOLDEN], Settings())
    made = {page.path: page.whole for page in whole_site(hub)}
    assert b"tongue" not in made["index.html"]
    assert not any(path.startswith("zh/") for path in made)


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A hub of two cards, in the current folder of the commands."""
    shutil.copytree(GOLDEN.parent, tmp_path / "hub")
    return tmp_path / "hub"


def run(hub: Path, *arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "catalog",
        "build",
        "--site",
        "site",
        "--cache",
        "cache",
        *arguments,
    ]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(
        command, cwd=hub, capture_output=True, text=True, env=environment, check=False
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_cold_and_warm_builds_of_any_process_are_the_same(hub: Path) -> None:
    assert run(hub, "--no-cache", seed="1").returncode == 0
    cold = files(hub / "site")
    for seed in ("2", "3"):
        assert run(hub, seed=seed).returncode == 0
        assert files(hub / "site") == cold
    assert "nothing has changed" in run(hub, seed="4").stdout
    shutil.rmtree(hub / "site")
    assert run(hub, seed="5").returncode == 0
    assert files(hub / "site") == cold


CARD = "cards/acme/1.2/tinynet_digits.md"


@pytest.mark.parametrize(
    "change",
    [
        CARD,
        "catalog.toml",
        "docs/index.md",
        "site/index.html",
        "site/cards/acme/1.2/tinynet_digits.html",
        "site/.catalog.json",
        "cache",
    ],
)
def test_a_change_is_seen(hub: Path, change: str) -> None:
    assert run(hub).returncode == 0
    expected = None if change in (CARD, "catalog.toml", "docs/index.md") else files(hub / "site")
    if change == "cache":
        for path in (hub / "cache").iterdir():
            path.write_bytes(b"\xff{")
    elif change == "site/.catalog.json":
        (hub / change).write_bytes(b"[]")
    else:
        (hub / change).write_bytes((hub / change).read_bytes() + b"\n# one more line\n")
    warm = run(hub)
    assert "nothing has changed" not in warm.stdout, warm
    made = files(hub / "site")
    assert expected in (None, made)
    assert run(hub, "--no-cache").returncode == 0
    assert files(hub / "site") == made


@pytest.mark.parametrize(
    ("pattern", "new", "alone"),
    [
        (r"\Z", "\nA word more.\n", True),
        (r"^# ", "# Another ", False),
        (r"^module-type: ", "module-type: nlp-", False),
        (r"\Z", "\n## Model file\n\n[a](other.md)\n", False),
    ],
)
def test_a_changed_card_changes_every_page_that_shows_it(
    hub: Path, pattern: str, new: str, alone: bool
) -> None:
    shutil.rmtree(hub / "docs")
    assert run(hub).returncode == 0
    for _ in range(2):
        text = re.sub(pattern, new, (hub / CARD).read_text("utf-8"), count=1, flags=re.M)
        (hub / CARD).write_text(text, encoding="utf-8")
        warm = run(hub)
        made = files(hub / "site")
        assert ", 0 unchanged" not in warm.stdout
        assert "0 files written" in run(hub, "--no-cache").stdout
        assert files(hub / "site") == made
        assert not alone or ": 1 files written" in warm.stdout, warm


@pytest.mark.parametrize("change", ["add", "remove", "rename", "smoke", "words"])
def test_other_changes_are_seen_too(hub: Path, change: str) -> None:
    shutil.rmtree(hub / "docs")
    assert run(hub).returncode == 0
    smoke = ["--smoke", "smoke.json"] if change == "smoke" else []
    if change == "add":
        (hub / "cards/acme/1.2/other.md").write_text(card_text(), encoding="utf-8")
    elif change == "remove":
        (hub / CARD).unlink()
    elif change == "rename":
        (hub / CARD).rename(hub / "cards/acme/1.2/renamed.md")
    elif change == "words":
        (hub / "templates/words").mkdir(parents=True)
        (hub / "templates/words/en.yaml").write_text("skip: Jump", encoding="utf-8")
    warm = run(hub, *smoke)
    made = files(hub / "site")
    assert "0 files written" in run(hub, "--no-cache", *smoke).stdout, warm
    assert files(hub / "site") == made


def test_check_tells_what_is_not_current_and_writes_nothing(hub: Path) -> None:
    assert run(hub, "--check").returncode == 1
    assert not (hub / "site").exists()
    run(hub)
    assert run(hub, "--check").returncode == 0
    assert run(hub, "--check", "--no-cache").returncode == 0
    (hub / CARD).write_text((hub / CARD).read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    before = files(hub / "site")
    found = run(hub, "--check")
    assert (found.returncode, files(hub / "site")) == (1, before)
    assert found.stdout.splitlines()[0] == "cards/acme/1.2/tinynet_digits.html"
    (hub / CARD).unlink()
    assert "cards/acme/1.2/tinynet_digits.html (to be removed)" in run(hub, "--check").stdout


def test_unreadable_card_is_a_page_unless_strict(hub: Path) -> None:
    path = hub / "cards/acme/1.2/broken.md"
    path.write_bytes(b"\xff\xfe no card")
    done = run(hub, "--strict")
    assert (done.returncode, (hub / "site").exists()) == (1, False)
    assert "cards/acme/1.2/broken.md" in done.stdout
    assert run(hub).returncode == 0
    assert b"cannot be read" in (hub / "site/cards/acme/1.2/broken.html").read_bytes()


def test_documents_name_what_stands_beside_them(hub: Path) -> None:
    (hub / "cards/acme/1.2/other.md").write_text(card_text(), encoding="utf-8")
    run(hub)
    document = json.loads((hub / "site/cards/acme/1.2/other.json").read_text("utf-8"))
    assert (hub / "site" / document["page"]).is_file()
    assert (hub / "site/cards/acme/1.2/other.svg").is_file()


def test_names_from_the_vocabularies_are_chinese_there() -> None:
    made = site()
    english, chinese = (made[f"{way}cards/acme/1.2/tinynet_digits.html"] for way in ("", "zh/"))
    for ours, theirs in (
        ("Image classification", "图像分类"),
        ("Inference", "推理"),
        ("Top-1 accuracy", "Top-1 准确率"),
    ):
        assert (ours in english, theirs in english) == (True, False)
        assert (ours in chinese, theirs in chinese) == (False, True)
    assert '["classification","图像分类"]' in made["zh/assets/search-data.js"]
