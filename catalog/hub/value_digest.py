"""Digests of plain data: named tuples, mappings, numbers, texts."""

from __future__ import annotations

import msgspec

from catalog.hub.digests import bytes_digest

_ENCODER = msgspec.msgpack.Encoder(order="deterministic", enc_hook=str)


def value_digest(*values: object) -> str:
    """A digest of ``values``; data that differs anywhere has another."""
    try:
        return bytes_digest(_ENCODER.encode(values))
    except UnicodeEncodeError:
        # A card may hold halves of surrogate pairs, which are no Unicode text.
        return bytes_digest(repr(values).encode(errors="surrogatepass"))
