"""What commands never import: heavy packages, and for lint what only a website needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import CLEAN, write_card

HEAVY = {"mindspore", "mindcv", "dask", "distributed", "numpy"}
OF_SITES = {"mkdocs", "jinja2", "markupsafe", "nh3", "cmarkgfm", "pygments", "markdown"}


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (["--help"], HEAVY | OF_SITES | {"catalog.model"}),
        (["lint"], HEAVY | OF_SITES),
        (["lint", "--fix", "--format", "sarif"], HEAVY | OF_SITES),
        (["baseline", "write"], HEAVY | OF_SITES),
        (["rules"], HEAVY | OF_SITES),
        (["explain", "AST101"], HEAVY | OF_SITES),
        (["help"], HEAVY | OF_SITES),
        (["new", "acme/2.5/tiny"], HEAVY | OF_SITES),
        (["build"], HEAVY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_packages_stay_out(tmp_path: Path, arguments: list[str], forbidden: set[str]) -> None:
    write_card(tmp_path, "mindspore/1.5/net", model_name="net")
    code = (
        "import atexit, sys\n"
        f"forbidden = {forbidden!r}\n"
        "atexit.register(lambda: print(sorted(forbidden & sys.modules.keys()), file=sys.stderr))\n"
        f"from catalog.cli import main\nsys.exit(main({arguments!r}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=CLEAN,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "[]")
