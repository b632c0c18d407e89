"""The allow-list of HTML: what is not on it does not reach a page."""

from __future__ import annotations

import re
from functools import cache

import nh3

from catalog.website.markdown.highlight import COLOURED_LANGUAGES

ID_PREFIX = "body-"
"""Ids of authors begin with it, so that none is taken for an id of the site's own."""
LINK_REL = "nofollow ugc noopener"
MOST_NESTED = 200
"""How many elements may stand inside each other."""
_TAGS = (
    "p br hr strong em b i u s del ins sub sup small kbd samp var abbr mark q cite code pre"
    " blockquote span div ul ol li dl dt dd table thead tbody tfoot tr caption details summary"
    " figure figcaption h1 h2 h3 h4 h5 h6 section a img th td"
)
_UNNESTED = ("p", "br", "hr", "img", "li", "td", "th", "tr")
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)\b((?:[^>"]|"[^"]*")*)>""", re.IGNORECASE)


def sanitise(html: str) -> str:
    """``html`` with the elements, attributes and classes of the allow-list only.

    Links that are neither ``http``, ``https`` nor ``mailto`` lose their address; anchors point at
    the prefixed ids.
    """
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        attributes={
            "*": {"id", "dir", "lang", "title"},
            "a": {"href"},
            "img": {"src", "alt"},
            "ol": {"start"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        allowed_classes={
            "code": {f"language-{name}" for name in COLOURED_LANGUAGES},
            "section": {"footnotes"},
            "td": {"right", "middle"},
            "th": {"right", "middle"},
        },
        link_rel=LINK_REL,
        url_schemes={"http", "https", "mailto"},
        url_relative=_prefixed_anchor,
        id_prefix=ID_PREFIX,
    )


def _prefixed_anchor(url: str) -> str:
    return f"#{ID_PREFIX}{url[1:]}" if url.startswith("#") and len(url) > 1 else url


def is_too_deep(html: str) -> bool:
    """Whether more than ``MOST_NESTED`` elements may stand inside each other.

    Sanitising takes time with the square of the depth.
    """
    if html.count("<") <= MOST_NESTED:
        return False
    depth = 0
    for slash, name, attributes in _TAG.findall(html):
        if slash:
            depth = max(0, depth - 1)
        elif name not in _UNNESTED and not attributes.endswith("/"):
            depth += 1
            if depth > MOST_NESTED:
                return True
    return False
