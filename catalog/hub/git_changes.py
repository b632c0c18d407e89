"""What changed in a git repository since a revision, as the program git tells."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from catalog.model import CatalogError


class Changes(NamedTuple):
    """Files of the repository at ``top`` that differ from those of the commit ``base``.

    Paths are absolute. A renamed file is removed under its old name and changed under its new one.
    Files that git ignores are left out.
    """

    top: Path
    base: str
    changed: frozenset[Path]
    removed: frozenset[Path]


def find_changes(revision: str, folder: Path) -> Changes:
    """What changed around ``folder`` since ``revision``, files that are not committed included.

    Raises:
        CatalogError: git is missing, ``folder`` is in no repository, or the revision is unknown.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    base = _base(revision, top)
    fields = _names(
        _git(top, "diff", "--name-status", "--no-renames", "--no-ext-diff", "-z", base, "--")
    )
    states = list(zip(fields[::2], fields[1::2], strict=True))
    untracked = _names(_git(top, "ls-files", "--others", "--exclude-standard", "-z"))
    changed = [name for state, name in states if state != "D"]
    return Changes(
        top,
        base,
        frozenset(top / name for name in (*changed, *untracked)),
        frozenset(top / name for state, name in states if state == "D"),
    )


def old_contents(since: Changes, paths: Iterable[Path]) -> dict[Path, bytes]:
    """The bytes of files at ``paths`` in the base commit; files that it lacks are left out."""
    paths = sorted(
        path for path in paths if path.is_relative_to(since.top) and "\n" not in str(path)
    )
    asked = "".join(f"{since.base}:{path.relative_to(since.top).as_posix()}\n" for path in paths)
    answer = _git(since.top, "cat-file", "--batch", text=asked.encode())
    contents = {}
    for path in paths:
        head, _, answer = answer.partition(b"\n")
        if head.endswith(b" missing"):
            continue
        size = int(head.split()[-1])
        if b" blob " in head:
            contents[path] = answer[:size]
        answer = answer[size + 1 :]
    return contents


def _base(revision: str, top: Path) -> str:
    """The last common commit of ``revision`` and the current one; ``revision`` without one."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _ask(top, *asked).stdout.decode().strip()
    if not commit:
        shallow = _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
        hint = (
            ": this is a shallow clone, fetch its history (git fetch --unshallow)"
            if shallow
            else ""
        )
        raise CatalogError(f"there is no revision {revision!r} in {top.name}{hint}")
    return _ask(top, "merge-base", commit, "HEAD").stdout.decode().strip() or commit


def _names(output: bytes) -> list[str]:
    return [name.decode(errors="surrogateescape") for name in output.split(b"\0")[:-1]]


def _git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    done = _ask(folder, *arguments, text=text)
    if done.returncode:
        complaint = (
            done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
            or "it does not say why"
        )
        raise CatalogError(f"git {arguments[0]} fails in {folder}: {complaint}")
    return done.stdout


def _ask(folder: Path, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments], input=text, capture_output=True, check=False
        )
    except OSError as error:
        raise CatalogError(f"cannot run git, which --since needs: {error.strerror}") from error
