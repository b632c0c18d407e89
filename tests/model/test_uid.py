"""The parts of a card's UID."""

import json

import pytest

from catalog.model import Uid


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("acme/1.2/net_digits", ("acme", "", "1.2", "net_digits", "en", True)),
        ("acme/gpu/1.10.1/net_cn", ("acme", "gpu", "1.10.1", "net", "zh", True)),
        ("1.2/net", ("1.2", "", "1.2", "net", "en", False)),
        ("more/acme/ascend/0.7/net", ("more", "ascend", "0.7", "net", "en", False)),
        ("acme/tpu/1.2/net", ("acme", "", "1.2", "net", "en", False)),
        ("acme/v1/net", ("acme", "", "", "net", "en", False)),
        ("index", ("", "", "", "index", "en", False)),
    ],
)
def test_parts(text: str, parts: tuple[object, ...]) -> None:
    uid = Uid(text)
    assert (
        uid.publisher,
        uid.backend,
        uid.version,
        uid.name,
        uid.language,
        uid.is_whole,
    ) == parts


def test_a_uid_is_its_text() -> None:
    uid = Uid("acme/1.2/net_cn")
    assert (uid, f"{uid!r}", json.dumps(uid)) == (
        "acme/1.2/net_cn",
        "'acme/1.2/net_cn'",
        f'"{uid}"',
    )
    assert (uid.folder, uid.file_name) == ("acme/1.2", "net_cn")


@pytest.mark.parametrize(
    ("text", "twin"), [("a/1.0/n", "a/1.0/n_cn"), ("a/1.0/n_cn", "a/1.0/n"), ("n", "n_cn")]
)
def test_the_card_in_the_other_language(text: str, twin: str) -> None:
    uid = Uid(text)
    assert (uid.twin, uid.twin.twin, uid.english) == (twin, text, text.removesuffix("_cn"))


@pytest.mark.parametrize(
    ("path", "uid"),
    [
        ("/home/me/hub/acme/gpu/1.0/net.md", "acme/gpu/1.0/net"),
        ("acme/1.0/net", "acme/1.0/net"),
        ("gpu/1.0/net.md", None),
        ("1.0/net.md", None),
        ("docs/index.md", None),
    ],
)
def test_the_uid_that_a_path_ends_in(path: str, uid: str | None) -> None:
    assert Uid.at_end(path) == uid
