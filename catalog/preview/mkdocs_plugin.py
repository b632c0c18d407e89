"""MkDocs renders the guide with the catalog's templates; the catalog makes everything else.

``mkdocs build`` with ``plugins: [catalog]`` makes the same site as ``catalog build``.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as GuidePage

from catalog.build.site import SiteRequest, plan_site
from catalog.build.store import RecordStore, store_path
from catalog.executors import Workers
from catalog.hub.digests import cache_folder
from catalog.hub.open import read_smoke_results
from catalog.hub.resources import resource_folders
from catalog.hub.settings import load_settings
from catalog.model import CatalogError, Settings
from catalog.preview.live_reload import WATCHED, let_reload, rebuilder, run_build, watch
from catalog.publish.publish import publish
from catalog.website.guide import (
    GUIDE_FOLDER,
    GUIDE_ONLY,
    align_by_class,
    prepare_mkdocs,
    read_guide_pages,
)
from catalog.website.rendering.frame import site_frame
from catalog.website.rendering.templating import interface_words, template_environment
from catalog.website.urls import to_root


class PluginOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves __init_subclass__ untyped
    """What ``mkdocs.yml`` may say below ``catalog``."""

    smoke = config_options.Type(str, default="smoke.json")


class CatalogPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]  # as above
    """Moves the guide below ``guide/``, with the catalog's templates, and adds all other pages.

    Where the configuration asks for the guide only, the last step is left out. A server has a cache
    folder of its own, so that an edited card costs its own pages only. MkDocs keeps one plugin for
    all configurations of a process.
    """

    def __init__(self) -> None:
        self._settings = Settings()
        self._remembered: TemporaryDirectory[str] | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know whether the site is to be served."""
        self._remembered = TemporaryDirectory() if command == "serve" else None

    def on_shutdown(self) -> None:
        """Forget what was served."""
        if self._remembered:
            self._remembered.cleanup()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The settings of the hub around ``mkdocs.yml``, and Markdown without inline styles."""
        if config.config_file_path:
            self._settings = _loaded(Path(config.config_file_path).parent)
        prepare_mkdocs(config)
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """The files of the guide, below ``guide/``; those of a theme are not wanted."""
        own = [file for file in files if file.src_dir not in config.theme.dirs]
        for file in own:
            file.dest_uri = f"{GUIDE_FOLDER}/{file.dest_uri}"
            for cached in ("url", "abs_dest_path"):
                file.__dict__.pop(cached, None)
        return Files(own)

    def on_env(
        self, env: jinja2.Environment, /, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """The environment that all pages of the catalog are made with."""
        folders = resource_folders("templates", self._settings.root)
        return template_environment(
            folders,
            interface_words(folders, self._settings.language),
            site_frame(self._settings, guide=True),
        )

    def on_page_content(
        self, html: str, /, *, page: GuidePage, config: MkDocsConfig, files: Files
    ) -> str:
        """The page with the sides of its table cells as classes: HTML has no ``align`` any more."""
        return align_by_class(html)

    def on_page_context(
        self,
        context: Any,
        /,
        *,
        page: GuidePage,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> Any:
        """What the catalog's layout needs to know beside MkDocs' own names."""
        context |= {"root": to_root(page.file.dest_uri)}
        return context | {"section": "guide", "path": page.file.dest_uri, "twins": {}}

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the catalog's pages around the guide that now stands in the site's folder."""
        if GUIDE_ONLY in config.extra:
            return
        folder = Path(config.site_dir)
        smoke = Path(self._settings.root, self.config.smoke)
        if self._remembered:
            if run_build(self._arguments(config), self._settings.root):
                raise PluginError("the catalog's pages cannot be made")
            return
        cards = Path(self._settings.root, self._settings.cards)
        path = store_path(cache_folder(self._settings.root), [cards])
        try:
            results = read_smoke_results(smoke, self._settings) if smoke.is_file() else {}
            with closing(RecordStore(path)) as store, Workers(1) as workers:
                guide = read_guide_pages(folder)
                request = SiteRequest(self._settings, cards, folder, results, guide)
                plan = plan_site(request, store, workers)
                publish(plan.pages, folder)
                plan.remember()
        except CatalogError as error:
            raise PluginError(str(error)) from error

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """A server that makes the site again when a file of the hub changes, the guide included."""
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


def _loaded(folder: Path) -> Settings:
    try:
        return load_settings(folder)
    except CatalogError as error:
        raise PluginError(str(error)) from error
