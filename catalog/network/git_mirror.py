"""Folders of local git repositories, read with ``git`` and cached by commit; nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from catalog.parsing.card_files import is_folder

SCHEME = "git+"

_MOST_FILES = 2_000
_MOST_BYTES = 64 * 2**20
_GIT_SECONDS = 60
_BROWSE = {"tree", "blob", "raw", "src"}
_HASH = re.compile(r"[0-9a-f]{7,40}")
# Regular files only: a link could lead out of the folder, a submodule is another repository.
_FILES = {"100644", "100755"}


class MirrorError(Exception):
    """The mirror cannot be read; the text says why."""


class AbsentError(MirrorError):
    """The mirror has no such revision or folder: the link that names it is wrong."""


@dataclass(frozen=True)
class Revision:
    """A folder at a commit: ``ref`` is the branch, tag or commit as it was named."""

    ref: str
    commit: str
    path: str


def read_mirror(mirror: str, below: str, root: Path, cache: Path) -> tuple[Path, Revision]:
    """The folder that ``below`` names in ``mirror``, as a copy below ``cache``, and its revision.

    ``mirror`` is ``git+PATH`` or ``git+PATH@REF``, relative to ``root``; ``below`` is the rest of a
    link, such as ``tree/r1.5/research/cv/ghostnet``; where it names a branch or a tag, that goes
    before ``REF``.

    Raises:
        MirrorError: there is no such repository, revision or folder, or the folder is too large.
    """
    place, _, ref = mirror.removeprefix(SCHEME).partition("@")
    repository = (root / place.removeprefix("file://")).resolve()
    if not repository.is_dir():
        raise MirrorError(f"there is no repository {place}")
    revision = _revision(repository, ref, [part for part in below.split("/") if part])
    target = cache / revision.commit / (quote(revision.path, safe="") or "%")
    if not is_folder(target):
        _check_size(repository, revision)
        _copy(repository, revision, target)
    return target, revision


def _revision(repository: Path, ref: str, parts: list[str]) -> Revision:
    """The commit that the link names, else that of ``ref`` or the newest. Branches have slashes."""
    if parts and parts[0] in _BROWSE and len(parts) > 1:
        names = parts[1:]
        for length in range(1, len(names) + 1):
            name = "/".join(names[:length])
            if commit := _commit(repository, name):
                return Revision(name, commit, _path(names[length:]))
        raise AbsentError(f"the repository has no branch or tag {names[0]}")
    commit = _commit(repository, ref) if ref else _resolved(repository, "HEAD")
    if not commit:
        raise MirrorError(
            f"the repository has no branch or tag {ref}" if ref else "the repository is empty"
        )
    return Revision(ref or "HEAD", commit, _path(parts))


def _path(parts: list[str]) -> str:
    if ".." in parts:
        raise AbsentError("the link leads out of the repository")
    return "/".join(part for part in parts if part != ".")


def _commit(repository: Path, name: str) -> str:
    """The commit of a branch (local or of the origin), tag or hash; empty where there is none."""
    spellings = [f"refs/heads/{name}", f"refs/tags/{name}", f"refs/remotes/origin/{name}"]
    spellings += [name] if _HASH.fullmatch(name) else []
    return next(filter(None, (_resolved(repository, spelling) for spelling in spellings)), "")


def _resolved(repository: Path, name: str) -> str:
    with suppress(MirrorError):
        return _git(
            repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        ).strip()
    return ""


def _check_size(repository: Path, revision: Revision) -> None:
    listing = list(_listed(repository, revision))
    if not listing:
        raise AbsentError(f"{revision.path or 'the repository'} is no folder on {revision.ref}")
    total = sum(size for _, size in listing)
    if len(listing) > _MOST_FILES or total > _MOST_BYTES:
        raise MirrorError(
            f"{revision.path or 'the repository'} holds {len(listing):,} files "
            f"and {total / 2**20:,.0f} MiB: "
            f"at most {_MOST_FILES:,} and {_MOST_BYTES // 2**20} are read"
        )


def _listed(repository: Path, revision: Revision) -> Iterator[tuple[str, int]]:
    """The regular files of the folder, each with its size in bytes."""
    folder = [f"{revision.path}/"] if revision.path else []
    text = _git(
        repository, "ls-tree", "-r", "-l", "-z", "--full-tree", revision.commit, "--", *folder
    )
    for line in filter(None, text.split("\0")):
        facts, _, path = line.partition("\t")
        mode, _, _, size = facts.split()
        if mode in _FILES:
            yield path, int(size)


def _copy(repository: Path, revision: Revision, target: Path) -> None:
    import tarfile
    import tempfile

    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=target.parent) as scratch,
        tempfile.TemporaryFile() as archive,
    ):
        tree = f"{revision.commit}:{revision.path}"
        _run(repository, ["archive", "--format=tar", tree], archive.fileno())
        archive.seek(0)
        folder = Path(scratch, "folder")
        with tarfile.open(fileobj=archive, mode="r:") as tar:
            for member in tar:
                data = tar.extractfile(member) if member.isfile() else None
                if data:
                    path = folder / member.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data.read())
        # Another process may have been first; its copy is the same.
        with suppress(OSError):
            folder.rename(target)


def _git(repository: Path, *arguments: str) -> str:
    return _run(repository, list(arguments)).decode(errors="surrogateescape")


def _run(repository: Path, arguments: list[str], output: int | None = None) -> bytes:
    """What git writes, or nothing where it writes to the file ``output``."""
    import subprocess  # few runs need git

    command = ["git", "-C", str(repository), *arguments]
    try:
        to = subprocess.PIPE if output is None else output
        process = subprocess.run(
            command, stdout=to, stderr=subprocess.PIPE, timeout=_GIT_SECONDS, check=False
        )
    except FileNotFoundError:
        raise MirrorError("git is not installed here") from None
    except subprocess.TimeoutExpired:
        raise MirrorError(f"git took longer than {_GIT_SECONDS} seconds") from None
    if process.returncode:
        words = process.stderr.decode(errors="replace").strip().splitlines()
        raise MirrorError(f"git: {words[-1] if words else f'status {process.returncode}'}")
    return process.stdout or b""
