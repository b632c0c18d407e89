"""The guide: what MkDocs makes of a hub's ``docs/`` with the catalog's templates.

MkDocs is imported late, because most runs do not need it.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from catalog.hub.resources import resource_folders
from catalog.model import CatalogError, Page, Settings
from catalog.website.rendering.templating import naming_template
from catalog.website.urls import GUIDE_PAGE

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

DOCS = "docs"
CONFIG = "mkdocs.yml"
GUIDE_FOLDER = GUIDE_PAGE.partition("/")[0]
GUIDE_ONLY = "catalog_guide_only"
"""The key of MkDocs' ``extra`` that tells the plugin to leave the catalog's own pages out."""
_ALIGNED = re.compile(r'<(t[hd]) align="(left|center|right)"')
_SIDES = {"left": "left", "center": "middle", "right": "right"}
_EXTENSIONS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": False},
    "tables": {"use_align_attribute": True},
    "sane_lists": {},
    "codehilite": {"guess_lang": False, "css_class": "code"},
}


def has_guide(root: str) -> bool:
    """Whether the hub at ``root`` has a guide: ``docs/index.md``."""
    return Path(root, DOCS, "index.md").is_file()


def guide_pages(hub: Settings) -> tuple[Page, ...]:
    """The pages that MkDocs makes of the hub's ``docs/``; none where there is no ``docs/index.md``.

    Raises:
        CatalogError: MkDocs refuses ``mkdocs.yml``, or a template fails.
    """
    if not has_guide(hub.root):
        return ()
    from mkdocs.commands import build
    from mkdocs.exceptions import MkDocsException

    with TemporaryDirectory() as folder:
        try:
            with naming_template("the guide"):
                build.build(_guide_config(hub, folder))
        except (MkDocsException, OSError) as error:
            raise CatalogError(f"MkDocs cannot make the guide: {error}") from error
        return read_guide_pages(Path(folder))


def _guide_config(hub: Settings, folder: str) -> MkDocsConfig:
    """MkDocs' configuration from the hub's own file, or from its settings where it has none."""
    from mkdocs.config import load_config
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import get_plugins

    path = Path(hub.root, CONFIG)
    if path.is_file():
        config = load_config(str(path), site_dir=folder)
    else:
        config = MkDocsConfig(config_file_path=str(path))
        theme = {"name": None, "custom_dir": str(resource_folders("templates", hub.root)[0])}
        config.load_dict(
            {"site_name": hub.title, "site_dir": folder, "theme": theme, "plugins": []}
        )
        errors, _ = config.validate()
        if errors:
            raise CatalogError(f"MkDocs cannot make the guide: {errors[0][0]}: {errors[0][1]}")
    if "catalog" not in config.plugins:
        plugin = get_plugins()["catalog"].load()()
        plugin.load_config({})
        config.plugins["catalog"] = plugin
    config.extra[GUIDE_ONLY] = True
    return config


def prepare_mkdocs(config: MkDocsConfig) -> None:
    """Have MkDocs write no inline styles, which the site forbids, and no pages of a theme."""
    config.use_directory_urls = False
    config.theme.static_templates.clear()
    for name, options in _EXTENSIONS.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        config.mdx_configs.setdefault(name, {}).update(options)


def align_by_class(html: str) -> str:
    """``html`` with the sides of its table cells as classes: HTML has no ``align`` any more."""
    return _ALIGNED.sub(lambda cell: f'<{cell[1]} class="{_SIDES[cell[2]]}"', html)


def read_guide_pages(folder: Path) -> tuple[Page, ...]:
    """Every file below ``guide/`` of a folder that MkDocs wrote to, by path."""
    files = sorted(path for path in (folder / GUIDE_FOLDER).rglob("*") if path.is_file())
    return tuple(Page(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def guide_inputs(hub: Settings) -> list[Path] | None:
    """The files that the guide is made from; None where MkDocs may read more than is known.

    An ``mkdocs.yml`` with hooks or with plugins of others may read anything.
    """
    root = Path(hub.root)
    config = root / CONFIG
    if config.is_file() and not _is_plain(config):
        return None
    folders = [root / DOCS, *resource_folders("templates", hub.root)]
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [config, *sorted(files)]


def _is_plain(config: Path) -> bool:
    """Whether ``mkdocs.yml`` asks for no code but ours."""
    try:
        text = config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    plugins = re.search(r"^plugins:.*\n(?:[ \t-].*\n?)*", text, re.M)
    names = re.findall(r"^\s*-\s*([\w-]+)", plugins[0], re.M) if plugins else []
    return set(names) <= {"catalog", "search"} and not re.search(r"^hooks:|!!|INHERIT", text, re.M)
