"""LNK1: the links of the header, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from catalog.model import Card, Edit, Fix, Hit, Hub, Route, Span, once
from catalog.rules.define import rule

_BRANCH = re.compile(r"/(?:tree|blob)/(master|main|develop|dev|HEAD)(?=/|$)")
_MOVED = re.compile(
    r"(?:gitee|github)\.com/(?:mindspore|mindspore-ai)/mindspore/"
    r"(?:tree|blob)/[^/]+/model_zoo(?=/|$)"
)
_PUNCTUATED = re.compile(r"(<https?://[^<>\s]+>)([.,;。，\uff1b]+)")
_CREDENTIALS = re.compile(
    r"[?&](?:token|access_token|password|secret|signature|x-amz-signature)=", re.I
)


@once
def _links(card: Card) -> list[tuple[Route, str]]:
    """The links of the header: the repository and every asset."""
    repositories: list[Route] = [(key,) for key in card.header if key.endswith("repo-link")]
    entries = card.value("asset")
    files: list[Route] = [
        ("asset", index, "asset-link")
        for index in range(len(entries) if isinstance(entries, list) else 0)
    ]
    return [(route, link) for route in repositories + files if (link := card.text(*route))]


@lru_cache(maxsize=256)
def _parts(link: str) -> tuple[str, str]:
    """Scheme and host of a link; both are empty where it is none."""
    try:
        split = urlsplit(link)
        return split.scheme.lower(), split.hostname or ""
    except ValueError:
        return "", ""


@rule("LNK101", "moving-branch", "warning")
def moving_branch(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link points at a branch that moves.

    What stands at `master` today is not what the weights were trained with, and tomorrow it may be gone.

    bad:
        repo-link: <https://gitee.com/mindspore/models/tree/master/research/cv/ghostnet>

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        if branch := _BRANCH.search(link):
            message = f"the link points at the branch {branch[1]!r}, which moves"
            yield Hit(
                card,
                card.within(branch[0], *route),
                message,
                "link a release branch, a tag or a commit",
            )


@rule("LNK102", "moved-repository", "warning")
def moved_repository(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link points into the model zoo's old place.

    The models left the MindSpore repository for a repository of their own, `mindspore/models`; only old release
    branches still hold them.

    bad:
        repo-link: <https://gitee.com/mindspore/mindspore/tree/master/model_zoo/research/cv/ghostnet>

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        if zoo := _MOVED.search(link):
            message = "the model zoo moved from this repository to mindspore/models"
            yield Hit(
                card,
                card.within(zoo[0], *route),
                message,
                "link the folder in mindspore/models, on a release branch",
            )


@rule("LNK103", "malformed-link", "error", "fixable")
def malformed_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link is no address that a browser can open.

    bad:
        repo-link: research/cv/ghostnet

    bad:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>,

    bad:
        repo-link: <https://gitee.com/mindspore/models research>

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        scheme, host = _parts(link)
        trailing = _PUNCTUATED.fullmatch(link)
        if trailing:
            start = card.span(*route).start + trailing.start(2)
            where = Span(start, start + len(trailing[2]))
            fix = Fix("drop it", (Edit(where, ""),))
            yield Hit(card, where, f"{trailing[2]!r} stands behind the link", "delete it", fix)
        elif scheme not in ("http", "https") or not host or re.search(r"\s", link):
            yield Hit(
                card,
                route,
                f"{link[:70]!r} is no link",
                "write the whole address, https://… in angle brackets",
            )


@rule("LNK104", "plain-http", "warning", "fixable")
def plain_http(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link is not encrypted.

    Anyone on the way can change the file that arrives.

    bad:
        repo-link: <http://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        if _parts(link)[0] == "http":
            where = card.within("http:", *route)
            yield Hit(
                card,
                where,
                "the link uses http",
                "write https",
                Fix("write https", (Edit(where, "https:"),), safe=False),
            )


@rule("LNK105", "bare-link", "info", "fixable")
def bare_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link stands without angle brackets.

    The hub writes `<https://…>`, so that a link ends where it ends.

    bad:
        repo-link: https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        span = card.span(*route)
        if card.source.text[span.start : span.end] == link and _parts(link)[1]:
            fix = Fix("put it in angle brackets", (Edit(span, f"<{link}>"),))
            yield Hit(card, route, "the link stands without angle brackets", f"write <{link}>", fix)


@rule("LNK106", "credentials-in-link", "error", "mandatory")
def credentials_in_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link carries a password or a token.

    A card is public. Whoever reads it has the key; it must be withdrawn, not only deleted here.

    bad:
        repo-link: <https://me:secret@gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    for route, link in _links(card):
        authority = link.partition("://")[2].partition("/")[0]
        if "@" in authority or _CREDENTIALS.search(link):
            yield Hit(
                card,
                route,
                "the link carries credentials",
                "withdraw them, then link the public address",
            )
