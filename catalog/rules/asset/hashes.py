"""AST2: hashes, links and names of files against each other and against what readers can reach."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from catalog.claims.card_claims import claims_of
from catalog.model import Asset, Card, Hit, Hub, fold
from catalog.rules.define import rule

_HASH_IN_NAME = re.compile(
    r"(?:^|[-_.])(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])([0-9a-f]{8})(?=[-_.]|$)"
)


def _stem(link: str) -> str:
    """The name of a file without its extension."""
    name = link.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _named_hashes(card: Card, hub: Hub) -> Iterator[tuple[int, Asset, str]]:
    """Files with eight hex digits in their name, as those of mindcv: the start of the sha256."""
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        hashes = _HASH_IN_NAME.findall(_stem(asset.link))
        if len(hashes) == 1:
            yield index, asset, hashes[0]


@rule("AST201", "sha256-from-file-name", "warning")
def sha256_from_file_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The sha256 is only what the name of the file says.

    It was copied from the name and proves nothing that the name does not say. The file itself has not been hashed.

    bad:
        asset: [{asset-link: <https://download.mindspore.cn/a-dcca16b1.ckpt>, asset-sha256: dcca16b1}]
    """
    for index, asset, digits in _named_hashes(card, hub):
        if asset.sha256.lower() == digits:
            message = f"{digits!r} was copied from the name of the file"
            yield Hit(
                card,
                ("asset", index, "asset-sha256"),
                message,
                "hash the file and paste all 64 digits",
            )


@rule("AST202", "sha256-against-file-name", "error")
def sha256_against_file_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The sha256 does not begin as the name of the file says.

    Either the hash or the link belongs to another file.

    bad:
        asset:
        - file-format: ckpt
          asset-link: <https://download.mindspore.cn/a-dcca16b1.ckpt>
          asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4

    good:
        asset:
        - file-format: ckpt
          asset-link: <https://download.mindspore.cn/a-722e13be.ckpt>
          asset-sha256: 722e13be6cd6186dddcd68d5c0a50776d9a8ad8e79db3870556f68d4d2f179e4
    """
    for index, asset, digits in _named_hashes(card, hub):
        stated = asset.sha256.lower()
        if re.fullmatch(r"[0-9a-f]{8,64}", stated) and not stated.startswith(digits):
            message = f"the sha256 begins {stated[:8]!r}, the name of the file says {digits!r}"
            yield Hit(
                card,
                ("asset", index, "asset-sha256"),
                message,
                "hash the file that the link leads to",
            )


@rule("AST203", "private-address", "error")
def private_address(card: Card, hub: Hub) -> Iterator[Hit]:
    """A link leads to a machine that only its owner can reach.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://192.168.1.7/a.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/a.ckpt>}]
    """
    links = [
        (("asset", index, "asset-link"), asset.link)
        for index, asset in enumerate(claims_of(card, hub.vocabularies).assets)
    ]
    for route, link in [*links, (("repo-link",), card.text("repo-link"))]:
        host = _host(link)
        if host and _is_private(host):
            where = card.within(host, *route)
            yield Hit(
                card,
                where,
                f"{host!r} cannot be reached from outside",
                "publish the file and link its public address",
            )


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".local", ".localhost", ".internal", ".lan")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@rule("AST204", "misspelt-file-name", "info")
def misspelt_file_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The name of a file has a word misspelt.

    People search for the right word. A published file cannot be renamed without breaking links, so the next upload
    should have the right name.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ssd_offical_belu22.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ssd_official_map22.ckpt>}]
    """
    wrong = _misspellings(hub)
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        for word in sorted(set(re.findall(r"[a-z]+\d*[a-z]*", _stem(asset.link).lower()))):
            wrong_word = next(
                (spelling for spelling in (word, word.rstrip("0123456789")) if spelling in wrong),
                "",
            )
            if not wrong_word:
                continue
            where = card.within(wrong_word, "asset", index, "asset-link")
            if card.source.text[where.start : where.end] == wrong_word:
                hint = f"name the next upload with '{wrong[wrong_word]}'"
                yield Hit(card, where, f"{wrong_word!r} in the name of the file", hint)


@lru_cache(maxsize=1)
def _misspellings(hub: Hub) -> dict[str, str]:
    """Wrong words and the right one; ``blue`` is left out, since it is a word of its own."""
    wrong = {"offical": "official", "reseach": "research", "evalution": "evaluation"}
    for name in ("metrics", "datasets"):
        for term in hub.vocabularies[name].terms.values():
            wrong |= {
                fold(word): term.id for word in term.data.get("misspelt", ()) if word != "blue"
            }
    return wrong


@rule("AST205", "odd-version-in-file-name", "info")
def odd_version_in_file_name(card: Card, hub: Hub) -> Iterator[Hit]:
    """The version in the name of a file is not that of the card.

    The hub writes release 1.3 as `v130`. `v111` on a card of release 1.1 is a patch release, or a slip.

    bad:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_ascend_v111_imagenet2012.ckpt>}]

    good:
        asset: [{file-format: ckpt, asset-link: <https://download.mindspore.cn/ghostnet_ascend_v150_imagenet2012.ckpt>}]
    """
    version = re.fullmatch(r"v?(\d+)\.(\d+)(?:\.(\d+))?", card.text("mindspore-version"))
    for index, asset in enumerate(claims_of(card, hub.vocabularies).assets):
        written = re.search(r"_v(\d{3,4})(?=_)", _stem(asset.link))
        if version and written and written[1] != version[1] + version[2] + (version[3] or "0"):
            where = card.within(written[0][1:], "asset", index, "asset-link")
            stated = card.text("mindspore-version")
            message = (
                f"mindspore-version is {stated!r}, the name of the file says {written[0][1:]!r}"
            )
            yield Hit(card, where, message, "check which release the weights were made with")
