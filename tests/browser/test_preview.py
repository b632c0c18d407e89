"""A server for writers: a page in the browser follows its card, whichever command serves it."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from catalog.preview.live_reload import with_nonce
from tests.commands import CLEAN

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "hub"
CARD = "cards/acme/1.2/tinynet_digits"
COMMANDS = (
    ["catalog", "serve", "--port", "PORT"],
    ["mkdocs", "serve", "--quiet", "--dev-addr", "127.0.0.1:PORT"],
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = shutil.copytree(GOLDEN, tmp_path / "hub")
    (folder / "mkdocs.yml").write_text("site_name: x\ntheme: {name: mkdocs}\nplugins: [catalog]\n")
    return folder


@pytest.fixture(params=COMMANDS, ids=["catalog", "mkdocs"])
def served_hub(request: pytest.FixtureRequest, hub: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the hub, served by the command, once it answers."""
    port = free_port()
    module, *arguments = [part.replace("PORT", str(port)) for part in request.param]
    environment = CLEAN | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=hub, env=environment)
    below = "small/" if module == "catalog" else ""
    address = f"http://127.0.0.1:{port}/{below}"
    try:
        for _ in range(300):
            try:
                urlopen(f"{address}index.html").close()  # noqa: S310  # a server of our own
                break
            except URLError:
                assert process.poll() is None
                time.sleep(0.1)
        yield address
    finally:
        # Not by SIGINT: what is started in the background of a shell may have been told to pass over it.
        process.terminate()
        process.wait(timeout=30)


def test_page_follows_its_card(page: Page, hub: Path, served_hub: str) -> None:
    page.goto(f"{served_hub}{CARD}.html")
    expect(page.locator("h1")).to_have_text("TinyNet")
    card = hub / f"{CARD}.md"
    card.write_text(f"{card.read_text(encoding='utf-8')}\nWords that are new.\n", encoding="utf-8")
    expect(page.locator(".prose")).to_contain_text("Words that are new.", timeout=20_000)
    card.write_text(
        card.read_text(encoding="utf-8").replace("# TinyNet", "# TinierNet", 1), encoding="utf-8"
    )
    expect(page.locator("h1")).to_have_text("TinierNet", timeout=20_000)


def test_only_the_reloading_script_may_run() -> None:
    page = b"<meta content=\"script-src 'self'; img-src 'self'\"><script src=a.js></script><script>poll()</script></body>"
    assert with_nonce(page, b"n") == (
        b"<meta content=\"script-src 'self' 'nonce-n'; connect-src 'self'; img-src 'self'\">"
        b'<script src=a.js></script><script nonce="n">poll()</script></body>'
    )
    assert with_nonce(b"no script at all", b"n") == b"no script at all"
