"""What is put aside on the disk comes back as it was, and takes no more memory than its name."""

import resource
import sys
from decimal import Decimal

import pytest

from catalog.hub import aside
from catalog.hub.aside import Aside, Piles
from catalog.model import CatalogError, Place

THINGS = ([1, "é\udcff"], Place(1, 2, 3, 4), {"figure": Decimal("1.10")}, ())


def test_things_come_back_as_they_were() -> None:
    kept: Aside[object] = Aside()
    assert [kept.put(thing) for thing in THINGS] == [0, 1, 2, 3]
    assert tuple(kept) == THINGS
    assert kept.take(2) == {"figure": Decimal("1.10")}
    assert kept.take(2) is kept.take(2)
    with pytest.raises(IndexError):
        kept.take(4)


def test_things_are_put_aside_while_others_are_taken_up() -> None:
    kept = Aside[str]()
    for number in range(30):
        assert kept.put(f"{number}") == number
        assert [kept.take(earlier) for earlier in range(number + 1)] == [
            f"{earlier}" for earlier in range(number + 1)
        ]


def test_many_large_things_lie_on_the_disk() -> None:
    kept = Aside[str]()
    for number in range(400):
        kept.put(f"{number} " * 20_000)
    assert all(kept.take(number) == f"{number} " * 20_000 for number in (0, 399, 7, 200))
    assert sum(map(sys.getsizeof, vars(kept).values())) < 2**20


def test_nothing_stays_open() -> None:
    kept = Aside[str]()
    file = vars(kept)["_file"]
    del kept
    assert file.closed


@pytest.mark.parametrize("waiting", [1, 3, 1000])
def test_piles_grow_in_any_order(monkeypatch: pytest.MonkeyPatch, waiting: int) -> None:
    monkeypatch.setattr(aside, "_PILED", waiting)
    piles = Piles[int]()
    for number in range(10):
        piles.add("odd" if number % 2 else "even", number)
    assert {key: list(piles[key]) for key in piles} == {
        "even": [0, 2, 4, 6, 8],
        "odd": [1, 3, 5, 7, 9],
    }
    with pytest.raises(KeyError):
        piles["none"]


def test_a_full_disk_is_told() -> None:
    kept = Aside[str]()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**16, limits[1]))
    try:
        with pytest.raises(CatalogError, match="cannot write a temporary file"):
            kept.put("a" * 2**20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_no_place_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with pytest.raises(
        CatalogError, match="cannot make a temporary file: No such file or directory"
    ):
        Aside[str]()
