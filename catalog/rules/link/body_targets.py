"""LNK203 to LNK205 and LNK207 to LNK209: where the links of the body lead."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from catalog.model import Card, Hit, Hub, Span
from catalog.parsing.card_files import is_file, is_folder
from catalog.rules.define import rule
from catalog.rules.link.body_links import BodyLink, body_links

_ARXIV = re.compile(r"\b\d{4}\.\d{4,5}\b")
_MOVING_BRANCH = re.compile(r"/(?:tree|blob)/(master|main)(?=/)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@rule("LNK203", "dead-anchor", "warning")
def dead_anchor(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link leads to a heading that the card does not have.

    bad body:
        See [performance](#performance).

    good body:
        See [the introduction](#introduction).
    """
    targets = [
        link for link in body_links(card) if link.target.startswith("#") and len(link.target) > 1
    ]
    if not targets:
        return
    anchors = {_anchor(section.title) for section in card.sections}
    anchors |= {f"{anchor}-{n}" for anchor in anchors for n in (1, 2, 3)}
    ids = set(re.findall(r"(?:id|name)=[\"']([^\"']+)", card.body))
    for link in targets:
        name = unquote(link.target[1:])
        if name.lower() not in anchors and name not in ids:
            yield Hit(
                card,
                link.where,
                f"no heading has the anchor {link.target!r}",
                "link a heading of this card",
            )


def _anchor(title: str) -> str:
    """The anchor of a heading on GitHub and Gitee: lower case, no punctuation, hyphens."""
    bare = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|`", r"\1", title)
    return _NOT_IN_ANCHORS.sub("", bare).strip().lower().replace(" ", "-")


@rule("LNK204", "dead-relative-link", "warning")
def dead_relative_link(card: Card, hub: Hub) -> Iterator[Hit]:
    """A relative link leads to a file that is not there.

    Most were copied together with the text from a repository where the file stood beside it.

    bad body:
        ![architecture](./image/ghostnet.png)

    good body:
        [architecture](https://arxiv.org/abs/1911.11907)
    """
    for link, target in _relative(card):
        path = _folder(card) / target
        if not _leaves(card, target) and not is_file(path) and not is_folder(path):
            yield Hit(
                card,
                link.where,
                f"there is no {target!r} beside this card",
                "link the whole address, https://…",
            )


@rule("LNK205", "link-out-of-catalog", "warning")
def link_out_of_catalog(card: Card, hub: Hub) -> Iterator[Hit]:
    """A relative link leads out of the folder of cards.

    What lies outside is not published with the site.

    bad body:
        See [the code](../../../../networks/ghostnet).

    good body:
        See [the code](https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet).
    """
    for link, target in _relative(card):
        if _leaves(card, target):
            yield Hit(
                card,
                link.where,
                f"{target!r} leads out of the catalog",
                "link the whole address, https://…",
            )


def _relative(card: Card) -> Iterator[tuple[BodyLink, str]]:
    """Links without a scheme, and the path that they name."""
    for link in body_links(card):
        target = unquote(link.target).partition("#")[0].partition("?")[0]
        if target and not re.match(r"\(|[a-z][a-z0-9+.-]*:|//|www\.", target, re.I):
            yield link, target


def files_beside(card: Card) -> tuple[Path, ...]:
    """The files that the card's relative links name: what LNK204 finds depends on them."""
    folder = _folder(card)
    return tuple(dict.fromkeys(folder / target for _, target in _relative(card)))


def _folder(card: Card) -> Path:
    return Path(card.source.file).parent if card.source.file else Path("/nonexistent")


def _leaves(card: Card, target: str) -> bool:
    return os.path.normpath(target).split("/").count("..") > card.uid.count("/")


@rule("LNK207", "moving-branch-in-body", "info")
def moving_branch_in_body(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text links a branch that moves, while repo-link names one that does not.

    bad body:
        See [the code](https://gitee.com/mindspore/models/blob/master/research/cv/ghostnet/README.md).

    good body:
        See [the code](https://gitee.com/mindspore/models/blob/r1.5/research/cv/ghostnet/README.md).
    """
    if not card.text("repo-link") or _MOVING_BRANCH.search(card.text("repo-link")):
        return
    repository = re.match(r"https?://[^/]+/[^/]+/[^/]+", card.text("repo-link"))
    for link in body_links(card):
        moving = _MOVING_BRANCH.search(link.target)
        if moving and repository and link.target.startswith(repository[0] + "/"):
            where = Span(link.where.start + moving.start(1), link.where.start + moving.end(1))
            yield Hit(
                card,
                where,
                f"the link leads to the branch {moving[1]!r}, which moves",
                "link the branch of repo-link",
            )


@rule("LNK208", "link-that-runs-code", "error")
def link_that_runs_code(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link of the body is a script.

    The site drops it. No card has a use for one.

    bad body:
        Open [the demo](javascript:alert(1)).

    good body:
        Open [the demo](https://example.org/demo).
    """
    for link in body_links(card):
        if re.match(r"\s*(?:javascript|vbscript|data)\s*:", unquote(link.target), re.I):
            yield Hit(
                card,
                link.where,
                f"the link is a script: {link.target[:40]!r}",
                "link a page, https://…",
            )


@rule("LNK209", "text-of-other-address", "warning")
def text_of_other_address(card: Card, hub: Hub) -> Iterator[Hit]:
    """The text of a link names another address, or another paper, than the link leads to.

    bad body:
        See [arXiv:1911.11907](https://arxiv.org/abs/1801.04381).

    bad body:
        See [https://gitee.com/mindspore/models](https://gitee.example.com/mindspore/models).

    good body:
        See [arXiv:1911.11907](https://arxiv.org/abs/1911.11907).
    """
    for link in body_links(card):
        text = (
            card.source.text[link.whole.start : link.where.start]
            .partition("[")[2]
            .rpartition("]")[0]
            .strip()
        )
        papers = (
            _ARXIV.findall(text),
            _ARXIV.findall(link.target) if "arxiv.org/" in link.target else [],
        )
        is_other_paper = all(papers) and papers[0][0] != papers[1][0]
        if is_other_paper or (
            text.startswith(("http://", "https://")) and _host(text) != _host(link.target)
        ):
            message = f"the text says {text[:80]!r}, the link leads to {link.target[:80]!r}"
            yield Hit(card, link.whole, message, "mend the one that is wrong")


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
