"""A file replaced whole or not at all, or added to."""

from __future__ import annotations

import stat
from pathlib import Path

from catalog.model import CatalogError


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all; a file that stands there keeps its mode.

    Raises:
        CatalogError: the folder is missing or full, or it is not permitted to write there.
    """
    staged = path.with_name(f".{path.name}.catalog")
    try:
        staged.write_bytes(data)
        if path.exists():
            staged.chmod(stat.S_IMODE(path.stat().st_mode))
        staged.replace(path)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise CatalogError(f"cannot write {path}: {error.strerror or error}") from error


def append_file(path: Path, data: bytes) -> None:
    """Put ``data`` at the end of the file at ``path``, made where missing. Raises CatalogError."""
    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise CatalogError(f"cannot write {path}: {error.strerror or error}") from error
