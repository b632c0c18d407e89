"""Sanitised HTML made to fit its page: pictures, levels and ids of headings, links."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from urllib.parse import quote, unquote, urlsplit

from catalog.website.markdown.sanitise import ID_PREFIX, LINK_REL

LOWEST_HEADING = 6
_INSIDE = r'((?:[^>"]|"[^"]*")*)'
_PICTURE = re.compile(rf"<(/?)(a|img)\b{_INSIDE}>")
_ATTRIBUTE = re.compile(r'\b(src|alt)="([^"]*)"')
_ANCHOR = re.compile(rf"<a\b{_INSIDE}>")
_HREF = re.compile(r' href="(?!https?:|mailto:)([^"]*)"')
_HEADING = re.compile(rf"<h([1-6])\b{_INSIDE}>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)\b{_INSIDE}>", re.IGNORECASE)
_ID = re.compile(r' id="([^"]*)"')
_NOT_SLUG = re.compile(r"[^\w\- ]")


def link_pictures(clean: str, hosts: Collection[str]) -> str:
    """``clean`` with links in place of pictures; inside another link only the words stay.

    Pictures on ``hosts`` stay pictures.
    """
    inside_link = False

    def replace(match: re.Match[str]) -> str:
        nonlocal inside_link
        slash, name, attributes = match.groups()
        if name == "a":
            inside_link = not slash
            return match[0]
        by_name = dict(_ATTRIBUTE.findall(attributes))
        source, alt = by_name.get("src", ""), by_name.get("alt", "")
        if _is_on(source, hosts):
            return f'<img src="{source}" alt="{alt}" loading="lazy">'
        words = f"picture: {alt or source.rsplit('/', 1)[-1] or 'no name'}"
        if inside_link or not source.startswith(("http://", "https://")):
            return f"<span>[{words}]</span>"
        return f'<a href="{source}" rel="{LINK_REL}">[{words}]</a>'

    return _PICTURE.sub(replace, clean)


def _is_on(source: str, hosts: Collection[str]) -> bool:
    """Whether the picture at ``source`` comes over https from one of ``hosts`` itself."""
    try:
        return source.startswith("https://") and urlsplit(html.unescape(source)).netloc in hosts
    except ValueError:
        return False


def nest_headings(clean: str, level: int) -> str:
    """``clean`` with headings from ``level`` down without gaps, and an id from each one's words."""
    above: list[str] = []
    ids = (name.removeprefix(ID_PREFIX) for name in _ID.findall(clean))
    seen: dict[str, int] = dict.fromkeys(ids, 0)

    def replace(match: re.Match[str]) -> str:
        while above and above[-1] >= match[1]:
            above.pop()
        above.append(match[1])
        name = f"h{min(LOWEST_HEADING, level + len(above) - 1)}"
        if ' id="' in match[2]:
            return f"<{name}{match[2]}>{match[3]}</{name}>"
        words = html.unescape(_TAG.sub("", match[3]))
        slug = _NOT_SLUG.sub("", words.strip().casefold()).replace(" ", "-") or "section"
        unique = slug
        while unique in seen:
            seen[slug] = seen.get(slug, 0) + 1
            unique = f"{slug}-{seen[slug]}"
        seen[unique] = 0
        return f'<{name} id="{ID_PREFIX}{unique}"{match[2]}>{match[3]}</{name}>'

    return _HEADING.sub(replace, clean)


def check_links(clean: str, follow: Callable[[str], str]) -> str:
    """``clean`` with every link that stays on the site leading somewhere; others lose theirs."""
    has_anchors = f'href="#{ID_PREFIX}' in clean
    anchors = {html.unescape(name) for name in _ID.findall(clean)} if has_anchors else set()

    def resolve(match: re.Match[str]) -> str:
        link = html.unescape(match[1])
        if link.startswith(f"#{ID_PREFIX}"):
            anchor = unquote(link[1:])
            return f' href="#{quote(anchor)}"' if anchor in anchors else ""
        page = follow(link)
        return f' href="{html.escape(page)}"' if page else ""

    def check(match: re.Match[str]) -> str:
        tag = _HREF.sub(resolve, match[0])
        return tag if ' href="' in tag else tag.replace(f' rel="{LINK_REL}"', "")

    return _ANCHOR.sub(check, clean)
