"""The site while it is written, by MkDocs' server, on pages that forbid scripts of others.

The site is made by `catalog build`, each time in a process of its own, which keeps nothing.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer

WATCHED = ("templates", "schema", "docs", "catalog.toml", "mkdocs.yml")
"""What a site is made of beside its cards, from the hub's folder."""
_POLICY = b"script-src 'self'"


def run_build(arguments: Sequence[str], folder: str) -> int:
    """The status of `catalog build`, run in ``folder``; it says on stderr what is wrong."""
    command = [sys.executable, "-m", "catalog", "build", *arguments]
    return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode


def watch(server: LiveReloadServer, paths: Iterable[Path]) -> None:
    """Have ``server`` make the site again when something at or below ``paths`` changes."""
    for path in paths:
        if path.exists():
            server.watch(str(path))


def let_reload(server: LiveReloadServer) -> None:
    """Let the script that reloads a page run: it gets a nonce, and the page's policy names it.

    All other scripts stay forbidden, as they are on the published site.
    """

    def served(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        head: list[Any] = []
        body = server.serve_request(environ, lambda *parts: head.extend(parts))
        status, headers = head[:2]
        if dict(headers).get("Content-Type") != "text/html":
            start_response(status, headers)
            return body
        content = with_nonce(b"".join(body), secrets.token_hex(16).encode())
        start_response(
            status, [("Content-Type", "text/html"), ("Content-Length", str(len(content)))]
        )
        return [content]

    server.set_app(served)


def with_nonce(page: bytes, nonce: bytes) -> bytes:
    """``page`` with ``nonce`` at its last script, and a policy that lets it run and reload."""
    before, script, after = page.rpartition(b"<script>")
    if not script:
        return page
    allowed = b"%b 'nonce-%b'; connect-src 'self'" % (_POLICY, nonce)
    return b'%b<script nonce="%b">%b' % (before.replace(_POLICY, allowed, 1), nonce, after)


def rebuilder(arguments: Sequence[str], folder: str) -> Callable[[], None]:
    """A function that makes the site again; where it cannot, browsers keep the last right page."""

    def rebuild() -> None:
        if run_build(arguments, folder):
            raise SystemExit("catalog: the site stays as it was")

    return rebuild
