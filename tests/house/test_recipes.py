"""The recipe for a rule, followed literally in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MADE = shutil.ignore_patterns(".git", ".venv", ".cache", ".*_cache", ".hypothesis", "__pycache__")
TESTS = "tests/rules tests/report tests/lint/test_choose_rules.py tests/website/test_golden.py"
TESTS += " tests/house/test_documents.py tests/house/test_faces.py"


@pytest.fixture
def repository_copy(tmp_path: Path) -> Path:
    """The files of the repository without what was made from them."""
    return shutil.copytree(ROOT, tmp_path / "copy", ignore=MADE)


def contents(folder: Path) -> dict[str, bytes]:
    """The files below ``folder`` but those that tools leave behind, by path."""
    paths = (path.relative_to(folder) for path in folder.rglob("*"))
    return {
        path.as_posix(): (folder / path).read_bytes()
        for path in paths
        if (folder / path).is_file() and not MADE("", [*path.parts])
    }


def test_recipe_for_a_rule(repository_copy: Path) -> None:
    page = (repository_copy / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = page.partition("\n## Add a rule\n")[2].partition("\n## ")[0]
    file, code = re.findall(r"`(catalog/\S+\.py)`:\n\n   ```python\n(.*?)   ```", recipe, re.S)[0]
    commands = re.findall(r"^   \$ (make .*)", recipe, re.M)
    before = contents(repository_copy)
    (repository_copy / file).write_text(textwrap.dedent(code), encoding="utf-8")
    assert commands == ["make pages golden", "make quick"]
    # The tools of this environment stand for those that make would install.
    tools = ["-o", ".venv/.tools", f"BIN={Path(sys.executable).parent}", f"TESTS={TESTS}"]
    for command in commands:
        done = subprocess.run(
            [*command.split(), *tools],
            cwd=repository_copy,
            env=os.environ | {"PYTHONPATH": str(repository_copy)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    after = contents(repository_copy)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {file, "docs/rules.md", "tests/golden/findings.txt"}
