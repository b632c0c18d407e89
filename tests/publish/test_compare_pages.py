"""What publishing would do, without doing it."""

from pathlib import Path

import pytest

from catalog.model import CatalogError, Page
from catalog.publish.publish import compare_pages, publish
from tests.publish.test_publish import OLD, files


def test_what_publish_would_do_is_said_and_not_done(tmp_path: Path) -> None:
    publish(OLD, tmp_path)
    changed = Page(OLD[0].path, b"other words")
    told = compare_pages([changed, OLD[1], Page("new.html", b"")], tmp_path)
    assert told.written == tuple(sorted([changed.path, "new.html"]))
    assert told.unchanged == (OLD[1].path,)
    assert told.removed == (OLD[2].path,)
    assert files(tmp_path) == {page.path: page.data for page in OLD}


def test_a_comparison_with_what_cannot_be_read_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    with pytest.raises(CatalogError, match=r"cannot (read|write) .*a\.html: "):
        compare_pages([Page("a.html", b"a")], tmp_path)
