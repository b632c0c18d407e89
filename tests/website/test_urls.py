"""Paths of pages and the links between them."""

import pytest

from catalog.website.urls import card_pages, encode_path, model_pages, pages_below, to_root


@pytest.mark.parametrize(
    ("uids", "pages"),
    [
        ({"a": "a"}, ["cards/a.html"]),
        ({"a": "mindspore/ascend/1.1/ssd_v1.1"}, ["cards/mindspore/ascend/1.1/ssd_v1.1.html"]),
        ({"a": "p/1.0/index"}, ["cards/p/1.0/index.html"]),
        ({"a": "p/1.0/中文 & 🚀"}, ["cards/p/1.0/中文 & 🚀.html"]),
        ({"a": 'p/1.0/a<b>:"|?*\\c'}, ["cards/p/1.0/a-b-------c.html"]),
        ({"a": "p/1.0/con"}, ["cards/p/1.0/con-.html"]),
        ({"a": "p/1.0/lost\udc80"}, ["cards/p/1.0/lost-.html"]),
        ({"a": "p/1.0./x "}, ["cards/p/1.0-/x-.html"]),
        ({"a": "p/x.html/y"}, ["cards/p/x-html/y.html"]),
        ({"a": "../../etc/passwd"}, ["cards/-/-/etc/passwd.html"]),
        ({"a": "p/" + "n" * 300}, ["cards/p/" + "n" * 120 + ".html"]),
        ({"a": "p/" + "网" * 300}, ["cards/p/" + "网" * 80 + ".html"]),
        ({"a": "p/Net", "b": "p/net"}, ["cards/p/Net.html", "cards/p/net-2.html"]),
        ({"p/net": "p/net", "p/net (b.md)": "p/net"}, ["cards/p/net.html", "cards/p/net-2.html"]),
        ({"p/a?": "p/a?", "p/a-": "p/a-"}, ["cards/p/a--2.html", "cards/p/a-.html"]),
    ],
)
def test_card_pages(uids: dict[str, str], pages: list[str]) -> None:
    assert [card_pages(uids)[key] for key in uids] == pages


def test_no_task_takes_the_page_of_all_tasks() -> None:
    assert pages_below("tasks", ["index", "cv"]) == {
        "cv": "tasks/cv.html",
        "index": "tasks/index-2.html",
    }


def test_pages_of_models_have_no_spaces_and_no_missing_folder() -> None:
    names = [("p", "Res Net/50"), ("p", "res-net-50"), ("", "index"), ("", "x")]
    assert list(model_pages(sorted(names)).items()) == [
        (("", "index"), "models/index-2.html"),
        (("", "x"), "models/x.html"),
        (("p", "Res Net/50"), "models/p/Res-Net-50.html"),
        (("p", "res-net-50"), "models/p/res-net-50-2.html"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("index.html", ""), ("tasks/cv.html", "../"), ("cards/a/b/c.html", "../../../")],
)
def test_way_to_the_root(path: str, expected: str) -> None:
    assert to_root(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cards/a_b-1.0.html", "cards/a_b-1.0.html"),
        ("cards/a b#c?d%e.html", "cards/a%20b%23c%3Fd%25e.html"),
        ('cards/"x".html', "cards/%22x%22.html"),
        ("cards/中.html", "cards/%E4%B8%AD.html"),
        ("javascript:x.html", "javascript%3Ax.html"),
    ],
)
def test_links_are_encoded(path: str, expected: str) -> None:
    assert encode_path(path) == expected
