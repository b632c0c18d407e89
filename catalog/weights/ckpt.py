"""The tensors of a MindSpore checkpoint, read without MindSpore and without their values.

A ``.ckpt`` is a protobuf message (mindspore/train/checkpoint.proto): ``Checkpoint`` repeats
``Value``, a tag with a ``TensorProto`` of dims, type and content; a large tensor comes in chunks
that repeat its tag. Wire format: https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

_MOST_TENSORS = 200_000
_MOST_AXES = 16
_LONGEST_NAME = 1024
_LONGEST_TYPE = 32
_LONGEST_NUMBER = 10
# Tensors are written in parts of at most half of this.
_LARGEST_TENSOR = 2**32
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# What follows the message where it was saved with a checksum.
_CHECKSUM = b"crc_num"
_SIZES = {
    **dict.fromkeys(("bool", "int8", "uint8"), 1),
    **dict.fromkeys(("int16", "uint16", "float16", "bfloat16"), 2),
    **dict.fromkeys(("int32", "uint32", "float32"), 4),
    **dict.fromkeys(("int64", "uint64", "float64", "complex64"), 8),
}


class WeightsError(Exception):
    """The file is no checkpoint that can be read; the text says why."""


class Tensor(NamedTuple):
    """A parameter: its name, its sizes, and the type of its elements, such as ``float32``."""

    name: str
    shape: tuple[int, ...]
    dtype: str


def read_tensors(path: Path) -> tuple[Tensor, ...]:
    """The tensors of the checkpoint at ``path``, in the order of the file.

    Raises:
        WeightsError: the file is no checkpoint, or its shapes say another number of bytes.
        OSError: it cannot be read.
    """
    tensors: dict[str, tuple[Tensor, int]] = {}
    with path.open("rb") as file:
        reader = _Reader(file, os.fstat(file.fileno()).st_size)
        for tensor, chunk in _values(reader):
            first, length = tensors.get(tensor.name, (tensor, 0))
            if first != tensor:
                raise WeightsError(f"{tensor.name!r} comes twice, with other sizes or another type")
            tensors[tensor.name] = (tensor, length + chunk)
            if len(tensors) > _MOST_TENSORS:
                raise WeightsError(f"more than {_MOST_TENSORS:,} tensors")
    if not tensors:
        raise WeightsError("there is no tensor in it")
    for tensor, length in tensors.values():
        _check_length(tensor, length)
    return tuple(tensor for tensor, _ in tensors.values())


class _Reader:
    """A file read forward in protobuf's wire format; no field reaches beyond its message."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.at = 0

    def fields(self, end: int) -> Iterator[tuple[int, int, int]]:
        """Number, kind and length of each field before ``end``; the caller reads or skips it."""
        while self.at < end:
            key = self.varint(end)
            kind = key & 7
            length = {_FIXED64: 8, _FIXED32: 4, _VARINT: 0}.get(kind)
            if kind == _BYTES:
                length = self.varint(end)
            beyond = self.at + (length or 0) - end
            if key == 1 << 3 | _BYTES and end == self.size and 0 < beyond <= _LARGEST_TENSOR:
                message = f"of its last tensor {beyond:,} or more bytes are missing"
                raise WeightsError(f"the file is cut short: {message}")
            if length is None or beyond > 0:
                raise WeightsError(
                    f"this is no MindSpore checkpoint: byte {self.at:,} makes no sense"
                )
            yield key >> 3, kind, length

    def varint(self, end: int) -> int:
        value = 0
        for place in range(_LONGEST_NUMBER):
            byte = self.take(1, end)[0]
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                return value
        raise WeightsError(
            f"this is no MindSpore checkpoint: a number before byte {self.at:,} does not end"
        )

    def take(self, length: int, end: int) -> bytes:
        if self.at + length > end:
            raise WeightsError(f"the file ends in the middle, at byte {self.at:,}")
        data = self.file.read(length)
        if len(data) != length:
            raise WeightsError(f"the file ends in the middle, at byte {self.at:,}")
        self.at += length
        return data

    def text(self, length: int, most: int, end: int) -> str:
        if length > most:
            raise WeightsError(f"this is no MindSpore checkpoint: a name of {length:,} bytes")
        try:
            return self.take(length, end).decode()
        except UnicodeDecodeError:
            raise WeightsError("this is no MindSpore checkpoint: a name is no text") from None

    def skip(self, kind: int, length: int, end: int) -> None:
        if kind == _VARINT:
            self.varint(end)
            return
        self.at += length
        self.file.seek(self.at)


def _values(reader: _Reader) -> Iterator[tuple[Tensor, int]]:
    """Each value of the checkpoint, with the number of bytes of its content."""
    while reader.at < reader.size:
        if reader.size - reader.at <= 4 * len(_CHECKSUM):
            rest = reader.file.read(len(_CHECKSUM))
            if rest == _CHECKSUM:
                return
            reader.file.seek(reader.at)
        number, kind, length = next(reader.fields(reader.size))
        if (number, kind) != (1, _BYTES):
            raise WeightsError(
                f"this is no MindSpore checkpoint: byte {reader.at:,} begins no tensor"
            )
        yield _value(reader, reader.at + length)


def _value(reader: _Reader, end: int) -> tuple[Tensor, int]:
    name = ""
    content: tuple[tuple[int, ...], str, int] | None = None
    for number, kind, length in reader.fields(end):
        if (number, kind) == (1, _BYTES):
            name = reader.text(length, _LONGEST_NAME, end)
        elif (number, kind) == (2, _BYTES):
            content = _tensor(reader, reader.at + length)
        else:
            reader.skip(kind, length, end)
    if not name or content is None:
        message = f"what ends at byte {reader.at:,} is no tensor with a name"
        raise WeightsError(f"this is no MindSpore checkpoint: {message}")
    shape, dtype, size = content
    return Tensor(name, shape, dtype), size


def _tensor(reader: _Reader, end: int) -> tuple[tuple[int, ...], str, int]:
    """Sizes, type and number of bytes of a ``TensorProto``."""
    shape: list[int] = []
    dtype, size = "", 0
    for number, kind, length in reader.fields(end):
        if number == 1 and kind in {_VARINT, _BYTES}:
            shape += _sizes(reader, kind, length, end)
            if len(shape) > _MOST_AXES:
                raise WeightsError(f"a tensor has more than {_MOST_AXES} axes")
        elif (number, kind) == (2, _BYTES):
            dtype = reader.text(length, _LONGEST_TYPE, end).lower()
        else:
            size += length if number == 3 else 0
            reader.skip(kind, length, end)
    return tuple(shape), dtype, size


def _sizes(reader: _Reader, kind: int, length: int, end: int) -> list[int]:
    """One size, or several that are packed."""
    if kind == _VARINT:
        return [reader.varint(end)]
    if length > _MOST_AXES * _LONGEST_NUMBER:
        raise WeightsError(f"a tensor has more than {_MOST_AXES} axes")
    inner = reader.at + length
    sizes = []
    while reader.at < inner:
        sizes.append(reader.varint(inner))
    return sizes


def _check_length(tensor: Tensor, length: int) -> None:
    size = _SIZES.get(tensor.dtype)
    if size is not None and length != size * math.prod(tensor.shape):
        shape = "x".join(map(str, tensor.shape)) or "a scalar"
        raise WeightsError(
            f"{tensor.name!r} is {shape} of {tensor.dtype}, but holds {length:,} bytes"
        )
