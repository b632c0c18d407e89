"""AST1: the entries of a card's files: links, formats and hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from catalog.model import Card, Edit, Fix, Hit, Hub, Route, Term
from catalog.rules.define import rule

_SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_TEMPORARY = re.compile(r"/(temp|tmp|test|draft)/", re.I)
_HASH_HINT = "hash the file (sha256sum FILE) and paste all 64 digits"


def _entries(card: Card) -> Iterator[int]:
    entries = card.value("asset")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield index


def _hashes(card: Card) -> Iterator[tuple[Route, str]]:
    for index in _entries(card):
        route = ("asset", index, "asset-sha256")
        if digits := card.text(*route):
            yield route, digits


def _links(card: Card) -> Iterator[tuple[Route, str]]:
    for index in _entries(card):
        route = ("asset", index, "asset-link")
        if link := card.text(*route):
            yield route, link


@rule("AST101", "truncated-sha256", "error")
def truncated_sha256(card: Card, hub: Hub) -> Iterator[Hit]:
    """A sha256 has fewer than 64 hex digits.

    Eight digits prove nothing: a downloader that compares them lets one file in four billion pass, and one that
    compares all 64 refuses the right file.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>, asset-sha256: 722e13be}]

    good:
        asset:
        - file-format: ckpt
          asset-link: <https://download.mindspore.cn/a.ckpt>
          asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4
    """
    for route, digits in _hashes(card):
        if re.fullmatch(r"[0-9a-fA-F]{1,63}", digits):
            yield Hit(card, route, f"{digits!r} has {len(digits)} of 64 hex digits", _HASH_HINT)


@rule("AST102", "missing-sha256", "error")
def missing_sha256(card: Card, hub: Hub) -> Iterator[Hit]:
    """A file has no sha256.

    Nobody can tell whether what was downloaded is what was published.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    for index in _entries(card):
        if card.value("asset", index, "asset-sha256") is None:
            yield Hit(card, ("asset", index), f"asset {index + 1} has no asset-sha256", _HASH_HINT)


@rule("AST103", "malformed-sha256", "error", "fixable")
def malformed_sha256(card: Card, hub: Hub) -> Iterator[Hit]:
    """A sha256 is not 64 hex digits in lower case.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>, asset-sha256: sha256:722e}]

    bad:
        asset:
          - file-format: ckpt
            asset-link: <https://download.mindspore.cn/a.ckpt>
            asset-sha256: 12F2FEE612654057734283A50FF9EB9C967EE838C1B2F3B9B555E1689F538512
    """
    for route, digits in _hashes(card):
        if re.fullmatch(r"[0-9a-f]{64}", digits) or re.fullmatch(r"[0-9a-fA-F]{1,63}", digits):
            continue
        if re.fullmatch(r"[0-9a-fA-F]{64}", digits):
            fix = Fix("write lower case", (Edit(card.within(digits, *route), digits.lower()),))
            yield Hit(
                card,
                route,
                "the sha256 has capital letters",
                "write it in lower case, as sha256sum does",
                fix,
            )
        else:
            yield Hit(card, route, f"{digits[:70]!r} is no sha256", _HASH_HINT)


@rule("AST104", "sha256-of-nothing", "error")
def sha256_of_nothing(card: Card, hub: Hub) -> Iterator[Hit]:
    """The sha256 is that of an empty file.

    The file was empty when it was hashed, so the upload or the download had failed.

    bad:
        asset:
        - file-format: ckpt
          asset-link: <https://download.mindspore.cn/a.ckpt>
          asset-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    """
    for route, digits in _hashes(card):
        if digits.lower() == _SHA256_OF_NOTHING:
            yield Hit(
                card,
                route,
                "this is the sha256 of an empty file",
                "upload the weights again, then hash them",
            )


@rule("AST105", "temporary-path", "error")
def temporary_path(card: Card, hub: Hub) -> Iterator[Hit]:
    """An asset lies in a folder for temporary files.

    Such folders are emptied; the card outlives its weights.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/temp/a.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/models/r1.5/a.ckpt>}]
    """
    for route, link in _links(card):
        if folder := _TEMPORARY.search(link):
            message = f"the asset lies in a temporary folder, {folder[0]!r}"
            yield Hit(
                card,
                card.within(folder[0], *route),
                message,
                "publish the file at its permanent place and link that",
            )


@rule("AST106", "format-against-extension", "error")
def format_against_extension(card: Card, hub: Hub) -> Iterator[Hit]:
    """The file format is not that of the file's extension.

    A loader picks its reader by the format and fails on the file.

    bad:
        asset: [{file-format: mindir, asset-link: <https://download.mindspore.cn/a.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    by_extension = _by_extension(hub)
    for route, link in _links(card):
        extension = "." + _path(link).rpartition("/")[2].rpartition(".")[2].lower()
        stated = hub.vocabularies["file_formats"].find(card.text("asset", route[1], "file-format"))
        if (
            stated
            and re.fullmatch(r"\.[a-z]{2,12}", extension)
            and extension not in stated.data.get("extensions", ())
        ):
            where = card.span("asset", route[1], "file-format")
            actual = by_extension.get(extension)
            hint = (
                f"write '{actual.id}', or link the right file"
                if actual
                else "name the format that the file has"
            )
            yield Hit(
                card, where, f"file-format {stated.id!r}, but the file is a {extension}", hint
            )


@lru_cache(maxsize=1)
def _by_extension(hub: Hub) -> dict[str, Term]:
    terms = hub.vocabularies["file_formats"].terms.values()
    return {extension: term for term in terms for extension in term.data.get("extensions", ())}


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


@rule("AST107", "unknown-host", "warning")
def unknown_host(card: Card, hub: Hub) -> Iterator[Hit]:
    """An asset lies on a host that the hub does not list.

    Only hosts in `asset-hosts` of `catalog.toml` are known to stay; where that list is empty, every host passes.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://files.example.net/a.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    allowed = hub.settings.asset_hosts
    for route, link in _links(card):
        try:
            host = urlsplit(link).hostname or ""
        except ValueError:
            continue
        if allowed and host and host not in allowed:
            yield Hit(
                card,
                card.within(host, *route),
                f"{host!r} is not a host of this hub's files",
                "known are " + ", ".join(allowed),
            )


@rule("AST108", "asset-twice", "warning")
def asset_twice(card: Card, hub: Hub) -> Iterator[Hit]:
    """One link stands twice in a card.

    bad:
        asset:
        - {file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}
        - {file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}
    """
    seen: set[str] = set()
    for route, link in _links(card):
        if link in seen:
            yield Hit(
                card,
                route,
                "this link stands in an earlier entry too",
                "delete one of the two entries",
            )
        seen.add(link)
