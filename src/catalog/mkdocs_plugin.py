"""MkDocs' part: it renders the guide with the catalog's templates; everything else the catalog makes itself.

``mkdocs build`` with ``plugins: [catalog]`` makes the same site as ``catalog build``, which asks ``guide_pages``.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import jinja2
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as GuidePage

from catalog import address, schema, settings
from catalog.build import build, read_results
from catalog.hub import open_hub
from catalog.lint import choose, lint
from catalog.model import CatalogError, Page, Settings
from catalog.preview import WATCHED, let_reload, make_site, rebuilder, watch
from catalog.render import site
from catalog.rules import RULES
from catalog.theme import environment, naming_template, words

DOCS = "docs"
CONFIG = "mkdocs.yml"
_ALIGNED = re.compile(r'<(t[hd]) align="(left|center|right)"')
_SIDES = {"left": "left", "center": "middle", "right": "right"}
_GUIDE_ONLY = "catalog_guide_only"
_GUIDE = Path(address.GUIDE).parent.name
_EXTENSIONS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": False},
    "tables": {"use_align_attribute": True},
    "sane_lists": {},
    "codehilite": {"guess_lang": False, "css_class": "code"},
}


class PluginOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves __init_subclass__ untyped
    """What ``mkdocs.yml`` may say below ``catalog``."""

    smoke = config_options.Type(str, default="smoke.json")


class CatalogPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]  # as above
    """Moves the guide below ``guide/``, gives it the catalog's templates, and adds the catalog's own pages.

    Where the configuration asks for the guide only, the last step is left out. A server remembers its builds in a
    folder of its own, so that a card with new words costs its own pages only. MkDocs keeps one plugin for all
    configurations of a process.
    """

    def __init__(self) -> None:
        self._settings = Settings()
        self._remembered: TemporaryDirectory[str] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002  # MkDocs passes it by name
        """Know whether the site is to be served."""
        self._remembered = TemporaryDirectory() if command == "serve" else None

    def on_shutdown(self) -> None:
        """Forget what was served."""
        if self._remembered:
            self._remembered.cleanup()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The settings of the hub around ``mkdocs.yml``, and Markdown without inline styles, which the site forbids."""
        if config.config_file_path:
            self._settings = _loaded(Path(config.config_file_path).parent)
        config.use_directory_urls = False
        config.theme.static_templates.clear()
        for name, options in _EXTENSIONS.items():
            if name not in config.markdown_extensions:
                config.markdown_extensions.append(name)
            config.mdx_configs.setdefault(name, {}).update(options)
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """The files of the guide, below ``guide/``; those of a theme are not wanted."""
        own = [file for file in files if file.src_dir not in config.theme.dirs]
        for file in own:
            file.dest_uri = f"{_GUIDE}/{file.dest_uri}"
            for cached in ("url", "abs_dest_path"):
                file.__dict__.pop(cached, None)
        return Files(own)

    def on_env(self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:  # noqa: ARG002  # MkDocs passes these by name
        """The environment that all pages of the catalog are made with."""
        folders = schema.resource_folders("templates", self._settings.root)
        return environment(folders, words(folders, self._settings.language), site(self._settings, guide=True))

    def on_page_content(self, html: str, /, *, page: GuidePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002  # MkDocs passes these by name
        """The page with the sides of its table cells as classes: HTML has no ``align`` any more."""
        return _ALIGNED.sub(lambda cell: f'<{cell[1]} class="{_SIDES[cell[2]]}"', html)

    def on_page_context(
        self,
        context: Any,
        /,
        *,
        page: GuidePage,
        config: MkDocsConfig,  # noqa: ARG002  # MkDocs passes it by name
        nav: Navigation,  # noqa: ARG002  # MkDocs passes it by name
    ) -> Any:
        """What the catalog's layout needs to know beside MkDocs' own names."""
        context |= {"root": address.to_root(page.file.dest_uri)}
        return context | {"section": "guide", "path": page.file.dest_uri, "twins": {}}

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages around the guide that now stands in the site's folder."""
        if _GUIDE_ONLY in config.extra:
            return
        folder = Path(config.site_dir)
        smoke = Path(self._settings.root, self.config.smoke)
        if self._remembered:
            if make_site(self._arguments(config), self._settings.root):
                raise PluginError("the catalog's pages cannot be made")
            return
        try:
            hub = open_hub([Path(self._settings.root, self._settings.cards)], self._settings)
            results = read_results(smoke, self._settings) if smoke.is_file() else {}
            build(hub, folder, results, lint(hub, choose(RULES, self._settings)), _read_pages(folder))
        except CatalogError as error:
            raise PluginError(str(error)) from error

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002  # MkDocs passes these by name
        """A server that makes the site again when something of the hub changes, the guide included."""
        root = Path(self._settings.root)
        server.builder = rebuilder(self._arguments(config), self._settings.root)
        let_reload(server)
        watch(server, [root / self._settings.cards, *(root / name for name in WATCHED)])
        return server

    def _arguments(self, config: MkDocsConfig) -> list[str]:
        """What `catalog build` has to know to make the site that is served."""
        smoke = Path(self._settings.root, self.config.smoke)
        results = [f"--smoke={smoke.resolve()}"] if smoke.is_file() else []
        cache = self._remembered.name if self._remembered else ""
        return [f"--site={config.site_dir}", f"--cache={cache}", *results]


def guide_pages(hub: Settings) -> tuple[Page, ...]:
    """The pages that MkDocs makes of the hub's ``docs/``; none where there is no ``docs/index.md``.

    Raises:
        CatalogError: MkDocs refuses ``mkdocs.yml``, or a template fails.
    """
    root = Path(hub.root)
    if not (root / DOCS / "index.md").is_file():
        return ()
    with TemporaryDirectory() as folder:
        try:
            with naming_template("the guide"):
                mkdocs_build.build(_guide_config(root, hub, folder))
        except (MkDocsException, OSError) as error:
            raise CatalogError(f"MkDocs cannot make the guide: {error}") from error
        return _read_pages(Path(folder))


def _guide_config(root: Path, hub: Settings, folder: str) -> MkDocsConfig:
    """MkDocs' configuration from the hub's own file, or from its settings where it has none."""
    path = root / CONFIG
    if path.is_file():
        config = load_config(str(path), site_dir=folder)
    else:
        config = MkDocsConfig(config_file_path=str(path))
        theme = {"name": None, "custom_dir": str(schema.resource_folders("templates", hub.root)[0])}
        config.load_dict({"site_name": hub.title, "site_dir": folder, "theme": theme, "plugins": []})
        errors, _ = config.validate()
        if errors:
            raise CatalogError(f"MkDocs cannot make the guide: {errors[0][0]}: {errors[0][1]}")
    plugin = config.plugins.get("catalog")
    if plugin is None:
        plugin = CatalogPlugin()
        plugin.load_config({})
        config.plugins["catalog"] = plugin
    config.extra[_GUIDE_ONLY] = True
    return config


def _read_pages(folder: Path) -> tuple[Page, ...]:
    """Every file below ``guide/`` of a folder that MkDocs wrote to, by path."""
    files = sorted(path for path in (folder / _GUIDE).rglob("*") if path.is_file())
    return tuple(Page(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def _loaded(folder: Path) -> Settings:
    try:
        return settings.load(folder)
    except CatalogError as error:
        raise PluginError(str(error)) from error
