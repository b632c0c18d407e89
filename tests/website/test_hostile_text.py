"""Text that means harm is only text on every page."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from posixpath import basename

import pytest

from tests.website.test_pages import card, hub_of, rendered

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


FIELDS = (
    *(
        "module-type",
        "train-dataset",
        "license",
        "author",
        "update-time",
        "mindspore-version",
        "summary",
        "repo-link",
    ),
    *("infer-backend", "used-for", "network", "parameters", "accuracy"),
)


class Parts(HTMLParser):
    """Tags of a page, script files that it asks for, and attributes that would run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag == "script" and dict(attrs).get("type") != "application/ld+json":
            self.scripts.append(basename(dict(attrs).get("src") or "inline"))
        self.handlers += [
            name for name, value in attrs if name.startswith("on") or "javascript:" in str(value)
        ]


def assert_harmless(page: str) -> None:
    parts = Parts(page)
    assert (parts.tags["img"], parts.handlers) == (1, [])
    assert set(parts.scripts) <= {
        "catalog.js",
        "list.js",
        "compare.js",
        "search-data.js",
        "compare-data.js",
    }


@pytest.mark.parametrize("field", ["title", "body", *FIELDS])
def test_hostile_text_is_only_text(tmp_path: Path, field: str) -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = (
        card(**{field: HOSTILE})
        if field in ("title", "body")
        else card(header=f"{field}: {quoted}")
    )
    site = rendered(hub_of(tmp_path, {"a/1.0/net.md": text}))
    assert len(site) > 8
    for path, page in site.items():
        if path.endswith(".html"):
            assert_harmless(page)


@pytest.mark.parametrize(
    "header",
    [
        f"inputs:\n  - name: {HOSTILE!r}\n    shape: [1]\n    layout: {HOSTILE!r}",
        f"metrics:\n  - name: {HOSTILE!r}\n    value: 1\n    unit: {HOSTILE!r}",
        f"asset:\n  - asset-link: {HOSTILE!r}\n    asset-sha256: {HOSTILE!r}",
    ],
)
def test_hostile_lists_are_only_text(tmp_path: Path, header: str) -> None:
    assert_harmless(
        rendered(hub_of(tmp_path, {"a/1.0/net.md": card(header=header)}))["cards/a/1.0/net.html"]
    )
