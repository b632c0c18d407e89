"""The wheel by itself: built here, installed without extras into an empty environment, used on a folder elsewhere."""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

INHERITED = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONPATH", "VIRTUAL_ENV", "CI"}
}


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=cwd, env=INHERITED, capture_output=True, text=True, timeout=300, check=False
    )


def build(root: Path, folder: Path, kind: str) -> Path:
    made = run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=root)
    assert made.returncode == 0, made.stderr
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def python(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and what the wheel asks for."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = run(
        python, "-m", "pip", "install", "-qq", "-c", root / "constraints.txt", wheel, cwd=folder
    )
    assert pip.returncode == 0, pip.stderr
    return python


@pytest.fixture
def hub(root: Path, tmp_path: Path) -> Path:
    """A folder of somebody else's, with cards and nothing more."""
    shutil.copytree(root / "cards", tmp_path / "cards")
    (tmp_path / "empty").mkdir()
    return tmp_path


def data_files(root: Path) -> set[str]:
    files = [
        path
        for folder in ("schema", "templates")
        for path in (root / folder).rglob("*")
        if path.is_file()
    ]
    return {path.relative_to(root).as_posix() for path in files}


def test_wheel_carries_schema_and_templates(root: Path, wheel: Path) -> None:
    prefix = "catalog/_data/"
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == data_files(
        root
    )
    assert not [name for name in names if not name.startswith(("catalog/", "catalog_hub-"))]


def test_sdist_carries_what_the_wheel_is_made_of(root: Path, tmp_path: Path) -> None:
    with tarfile.open(build(root, tmp_path, "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert data_files(root) | {"pyproject.toml", "LICENSE", "catalog/cli/__init__.py"} <= names


def test_mindspore_stays_out(python: Path, tmp_path: Path) -> None:
    missing = run(python, "-c", "import mindspore", cwd=tmp_path)
    assert "No module named 'mindspore'" in missing.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--version"], 0, "0.1.0"),
        (["lint"], 0, ""),
        (["lint", "nowhere"], 2, "there is no nowhere"),
        (["lint", "empty"], 3, "no cards below empty"),
        (["smoke", "--results", "smoke.json"], 0, "not testable here"),
        (["no-such-command"], 2, ""),
    ],
)
def test_command(python: Path, hub: Path, arguments: list[str], status: int, said: str) -> None:
    for command in ([python.parent / "catalog"], [python, "-m", "catalog"]):
        done = run(*command, *arguments, cwd=hub)
        assert done.returncode == status, done.stdout + done.stderr
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_build(python: Path, hub: Path) -> None:
    done = run(python.parent / "catalog", "build", cwd=hub)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.relative_to(hub / "site").as_posix() for path in (hub / "site").rglob("*")}
    assert {
        "index.html",
        "index.json",
        "tasks/index.html",
        "cards/mindspore/1.5/ghostnet_imagenet2012.html",
    } <= made
