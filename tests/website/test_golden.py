"""A small hub whose site must come out as it stands in ``golden/site``, byte for byte.

After a change that is meant, ``make golden`` writes the new site; read its diff before the commit.
"""

import re
import shutil
from pathlib import Path

from catalog.hub.open import open_hub, read_smoke_results
from catalog.hub.settings import load_settings
from catalog.model import Finding, Place
from catalog.website.guide import guide_pages
from tests.whole_site import publish_site

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
RULE_PAGE = re.compile(r"\brules/[a-z]{3}\d{3}\.html")
SHARED = GOLDEN.parents[1] / "templates" / "assets"


def plan_site(folder: Path) -> None:
    """The site of the golden hub with two findings, without shared files and pages of rules."""
    hub = open_hub([GOLDEN / "hub" / "cards"], load_settings(GOLDEN / "hub"))
    faulty = hub.cards["acme/1.2/tinynet_digits"].source.path
    finding = Finding(
        faulty, Place(1, 1, 1, 2), "AST201", "missing-sha256", "warning", "it is wrong", "mend it"
    )
    results = read_smoke_results(GOLDEN / "hub" / "smoke.json", hub.settings)
    publish_site(hub, folder, results, [finding, finding], guide_pages(hub.settings))
    for path in SHARED.iterdir():
        (folder / SHARED.name / path.name).unlink()
    shutil.rmtree(folder / "rules")
    for name in (".catalog.json", "sitemap.xml"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        others = [line for line in lines if not RULE_PAGE.search(line)]
        (folder / name).write_text("".join(others), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_site_is_the_golden_one(tmp_path: Path) -> None:
    plan_site(tmp_path)
    site, golden = files(tmp_path), files(GOLDEN / "site")
    assert sorted(site) == sorted(golden)
    for name in sorted(site):
        assert site[name].decode() == golden[name].decode(), name


if __name__ == "__main__":
    shutil.rmtree(GOLDEN / "site", ignore_errors=True)
    plan_site(GOLDEN / "site")
