"""CON201 to CON203 and CON208: versions of MindSpore, and the date of the last change."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.claims.card_claims import claims_of
from catalog.model import Card, Hit, Hub, Span
from catalog.rules.define import rule

_BRANCH = re.compile(r"/(?:tree|blob)/[rv]?(\d{1,9}\.\d{1,9})(?:\.\d+)?(?=/)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")
_FILE_FOLDER = re.compile(r"/r(\d+\.\d+)(?=/)")
_FIRST_OF_MODELS = (1, 3)
_REPOSITORY = re.compile(r"mindspore/(?:mindspore|models)/")


def _lines(card: Card) -> list[str]:
    """The release lines (``1.5``) of mindspore-version; none where one of them is malformed."""
    matches = [
        re.fullmatch(r"(\d{1,9}\.\d{1,9})(?:\.\d+)*", version)
        for version in card.texts("mindspore-version")
    ]
    return [match[1] for match in matches if match] if all(matches) else []


@rule("CON201", "version-against-branch", "warning")
def version_against_branch(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link to the repository leads to the branch of another MindSpore release.

    Code of another release builds another network, or none.

    bad:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.3/research/cv/ghostnet>

    bad body:
        See [the code](https://gitee.com/mindspore/models/blob/r1.3/research/cv/ghostnet/README.md).

    good:
        repo-link: <https://gitee.com/mindspore/models/tree/r1.5/research/cv/ghostnet>
    """
    lines = _lines(card)
    for text, place in _links_to_branches(card) if lines else ():
        branch = _BRANCH.search(text)
        if branch and _REPOSITORY.search(text) and not _may_link(branch[1], lines):
            version = card.text("mindspore-version")
            message = (
                f"mindspore-version is {version!r}, the link leads to the branch of {branch[1]}"
            )
            start = place.start + branch.start() + branch[0].rindex("/") + 1
            yield Hit(
                card,
                Span(start, place.start + branch.end()),
                message,
                "link the branch of the card's release",
            )


def _links_to_branches(card: Card) -> Iterator[tuple[str, Span]]:
    """repo-link, and every address in the body that leads to a branch, with its place."""
    yield card.text("repo-link"), card.within(card.text("repo-link"), "repo-link")
    text = card.source.text
    for branch in _BRANCH.finditer(text, *card.body_span):
        begin = max(text.rfind(sign, 0, branch.start()) for sign in "\n (<[")
        address = _ADDRESS.match(text, begin + 1)
        if address and address.end() > branch.start():
            yield address[0], Span(*address.span())


def _may_link(branch: str, lines: list[str]) -> bool:
    """Whether a card of the release ``lines`` may link ``branch``.

    The models' own repository begins with 1.3, so cards of older releases link that branch.
    """
    is_first = _numbers(branch) == _FIRST_OF_MODELS
    return branch in lines or (
        is_first and all(_numbers(line) < _FIRST_OF_MODELS for line in lines)
    )


def _numbers(line: str) -> tuple[int, ...]:
    return tuple(map(int, line.split(".")))


@rule("CON202", "version-against-asset", "warning")
def version_against_asset(card: Card, hub: Hub) -> Iterator[Hit]:
    """The weights lie in the folder of another MindSpore release.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.3/ghostnet.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.5/ghostnet.ckpt>}]
    """
    lines = _lines(card)
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        folder = _FILE_FOLDER.search(asset.link)
        if folder and lines and folder[1] not in lines:
            stated = card.text("mindspore-version")
            message = f"mindspore-version is {stated!r}, the weights lie in {folder[0][1:]!r}"
            where = card.within(folder[0][1:], "asset", index, "asset-link")
            yield Hit(
                card,
                where,
                message,
                "link the weights of the card's release, or mend mindspore-version",
            )


@rule("CON203", "unreleased-version", "warning")
def unreleased_version(card: Card, hub: Hub) -> Iterator[Hit]:
    """There is no such release of MindSpore.

    bad:
        mindspore-version: "2.35"

    good:
        mindspore-version: "1.5"
    """
    releases = hub.vocabularies["releases"].terms
    for version in card.texts("mindspore-version"):
        line = re.fullmatch(r"(\d+\.\d+)(?:\.\d+)?", version)
        if line and line[1] not in releases:
            message = f"there is no MindSpore {version}"
            yield Hit(
                card,
                card.within(version, "mindspore-version"),
                message,
                f"known are {', '.join(releases)}",
            )


_PUBLISHED = (2020, 3, 28)


@rule("CON208", "dated-before-mindspore", "warning")
def dated_before_mindspore(card: Card, hub: Hub) -> Iterator[Hit]:
    """The card was last changed before MindSpore was published, on 28 March 2020.

    bad:
        update-time: 2012-03-30

    good:
        update-time: 2022-03-30
    """
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", card.text("update-time"))
    if date and tuple(map(int, date.groups())) < _PUBLISHED:
        message = f"update-time is {date[0]}, MindSpore was published in 2020"
        yield Hit(
            card, ("update-time",), message, "write the day on which the card was last changed"
        )
