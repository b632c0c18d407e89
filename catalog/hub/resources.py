"""The files of ``schema/`` and ``templates/``: a hub's own come before those of the package."""

from __future__ import annotations

from pathlib import Path

from catalog.model import CatalogError

_INSTALLED = Path(__file__).parents[1] / "_data"
_CHECKOUT = Path(__file__).parents[2]


def resource_folders(name: str, root: str) -> list[Path]:
    """Folders that hold ``name``, ``schema`` or ``templates``: the hub's own first, then ours."""
    ours = _INSTALLED if (_INSTALLED / name).is_dir() else _CHECKOUT
    folders = [Path(root) / name, ours / name]
    return [
        folder
        for index, folder in enumerate(folders)
        if folder.is_dir() and folder not in folders[:index]
    ]


def read_schema_file(file: str, root: str) -> str:
    """The text of ``schema/file``. Raises CatalogError where no folder has a readable one."""
    for folder in resource_folders("schema", root):
        path = folder / file
        try:
            if path.is_file():
                return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogError(f"cannot read {path}: {error}") from error
    raise CatalogError(f"there is no schema/{file}: the installation is not complete")
