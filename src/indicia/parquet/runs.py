"""Small numbers in runs, as Parquet writes levels and places in a dictionary; of 1, 2, 8 or 16 bits."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indicia.parquet.thrift import Parser, varint

_GROUP = 8
"""Numbers that are packed together at least."""
_PLACES = np.arange(0, 8, 2, dtype=np.uint8)
"""Where numbers of 2 bits begin in a byte."""
Numbers = npt.NDArray[np.uint16]


def written(numbers: Sequence[int], bits: int) -> bytes:
    """As one run: of the same number, or of all of them packed."""
    count = len(numbers)
    if count and min(numbers) == max(numbers):
        return varint(count << 1) + int(numbers[0]).to_bytes((bits + 7) // 8, "little")
    groups = -(-count // _GROUP)
    plain = np.zeros(groups * _GROUP, dtype="<u2")
    plain[:count] = numbers
    return varint(groups << 1 | 1) + _packed(plain, bits)


def _packed(plain: Numbers, bits: int) -> bytes:
    if bits == 16:
        return plain.tobytes()
    low = plain.astype(np.uint8)
    if bits == 1:
        return np.packbits(low, bitorder="little").tobytes()
    if bits == 2:
        places = low.reshape(-1, 4) << _PLACES
        return bytes(np.bitwise_or.reduce(places, axis=1))
    return low.tobytes()


def read(data: bytes, bits: int, count: int) -> list[int]:
    """So many numbers; raises ValueError where `data` holds others."""
    if bits not in (1, 2, 8, 16):
        raise ValueError(f"numbers of {bits} bits")
    numbers: list[int] = []
    parser = Parser(data)
    while len(numbers) < count:
        head = parser.varint()
        times = head >> 1
        wide = times * bits if head & 1 else (bits + 7) // 8
        if not times or wide > len(data) - parser.at:
            raise ValueError("a run that is longer than what holds it")
        run = data[parser.at : parser.at + wide]
        parser.at += wide
        if head & 1:
            numbers.extend(_unpacked(run, bits)[: count - len(numbers)])
        else:
            numbers.extend([int.from_bytes(run, "little")] * min(times, count - len(numbers)))
    return numbers


def _unpacked(data: bytes, bits: int) -> list[int]:
    if bits == 16:
        found: list[int] = np.frombuffer(data, dtype="<u2").tolist()
        return found
    low = np.frombuffer(data, dtype=np.uint8)
    if bits == 1:
        return list(np.unpackbits(low, bitorder="little").tolist())
    if bits == 2:
        return list((low[:, None] >> _PLACES & 3).ravel().tolist())
    return list(low.tolist())
