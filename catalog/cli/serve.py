"""``catalog serve``: the site while one writes, made again and reloaded when something changes."""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.cli.console import CLEAN, add_command, cards_folder, hub_settings
from catalog.model import CatalogError

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from catalog.cli.console import Commands


_POLLS = 0.25
"""Seconds between looks at the files."""


def add_serve(commands: Commands) -> None:
    """Add the command ``serve``."""
    example = "examples:\n  catalog serve\n  catalog serve --smoke smoke.json --port 9000"
    parser = add_command(commands, "serve", _serve, example)
    parser.add_argument(
        "--cards", type=Path, metavar="DIR", help="the folder of cards (default: cards)"
    )
    parser.add_argument(
        "--site", type=Path, metavar="DIR", help="where to write the site (default: site)"
    )
    parser.add_argument(
        "--smoke", type=Path, metavar="FILE", help="what `catalog smoke --results` wrote"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="the port to listen on (default: 8000)"
    )


def _serve(options: argparse.Namespace) -> int:
    from catalog.preview.live_reload import run_build

    arguments = [
        f"--{name}={value}"
        for name in ("cards", "site", "smoke")
        if (value := getattr(options, name))
    ]
    status = run_build(arguments, os.curdir)
    if status:
        return status
    server = _server(options, arguments)
    print(
        f"{server.url} follows the cards, the guide, the templates and the settings;"
        " Ctrl-C ends it",
        flush=True,
    )
    # Of what MkDocs' server tells only what goes wrong is for writers.
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    except OSError as error:
        raise CatalogError(
            f"cannot listen on {options.host}:{options.port}: {error.strerror}"
        ) from error
    except KeyboardInterrupt:
        return CLEAN
    finally:
        server.shutdown()
    return CLEAN


def _server(options: argparse.Namespace, arguments: list[str]) -> LiveReloadServer:
    """A server of the site that stands, which makes it again with ``arguments``."""
    from urllib.parse import urlsplit

    from mkdocs.livereload import LiveReloadServer

    from catalog.preview.live_reload import WATCHED, let_reload, rebuilder, watch
    from catalog.website.urls import MISSING_PAGE

    settings = hub_settings(options.cards)
    root = Path(settings.root)
    site = options.site or root / settings.site
    below = urlsplit(settings.url).path or "/"
    server = LiveReloadServer(
        rebuilder(arguments, os.curdir), options.host, options.port, str(site), below, _POLLS
    )
    missing = site / MISSING_PAGE
    server.error_handler = lambda code: (
        missing.read_bytes() if code == 404 and missing.is_file() else None
    )
    let_reload(server)
    watch(server, [options.cards or cards_folder(settings), *(root / name for name in WATCHED)])
    return server
