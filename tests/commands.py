"""Running the command line as a process, in a small hub with a git history."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.cards import HEADER, card_text

CI_VARIABLES = {"CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"}
AUTHOR = {
    f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
CLEAN = {
    name: value
    for name, value in os.environ.items()
    if name not in CI_VARIABLES and not name.startswith("GIT_")
}
SHORT_HASH = (
    "[{file-format: ckpt, asset-link: <https://download.mindspore.cn/%s.ckpt>,"
    " asset-sha256: 722e13be}]"
)


def catalog(
    *arguments: str | Path, cwd: Path, text: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """``catalog`` with ``arguments`` in ``cwd``; ``text`` is its stdin."""
    return subprocess.run(
        [sys.executable, "-m", "catalog", *arguments],
        cwd=cwd,
        input=text,
        env=CLEAN | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )


def git(*arguments: str, cwd: Path) -> None:
    subprocess.run(
        ["git", *arguments], cwd=cwd, env=CLEAN | AUTHOR, capture_output=True, check=True
    )


def write_card(
    hub: Path, uid: str, *, body: str = "## Introduction\n\nA small network.\n", **header: str
) -> Path:
    """A card at ``uid`` that is clean but for ``header``, whose keys have ``_`` for ``-``."""
    publisher, version, name = uid.split("/")
    own = {
        "model-version": f'"{version}"',
        "mindspore-version": f'"{version}"',
        "user-id": publisher,
        "repo-link": f"<https://gitee.com/mindspore/models/tree/r{version}/research/cv/{name}>",
    }
    own |= {key.replace("_", "-"): value for key, value in header.items()}
    path = hub / "cards" / f"{uid}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(card_text(HEADER | own, body), encoding="utf-8", newline="")
    return path


def make_hub(folder: Path) -> Path:
    """A hub with a truncated sha256 in ``old`` and a clean card ``good``, committed."""
    (folder / "catalog.toml").write_text(
        '[lint]\nasset-hosts = ["download.mindspore.cn"]\n', encoding="utf-8"
    )
    write_card(folder, "mindspore/1.5/old", asset=SHORT_HASH % "old")
    write_card(folder, "mindspore/1.5/good")
    git("init", "-q", "-b", "main", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "-q", "-m", "begin", cwd=folder)
    return folder
