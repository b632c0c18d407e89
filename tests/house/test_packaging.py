"""The wheel by itself: built here, installed into empty environments, used on a hub elsewhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

SITE_EXTRA = "which is not installed: pip install 'catalog-hub[site]'\n"
INHERITED = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONPATH", "VIRTUAL_ENV", "CI"}
}


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, cwd=cwd, env=INHERITED, capture_output=True, text=True, timeout=300, check=False
    )


def name_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower()


def build(root: Path, folder: Path, kind: str) -> Path:
    made = run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=root)
    assert made.returncode == 0, made.stderr
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(root, tmp_path_factory.mktemp("wheel"), "wheel")


def install(root: Path, package: str, folder: Path) -> Path:
    """The interpreter of a new environment in ``folder`` that holds ``package`` and its needs."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    constraints = root / "constraints.txt"
    done = run(python, "-m", "pip", "install", "-qq", "-c", constraints, package, cwd=folder)
    assert done.returncode == 0, done.stderr
    return python


@pytest.fixture(scope="module")
def python(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the base install."""
    return install(root, str(wheel), tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def site_python(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that can make websites."""
    return install(root, f"{wheel}[site]", tmp_path_factory.mktemp("site"))


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


def test_base_install_is_small(root: Path, python: Path, tmp_path: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = {name_of(need) for extra in ("site", "smoke", "cluster") for need in extras[extra]}
    listed = json.loads(run(python, "-m", "pip", "list", "--format", "json", cwd=tmp_path).stdout)
    installed = {name_of(package["name"]) for package in listed}
    assert {name_of(need) for need in project["dependencies"]} <= installed
    assert not optional & installed


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--version"], 0, "0.1.0"),
        (["lint"], 0, ""),
        (["lint", "--output", "sarif=lint.sarif"], 0, ""),
        (["explain", "AST101"], 0, "AST101"),
        (["build"], 2, SITE_EXTRA),
        (["serve"], 2, SITE_EXTRA),
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
        assert not (hub / "site").exists()


def test_build(site_python: Path, hub: Path) -> None:
    done = run(site_python.parent / "catalog", "build", cwd=hub)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.relative_to(hub / "site").as_posix() for path in (hub / "site").rglob("*")}
    assert {
        "index.html",
        "index.json",
        "tasks/index.html",
        "cards/mindspore/1.5/ghostnet_imagenet2012.html",
    } <= made
