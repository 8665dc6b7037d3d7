"""Write a file, group of rows by group; each column of a group is one page, compressed and with a checksum."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO
from zlib import crc32

import zstandard

from indicia.parquet import runs, values
from indicia.parquet.columns import Column, Kind
from indicia.parquet.thrift import Field, binary, large, several, small, structure, truth

MAGIC = b"PAR1"
MAKER = b"indicia"
"""Who wrote a file."""
PLAIN, ZSTD = 0, 6
"""How a page is compressed."""
_AS_IT_IS, _RUNS, _PLACES = 0, 3, 8
"""How the values of a page are written: plain, levels in runs, places in the dictionary before it."""
_OPTIONAL, _REQUIRED, _REPEATED, _LIST = 1, 0, 2, 3
MOST = 2**16
"""Rows of a group."""
_WORTH = 300
"""Bytes of a page from which on it is compressed."""

Rows = Sequence[Sequence[Any]]
"""Values of rows, column by column."""


class Writer:
    """A file that is being written."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column], told: Mapping[str, bytes] | None = None) -> None:
        """`told` is what the file says besides its rows: UTF-8.  The file stays open behind the end."""
        self._file, self._columns, self._told = file, columns, told or {}
        self._pack = zstandard.ZstdCompressor(level=1).compress
        self._groups: list[Field] = []
        self._rows = 0
        self._at = 0
        self._put(MAGIC)

    def write(self, rows: Rows) -> None:
        """Add rows, which are read together again, or in a few groups where they are very many.

        Raises ValueError for a value that its column cannot hold, OSError where there is no room.
        """
        for start in range(0, len(rows[0]), MOST):
            self._group([values[start : start + MOST] for values in rows] if len(rows[0]) > MOST else rows)

    def _group(self, rows: Rows) -> None:
        count = len(rows[0])
        begin = self._at
        chunks = [self._column(column, of) for column, of in zip(self._columns, rows, strict=True)]
        size = sum(plain for _, plain in chunks)
        fields = {1: several([chunk for chunk, _ in chunks]), 2: large(size), 3: large(count), 5: large(begin)}
        self._groups.append(structure(fields))
        self._rows += count

    def close(self) -> None:
        """Write what the file holds, at its end."""
        fields = {
            1: small(2),
            2: several([_root(self._columns), *chain.from_iterable(map(_element, self._columns))]),
            3: large(self._rows),
            4: several(self._groups),
            5: several([structure({1: binary(name.encode()), 2: binary(said)}) for name, said in self._told.items()]),
            6: binary(MAKER),
        }
        if not self._told:
            del fields[5]
        _, footer = structure(fields)
        self._put(footer + len(footer).to_bytes(4, "little") + MAGIC)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)

    def _column(self, column: Column, of: Sequence[Any]) -> tuple[Field, int]:
        """Write a column of a group; what the end says of it, and its size before it was compressed."""
        levels, there, entries = _levels(column, of)
        known = list(dict.fromkeys(there)) if column.kind in (Kind.TEXT, Kind.BYTES) else []
        shared = bool(known) and 10 * len(known) <= 9 * len(there) and len(known) <= 2**16
        places = b""
        if shared:
            bits = 8 if len(known) <= 2**8 else 16
            number = {value: at for at, value in enumerate(known)}
            places = bytes([bits]) + runs.written([number[value] for value in there], bits)
        first = values.written(column.kind, known if shared else there)
        page = levels + (places if shared else first)
        codec = ZSTD if max(len(first), len(page)) > _WORTH else PLAIN
        begin, plain = self._at, 0
        if shared:
            plain += self._page(2, first, {7: structure({1: small(len(known)), 2: small(_AS_IT_IS)})}, codec)
        data = self._at
        encoding = _PLACES if shared else _AS_IT_IS
        head = {1: small(entries), 2: small(encoding), 3: small(_RUNS), 4: small(_RUNS)}
        plain += self._page(0, page, {5: structure(head)}, codec)
        path = [column.name, "list", "element"] if column.several else [column.name]
        chunk = {
            1: small(column.kind.value[0]),
            2: several([small(encoding), small(_RUNS)]),
            3: several([binary(name.encode()) for name in path]),
            4: small(codec),
            5: large(entries),
            6: large(plain),
            7: large(self._at - begin),
            9: large(data),
        }
        if shared:
            chunk[11] = large(begin)
        return structure({2: large(begin), 3: structure(chunk)}), plain

    def _page(self, kind: int, plain: bytes, head: Mapping[int, Field], codec: int) -> int:
        """Write a page; its size before it was compressed."""
        packed = self._pack(plain) if codec == ZSTD else plain
        checksum = crc32(packed)
        signed = checksum - 2**32 if checksum >= 2**31 else checksum
        fields = {1: small(kind), 2: small(len(plain)), 3: small(len(packed)), 4: small(signed), **head}
        _, written = structure(fields)
        self._put(written)
        self._put(packed)
        return len(written) + len(plain)


def _levels(column: Column, of: Sequence[Any]) -> tuple[bytes, Sequence[Any], int]:
    """What tells which values are there, these values, and how many places there are for some."""
    if column.several:
        flat: list[Any] = []
        repeated: list[int] = []
        for row in of:
            flat.extend(row or (_NOTHING,))
            repeated.extend((0, *[1] * (len(row) - 1)))
        defined = [0 if value is _NOTHING else 1 if value is None else 2 for value in flat]
        there = [value for value, level in zip(flat, defined, strict=True) if level == 2]
        return _sized(runs.written(repeated, 1)) + _sized(runs.written(defined, 2)), there, len(flat)
    if column.always:
        return b"", of, len(of)
    there = [value for value in of if value is not None]
    if len(there) == len(of):
        return _sized(runs.written([1] * len(of), 1)), there, len(of)
    return _sized(runs.written([0 if value is None else 1 for value in of], 1)), there, len(of)


_NOTHING = object()
"""Stands for the one place of an empty list."""


def _sized(levels: bytes) -> bytes:
    return len(levels).to_bytes(4, "little") + levels


def _root(columns: Sequence[Column]) -> Field:
    return structure({4: binary(b"schema"), 5: small(len(columns))})


def _element(column: Column) -> list[Field]:
    """What the end says of a column."""
    if not column.several:
        return [_leaf(column, column.name, _REQUIRED if column.always else _OPTIONAL)]
    outer = {
        3: small(_REQUIRED),
        4: binary(column.name.encode()),
        5: small(1),
        6: small(_LIST),
        10: structure({3: structure({})}),
    }
    inner = {3: small(_REPEATED), 4: binary(b"list"), 5: small(1)}
    return [structure(outer), structure(inner), _leaf(column, "element", _OPTIONAL)]


def _leaf(column: Column, name: str, repetition: int) -> Field:
    physical, converted = column.kind.value
    fields = {1: small(physical), 3: small(repetition), 4: binary(name.encode())}
    if converted is not None:
        fields[6] = small(converted)
    if column.kind is Kind.TEXT:
        fields[10] = structure({1: structure({})})
    if column.kind is Kind.MOMENT:
        fields[10] = structure({8: structure({1: truth(True), 2: structure({2: structure({})})})})
    return structure(fields)
