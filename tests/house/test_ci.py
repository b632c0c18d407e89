"""The action, the pre-commit hooks and the templates of docs/ci.md, each executed for real."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import AUTHOR, CLEAN, git, make_hub, write_card

ROOT = Path(__file__).resolve().parents[2]
OLD = "cards/mindspore/1.5/old.md"
TOOLS = Path(sys.executable).parent
# pip reads these; they let the very commands of the action run without a network.
OFFLINE = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
LINT = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    folder.mkdir()
    return make_hub(folder)


def bash(script: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """``script`` as GitHub's runner runs it, with this environment's Python first in the path."""
    tools = {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env=CLEAN | AUTHOR | tools | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def run_action(
    hub: Path, tmp_path: Path, step: str, **inputs: str
) -> subprocess.CompletedProcess[str]:
    """One step of the action with ``inputs``, in the checkout ``hub``."""
    (one,) = [found for found in LINT["runs"]["steps"] if found.get("name") == step]
    values = {name: str(given["default"]) for name, given in LINT["inputs"].items()} | inputs
    values = {f"inputs.{name.replace('_', '-')}": value for name, value in values.items()}
    values["github.action_path"] = str(ROOT)
    files = {
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }

    def told(text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)

    assert one["shell"] == "bash"
    assert "${{" not in one["run"], "an expression in a script lets an input run commands"
    environment = {name: told(value) for name, value in one["env"].items()}
    folder = hub / told(one.get("working-directory", "."))
    ours = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(hub)}
    return bash(
        one["run"],
        folder,
        files | ours | OFFLINE | {"PIP_TARGET": str(tmp_path / "site")} | environment,
    )


def test_action_installs(hub: Path, tmp_path: Path) -> None:
    done = run_action(hub, tmp_path, "Install catalog")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/catalog/_data/schema/card.schema.json").is_file()


@pytest.mark.parametrize(
    ("inputs", "status", "said"),
    [
        ({}, 1, f"::error file={OLD},"),
        ({"paths": "cards/mindspore/1.5/good.md"}, 0, ""),
        ({"arguments": "--ignore AST101"}, 0, ""),
        ({"since": "HEAD"}, 0, ""),
        ({"paths": '$(touch stolen) "; touch stolen'}, 2, ""),
    ],
)
def test_action_lints(
    hub: Path, tmp_path: Path, inputs: dict[str, str], status: int, said: str
) -> None:
    done = run_action(hub, tmp_path, "Lint the cards", sarif="a report.sarif", **inputs)
    assert (done.returncode, done.stdout.startswith(said)) == (status, True), done.stderr
    assert (tmp_path / "output").read_text(encoding="utf-8") == f"status={status}\n"
    assert (
        (hub / "a report.sarif").is_file() == (tmp_path / "summary.md").is_file() == (status != 2)
    )
    assert not list(tmp_path.rglob("stolen"))


def test_action_in_a_folder(hub: Path, tmp_path: Path) -> None:
    done = run_action(hub.parent, tmp_path, "Lint the cards", working_directory="hub")
    assert f"::error file=hub/{OLD}," in done.stdout


def test_every_input_of_the_action_is_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8").partition("\nruns:")[2]
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(LINT["inputs"])


def templates() -> dict[str, Any]:
    """The YAML of docs/ci.md, by the heading above it."""
    sections = re.split(
        r"^## (.+)\n", (ROOT / "docs/ci.md").read_text(encoding="utf-8"), flags=re.M
    )
    blocks = {
        heading: re.search(r"```yaml\n(.*?)```", text, re.S)
        for heading, text in zip(sections[1::2], sections[2::2], strict=True)
    }
    return {heading: yaml.safe_load(block[1]) for heading, block in blocks.items() if block}


def scripts() -> list[tuple[str, list[str]]]:
    pages = templates()
    gitee = [step["commands"] for stage in pages["Gitee Go"]["stages"] for step in stage["steps"]]
    return [("GitLab", pages["GitLab"]["catalog-lint"]["script"]), ("Gitee Go", *gitee)]


@pytest.mark.parametrize(("host", "commands"), scripts())
def test_template_finds_what_is_wrong(hub: Path, host: str, commands: list[str]) -> None:
    install, *rest = commands
    assert install.endswith("-m pip install catalog-hub")
    done = bash("\n".join(rest), hub, {"CI_PROJECT_DIR": str(hub)} if host == "GitLab" else {})
    assert done.returncode == 1, done.stderr
    assert "AST101" in done.stdout
    write_card(hub, "mindspore/1.5/old")
    assert bash("\n".join(rest), hub, {}).returncode == 0


def test_gitlab_reads_what_the_template_writes(hub: Path) -> None:
    job = templates()["GitLab"]["catalog-lint"]
    bash("\n".join(job["script"][1:]), hub, {})
    reports = job["artifacts"]["reports"]
    assert (
        json.loads((hub / reports["codequality"]).read_text(encoding="utf-8"))[0]["location"][
            "path"
        ]
        == OLD
    )
    assert (hub / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")


def test_github_workflow_uses_inputs_of_the_action() -> None:
    steps = templates()["GitHub"]["jobs"]["lint"]["steps"]
    (ours,) = [step for step in steps if "/catalog@" in step["uses"]]
    assert set(ours["with"]) <= set(LINT["inputs"])
    assert ours["with"]["sarif"] == steps[-1]["with"]["sarif_file"]


def pre_commit(hub: Path, hook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``hook`` of this repository, run by pre-commit in ``hub``; the tool is this environment's."""
    if not shutil.which("pre-commit", path=str(TOOLS)):
        pytest.skip("pre-commit is not installed")
    tool = hub.parent / "tool"
    tool.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", tool)
    git("init", "-q", cwd=tool)
    git("add", ".", cwd=tool)
    git("commit", "-qm", "hooks", cwd=tool)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=tool, capture_output=True, text=True, check=True
    )
    one = {"id": hook, "language": "system", "args": list(arguments)}
    configuration = {"repos": [{"repo": str(tool), "rev": head.stdout.strip(), "hooks": [one]}]}
    (hub / ".pre-commit-config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    git("add", ".", cwd=hub)
    home = {"PRE_COMMIT_HOME": str(hub.parent / "home"), "HOME": str(hub.parent)}
    return bash("pre-commit install >/dev/null && git commit -m change", hub, home)


@pytest.mark.parametrize(
    ("hook", "arguments", "date", "status", "said"),
    [
        ("catalog-lint", [], "2022-03-30", 1, "AST101"),
        ("catalog-lint", ["--ignore", "AST101"], "2022-03-30", 0, "Passed"),
        ("catalog-lint-changed", [], "2022-03-30", 0, "Passed"),
        ("catalog-lint-changed", ["--fail-on", "warning"], "2022/3/30", 1, "SCH106"),
        ("catalog-fix", ["--ignore", "AST101"], "2022/3/30", 1, "files were modified by this hook"),
    ],
)
def test_commit_with_hook(
    hub: Path, hook: str, arguments: list[str], date: str, status: int, said: str
) -> None:
    path = write_card(hub, "mindspore/1.5/new", update_time=date)
    done = pre_commit(hub, hook, *arguments)
    assert (done.returncode, said in done.stdout + done.stderr) == (status, True), (
        done.stdout + done.stderr
    )
    mended = "2022-03-30" if hook == "catalog-fix" else date
    assert f"update-time: {mended}\n" in path.read_text(encoding="utf-8")


def test_hooks_need_no_more_than_the_wheel_has() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["language"] for hook in hooks] == ["python"] * len(hooks)
    assert all(
        hook["entry"].startswith("catalog lint") and not hook["pass_filenames"] for hook in hooks
    )
