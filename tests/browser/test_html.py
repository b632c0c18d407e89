"""What html-validate finds in all pages of two sites, in both languages: nothing."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

VALIDATOR = (
    Path(__file__).resolve().parents[2] / ".cache/node_modules/html-validate/bin/html-validate.mjs"
)
RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    # A list may have a name (ARIA 1.2, section 5.2.8.5), and the title of a page is the card's own.
    "rules": {"aria-label-misuse": ["error", {"allowAnyNamable": True}], "long-title": "off"},
}


def complaints(folder: Path, config: Path) -> list[str]:
    """What html-validate says of the pages below ``folder``: file, line, rule and message."""
    node = shutil.which("node")
    if node is None or not VALIDATOR.is_file():
        pytest.skip("no html-validate: `make npm` fetches it with npm")
    config.write_text(json.dumps(RULES), encoding="utf-8")
    command = [
        node,
        str(VALIDATOR),
        "--config",
        str(config),
        "--formatter",
        "json",
        "--ext",
        "html",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.startswith("["), done.stderr
    return [
        f"{Path(file['filePath']).relative_to(folder.resolve())}:{one['line']}: {one['ruleId']}: {one['message']}"
        for file in json.loads(done.stdout)
        for one in file["messages"]
    ]


@pytest.mark.parametrize("site", ["small", "wide"])
def test_html_validate_finds_nothing(folder: Path, tmp_path: Path, site: str) -> None:
    assert (folder / site / "zh" / "index.html").is_file()
    assert complaints(folder / site, tmp_path / "rules.json") == []


def test_html_validate_reads_every_page(folder: Path, tmp_path: Path) -> None:
    text = (folder / "small" / "index.html").read_text(encoding="utf-8")
    for name in ("a.html", "b/c(1).html"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("</main>", "<p><div></div></p></main>"), encoding="utf-8")
    found = complaints(tmp_path / "pages", tmp_path / "rules.json")
    assert {line.partition(":")[0] for line in found} == {"a.html", "b/c(1).html"}
