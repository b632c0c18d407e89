"""Digests of what decides what a command gives: our code, the hub's own files, the cards, values.

Paths are texts here, and little is imported: a build that has nothing to do takes hardly longer
than its digest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b

# typing and pathlib cost more than they are worth where nothing has changed.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from msgspec.msgpack import Encoder

    from catalog.model import Settings

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  # see above
_CHECKOUT = os.path.dirname(_PACKAGE)  # noqa: PTH120  # see above
_SIZE = 16


def bytes_digest(data: bytes) -> str:
    """The digest of ``data``, 32 hex digits."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def new_digest(data: bytes = b"") -> blake2b:
    """A digest that begins with ``data`` and goes on."""
    return blake2b(data, digest_size=_SIZE)


def cache_folder(root: str | Path) -> Path:
    """A folder for the hub at ``root`` in the user's own cache, so that a hub is left as it is."""
    from platformdirs import user_cache_path

    return user_cache_path("catalog-hub") / blake2b(str(root).encode(), digest_size=8).hexdigest()


def own_files() -> list[str]:
    """Our own code, templates and schema files: they decide what a command gives, too."""
    code = sorted(path for path in _paths_below(_PACKAGE) if path.endswith(".py"))
    shared = [
        f"{base}/{name}"
        for base in (f"{_PACKAGE}/_data", _CHECKOUT)
        for name in ("schema", "templates")
    ]
    return [*code, *(path for folder in shared for path in files_below(folder))]


def package_folders() -> list[str]:
    """The folders of installed packages: their times change with every installation."""
    return [path for path in sys.path if path.endswith("-packages")]


def files_below(folder: str | Path) -> list[str]:
    """Every file below ``folder``, sorted; none where there is no such folder."""
    return sorted(_paths_below(str(folder)))


def _paths_below(folder: str) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        for name in names:
            yield f"{where}/{name}"


def add_stamps(total: blake2b, paths: Iterable[str | Path]) -> None:
    """Let files count by size and time: those that nobody edits without giving them a new time."""
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116  # see above
        except OSError:
            continue
        stamp = f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0"
        total.update(stamp.encode(errors="surrogateescape"))


def add_contents(total: blake2b, paths: Iterable[str | Path]) -> None:
    """Let files count by their bytes, and missing files by being missing."""
    for path in paths:
        total.update(f"{path}\0{_file_digest(str(path))}\0".encode(errors="surrogateescape"))


def network_files(settings: Settings) -> list[str]:
    """The files that rules about networks read: Python files of the hub, branches of mirrors."""
    return network_files_below(settings.root, settings.site, settings.smoke_sources.values())


def network_files_below(root: str, site: str, sources: Iterable[str]) -> list[str]:
    """Python files below ``root`` outside of the folder ``site``, and branches in ``sources``."""
    paths: list[str] = []
    for where, folders, names in os.walk(root):
        is_environment = "pyvenv.cfg" in names
        inside = sorted(
            name for name in folders if name[0] != "." and f"{where}/{name}" != f"{root}/{site}"
        )
        folders[:] = [] if is_environment else inside
        paths += [f"{where}/{name}" for name in sorted(names) if name.endswith(".py")]
    for source in sources:
        if source.startswith("git+"):
            mirror = f"{root}/{source.removeprefix('git+').partition('@')[0]}"
            for place in (mirror, f"{mirror}/.git"):
                paths += [f"{place}/HEAD", f"{place}/packed-refs", *files_below(f"{place}/refs")]
    return paths


def card_digests(folder: str) -> Iterator[tuple[str, str]]:
    """Every file below ``folder``, in order; a digest of its bytes where it may be a card."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = f"{where}/{name}"
            yield path, _file_digest(path) if name.endswith(".md") else ""


def _file_digest(path: str) -> str:
    """A digest of the file at ``path``; the system's error number where it cannot be read."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        return f"{error.errno}"
    try:
        size = os.fstat(file).st_size
        return bytes_digest(os.read(file, size + 1))
    except OSError as error:
        return f"{error.errno}"
    finally:
        os.close(file)


def value_digest(*values: object) -> str:
    """A digest of plain data: named tuples, mappings, numbers, texts."""
    try:
        return bytes_digest(_encoder().encode(values))
    except UnicodeEncodeError:
        # A card may hold halves of surrogate pairs, which are no Unicode text.
        return bytes_digest(repr(values).encode(errors="surrogatepass"))


@cache
def _encoder() -> Encoder:
    import msgspec

    return msgspec.msgpack.Encoder(order="deterministic", enc_hook=str)
