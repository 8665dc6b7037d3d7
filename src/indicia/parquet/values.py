"""Values one after the other, as Parquet calls it plain."""

import struct
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from indicia.parquet.columns import Kind

_LENGTH = struct.Struct("<I")
_LEAST = -(2**63)


def written(kind: Kind, values: Sequence[Any]) -> bytes:
    """All of them.  Raises ValueError for one that is not of this kind or cannot be written."""
    if kind is Kind.TEXT:
        return _lengths([value.encode() for value in values])
    if kind is Kind.BYTES:
        return _lengths(values)
    if kind is Kind.TRUTH:
        return np.packbits(np.array(values, dtype=np.bool_), bitorder="little").tobytes()
    try:
        return struct.pack(f"<{len(values)}q", *values)
    except struct.error as error:
        raise ValueError(str(error)) from None


def _lengths(values: Sequence[bytes]) -> bytes:
    return b"".join(chain.from_iterable(zip(map(_LENGTH.pack, map(len, values)), values, strict=True)))


def read(kind: Kind, data: bytes, count: int) -> list[Any]:
    """So many values; raises ValueError where `data` holds others."""
    if kind is Kind.TEXT:
        return [value.decode() for value in _cut(data, count)]
    if kind is Kind.BYTES:
        return _cut(data, count)
    if kind is Kind.TRUTH:
        bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little")
        if len(bits) < count:
            raise ValueError("values are missing")
        return list(bits[:count].astype(np.bool_).tolist())
    if len(data) != count * 8:
        raise ValueError("values are missing")
    return list(struct.unpack(f"<{count}q", data))


def _cut(data: bytes, count: int) -> list[bytes]:
    length = _LENGTH.unpack_from
    found: list[bytes] = []
    at = 0
    try:
        for _ in range(count):
            begin = at + 4
            at = begin + length(data, at)[0]
            found.append(data[begin:at])
    except struct.error:
        raise ValueError("values are missing") from None
    if at != len(data):
        raise ValueError("values are missing")
    return found
