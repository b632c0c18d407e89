"""Pages as files: of pieces too, compared to the byte."""

from pathlib import Path

import pytest

from catalog.model import Page
from catalog.publish.page_files import holds, write_page

PIECES = [b"a line\n"] * 1000
LARGE = Page("index.json", b"[", more=PIECES)
WHOLE = b"[" + b"a line\n" * 1000


def test_a_page_of_pieces_is_one_file(tmp_path: Path) -> None:
    write_page(f"{tmp_path}/index.json", LARGE)
    assert (tmp_path / "index.json").read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("there", "is_it"),
    [
        (WHOLE, True),
        (WHOLE + b"a", False),
        (WHOLE[:-1], False),
        (WHOLE[:-1] + b"x", False),
        (WHOLE.replace(b"[", b"]"), False),
        (b"", False),
    ],
)
@pytest.mark.parametrize("page", [LARGE, Page("index.json", WHOLE)])
def test_a_file_is_compared_to_its_last_byte(
    tmp_path: Path, page: Page, there: bytes, is_it: bool
) -> None:
    (tmp_path / "index.json").write_bytes(there)
    assert holds(f"{tmp_path}/index.json", page) is is_it


@pytest.mark.parametrize("page", [LARGE, Page("index.json", WHOLE)])
def test_nothing_a_folder_and_a_link_are_no_page(tmp_path: Path, page: Page) -> None:
    path = tmp_path / "index.json"
    assert not holds(str(path), page)
    (tmp_path / "elsewhere").write_bytes(WHOLE)
    path.symlink_to("elsewhere")
    assert not holds(str(path), page)
    path.unlink()
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        holds(str(path), page)
