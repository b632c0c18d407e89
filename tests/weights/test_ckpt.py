"""The tables of checkpoints, read from bytes: what stands there, and what is refused."""

import struct
from importlib.util import find_spec
from pathlib import Path

import pytest

from catalog.weights.ckpt import Tensor, WeightsError, read_tensors


def number(value: int) -> bytes:
    """``value`` as a varint."""
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def field(place: int, data: bytes) -> bytes:
    return number(place << 3 | 2) + number(len(data)) + data


def tensor(name: str, shape: tuple[int, ...], dtype: str, content: bytes) -> bytes:
    sizes = b"".join(b"\x08" + number(size) for size in shape)
    inner = sizes + field(2, dtype.encode()) + field(3, content)
    return field(1, field(1, name.encode()) + field(2, inner))


WEIGHT = tensor("w", (2, 3), "Float32", bytes(24))
PACKED = field(
    1,
    field(1, b"w")
    + field(2, field(1, number(300) + number(2)) + field(2, b"Int8") + field(3, bytes(600))),
)
UNKNOWN = field(
    1,
    field(1, b"w")
    + b"\x28\x07"
    + field(9, b"later")
    + field(2, b"\x08\x01" + field(2, b"Bool") + b"\x1a\x01x"),
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (WEIGHT, [("w", (2, 3), "float32")]),
        (
            WEIGHT + tensor("k", (), "Float16", b"12"),
            [("w", (2, 3), "float32"), ("k", (), "float16")],
        ),
        (PACKED, [("w", (300, 2), "int8")]),
        (UNKNOWN, [("w", (1,), "bool")]),
        (tensor("c", (4,), "Int64", bytes(16)) * 2, [("c", (4,), "int64")]),
        (tensor("s", (3,), "String", b"abcdef"), [("s", (3,), "string")]),
        (WEIGHT + b"crc_num" + bytes(6) + b"\x07T \xd2", [("w", (2, 3), "float32")]),
    ],
)
def test_a_table_is_read(
    tmp_path: Path, data: bytes, expected: list[tuple[str, tuple[int, ...], str]]
) -> None:
    (tmp_path / "a.ckpt").write_bytes(data)
    assert read_tensors(tmp_path / "a.ckpt") == tuple(Tensor(*fields) for fields in expected)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "there is no tensor in it"),
        (b"PK\x03\x04 a zip archive, as other frameworks write", "this is no MindSpore checkpoint"),
        (b"\x80\x02cos\nsystem\n(S'echo'\ntR.", "this is no MindSpore checkpoint"),
        (WEIGHT[:-1], "the file is cut short: of its last tensor 1 or more bytes are missing"),
        (WEIGHT + WEIGHT[:9], "the file is cut short"),
        (b"\x0a" + b"\xff" * 11, "a number before byte 11 does not end"),
        (b"\x0a\xff\xff\xff\xff\x7f", "makes no sense"),
        (field(1, field(1, b"n" * 2000) + field(2, b"")), "a name of 2,000 bytes"),
        (field(1, field(1, b"\xff\xfe") + field(2, b"")), "a name is no text"),
        (field(1, field(1, b"w")), "no tensor with a name"),
        (tensor("w", (1,) * 17, "Int8", b"1"), "more than 16 axes"),
        (tensor("w", (2, 3), "Float32", bytes(20)), "'w' is 2x3 of float32, but holds 20 bytes"),
        (tensor("c", (4,), "Int64", bytes(16)) * 3, "'c' is 4 of int64, but holds 48 bytes"),
        (WEIGHT + tensor("w", (3, 2), "Float32", bytes(24)), "'w' comes twice, with other sizes"),
    ],
)
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.ckpt").write_bytes(data)
    with pytest.raises(WeightsError, match=reason.replace("(", r"\(")):
        read_tensors(tmp_path / "a.ckpt")


def test_contents_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "large.ckpt"
    size = 2**30
    # The lengths of the two messages around the content grow by it.
    inner = b"\x08" + number(size) + field(2, b"Int8") + b"\x1a" + number(size)
    value = field(1, b"w") + b"\x12" + number(len(inner) + size) + inner
    head = b"\x0a" + number(len(value) + size) + value
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)
    assert read_tensors(path) == (Tensor("w", (size,), "int8"),)


@pytest.mark.skipif(find_spec("hypothesis") is None, reason="hypothesis is not installed")
def test_no_bytes_break_the_reader(tmp_path: Path) -> None:
    from hypothesis import given, settings
    from hypothesis import strategies as st

    path = tmp_path / "a.ckpt"

    @settings(max_examples=100, deadline=None, database=None)
    @given(st.binary(max_size=64), st.integers(0, len(WEIGHT)), st.integers(0, 255))
    def no_error_but_ours(noise: bytes, place: int, byte: int) -> None:
        for data in (
            noise,
            WEIGHT[:place] + bytes([byte]) + WEIGHT[place + 1 :],
            b"\x0a" + struct.pack("B", byte) + noise,
        ):
            path.write_bytes(data)
            try:
                read_tensors(path)
            except WeightsError:
                continue

    no_error_but_ours()
