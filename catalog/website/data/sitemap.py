"""Files for crawlers: ``robots.txt``, and a site map where the site's address is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from catalog.model import Page
from catalog.website.urls import HOME_PAGE, encode_path


def crawler_pages(url: str, pages: Iterable[str]) -> Iterator[Page]:
    """``sitemap.xml`` of ``pages`` and ``robots.txt``.

    ``url`` is where the site stands, without a slash at its end; empty where that is not known.
    Formats: https://www.sitemaps.org/protocol.html and RFC 9309.
    """
    allowed = "User-agent: *\nAllow: /\n"
    if url:
        paths = sorted({"" if path == HOME_PAGE else path for path in pages})
        places = (escape(f"{url}/{encode_path(path)}", quote=False) for path in paths)
        entries = "".join(f"<url><loc>{place}</loc></url>\n" for place in places)
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        head = '<?xml version="1.0" encoding="utf-8"?>\n'
        yield Page(
            "sitemap.xml", f'{head}<urlset xmlns="{namespace}">\n{entries}</urlset>\n'.encode()
        )
        allowed += f"Sitemap: {url}/sitemap.xml\n"
    yield Page("robots.txt", allowed.encode())
