"""Digests of everything that decides what a command does: our code, the hub's own files, and the cards.

Paths are texts here, and little is imported: a build that has nothing to do takes hardly longer than its digest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

# As in common.py: typing and pathlib cost more than they are worth here, and so does what hashlib opens of OpenSSL.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b
    from pathlib import Path

    from catalog.model import Settings

else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  # see above
_CHECKOUT = os.path.dirname(_PACKAGE)  # noqa: PTH120  # see above
_SIZE = 16


def digest(data: bytes) -> str:
    """The digest of ``data`` in hex digits."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def begun(data: bytes = b"") -> blake2b:
    """A digest that begins with ``data`` and goes on."""
    return blake2b(data, digest_size=_SIZE)


def cache_folder(root: str | Path) -> Path:
    """A folder for the hub at ``root`` in the user's own cache, so that a hub is left as it is."""
    from platformdirs import user_cache_path

    return user_cache_path("catalog-hub") / blake2b(str(root).encode(), digest_size=8).hexdigest()


def code() -> list[str]:
    """Our own files: they decide what comes out as much as the cards do."""
    own = sorted(path for path in _below(_PACKAGE) if path.endswith(".py"))
    shared = [
        f"{base}/{name}"
        for base in (f"{_PACKAGE}/_data", _CHECKOUT)
        for name in ("schema", "templates")
    ]
    return [*own, *(path for folder in shared for path in files(folder))]


def installed() -> list[str]:
    """The folders that packages are installed in: their times change when one of another version is."""
    return [path for path in sys.path if path.endswith("-packages")]


def files(folder: str | Path) -> list[str]:
    """Every file below ``folder``; none where there is no such folder."""
    return sorted(_below(str(folder)))


def _below(folder: str) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        for name in names:
            yield f"{where}/{name}"


def stamp(total: blake2b, paths: Iterable[str | Path]) -> None:
    """Let files count by size and time: for files that people do not edit between two runs without a new time."""
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116  # see above
        except OSError:
            continue
        total.update(
            f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0".encode(errors="surrogateescape")
        )


def contents(total: blake2b, paths: Iterable[str | Path]) -> None:
    """Let files count by their bytes, and files that are not there by that."""
    for path in paths:
        total.update(f"{path}\0{_read(str(path))}\0".encode(errors="surrogateescape"))


def networks(settings: Settings) -> list[str]:
    """What the rules about networks and smoke results read: the hub's Python files, mirrors' branches, the results."""
    found = [f"{settings.root}/{settings.smoke_results}"] if settings.smoke_results else []
    return found + networks_of(settings.root, settings.site, settings.smoke_sources.values())


def networks_of(root: str, site: str, sources: Iterable[str]) -> list[str]:
    """The Python files below ``root`` but for the folder ``site``, and the branches of the mirrors in ``sources``."""
    found: list[str] = []
    for where, folders, names in os.walk(root):
        is_environment = "pyvenv.cfg" in names
        folders[:] = (
            []
            if is_environment
            else sorted(name for name in folders if name[0] != "." and name != site)
        )
        found += [f"{where}/{name}" for name in sorted(names) if name.endswith(".py")]
    for source in sources:
        if source.startswith("git+"):
            mirror = f"{root}/{source.removeprefix('git+').partition('@')[0]}"
            for place in (mirror, f"{mirror}/.git"):
                found += [f"{place}/HEAD", f"{place}/packed-refs", *files(f"{place}/refs")]
    return found


def cards(total: blake2b, folder: str | Path) -> None:
    """Let every file below a folder count: cards by their bytes, others by their names, which links may lead to."""
    for path, found in each_card(str(folder)):
        total.update(f"{path}\0{found}\0".encode(errors="surrogateescape"))


def each_card(folder: str) -> Iterator[tuple[str, str]]:
    """Every file below a folder, in order, and a digest of its bytes where it may be a card; else nothing."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = f"{where}/{name}"
            yield path, _read(path) if name.endswith(".md") else ""


def _read(path: str) -> str:
    """A digest of the file at ``path``; what the system says where it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        return f"{error.errno}"
    try:
        size = os.fstat(file).st_size
        return digest(os.read(file, size + 1))
    except OSError as error:
        return f"{error.errno}"
    finally:
        os.close(file)
