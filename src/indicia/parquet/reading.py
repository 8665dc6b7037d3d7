"""Read what `writing` wrote, a group of rows at a time; anything else is refused."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

import zstandard

from indicia.parquet import runs, values
from indicia.parquet.columns import Column
from indicia.parquet.thrift import Parser
from indicia.parquet.writing import MAGIC, MAKER, MOST, PLAIN, ZSTD

_END = 8
"""Bytes behind what the end says: its size and the mark."""
_NAME = 4
_PLACES, _BYTES = 2**24, 2**30
"""Places of values in a group, and bytes of a page, that we never write as many of."""


class Reader:
    """An open file; leave it to close it.

    Everything raises OSError where it cannot be read and ValueError where it is damaged or not of ours.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            self._read_end()
        except BaseException:
            self._file.close()
            raise

    def _read_end(self) -> None:
        size = self._file.seek(0, os.SEEK_END)
        self._size = size
        tail = self._part(max(size - _END, 0), min(size, _END))
        footer = int.from_bytes(tail[:4], "little")
        if tail[4:] != MAGIC or footer > size - _END - len(MAGIC):
            raise ValueError("no Parquet file, or not a whole one")
        end = Parser(self._part(size - _END - footer, footer)).structure()
        if end.get(6) != MAKER:
            raise ValueError("not written by us")
        try:
            self.told = {item[1].decode(): item[2] for item in end.get(5, [])}
            """What the file says besides its rows."""
            elements = end[2][1:]
            self._names = _names(elements)
            self._groups = [(group[3], [chunk[3] for chunk in group[1]]) for group in end[4]]
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"its end lacks {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def groups(self, columns: Sequence[Column]) -> Iterator[list[list[Any]]]:
        """Values of some columns, group of rows by group of rows."""
        for count, chunks in self._groups:
            try:
                found = [self._column(column, chunks[self._names[column.name]], count) for column in columns]
            except (KeyError, TypeError, AttributeError, IndexError, zstandard.ZstdError) as error:
                raise ValueError(f"a group of rows lacks {error}") from None
            yield found

    def rows(self, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
        """The same row by row."""
        for group in self.groups(columns):
            yield from zip(*group, strict=True)

    def _part(self, at: int, size: int) -> bytes:
        if at < 0 or size < 0 or at + size > self._size:
            raise ValueError("it ends early")
        self._file.seek(at)
        return self._file.read(size)

    def _column(self, column: Column, chunk: dict[int, Any], count: int) -> list[Any]:
        if chunk[1] != column.kind.value[0]:
            raise ValueError(f"{column.name} holds other values")
        if not 0 <= count <= MOST:
            raise ValueError("more rows in a group than we write")
        begin = chunk.get(11, chunk[9])
        data = self._part(begin, chunk[7])
        known: list[Any] | None = None
        if 11 in chunk:
            head, plain, data = _page(data, chunk[4])
            known = values.read(column.kind, plain, head[7][1])
        head, plain, _ = _page(data, chunk[4])
        entries = head[5][1]
        if not 0 <= entries <= _PLACES:
            raise ValueError("more values in a group than we write")
        repeated, defined, rest = _levels(column, plain, entries)
        there = entries if defined is None else defined.count(column.most)
        if known is None:
            found = values.read(column.kind, rest, there)
        else:
            places = runs.read(rest[1:], rest[0], there)
            found = [known[place] for place in places]
        whole = _nested(found, repeated, defined) if column.several else _with_gaps(found, defined)
        if len(whole) != count:
            raise ValueError(f"{column.name} holds {len(whole)} values of {count}")
        return whole


def _names(elements: Sequence[dict[int, Any]]) -> dict[str, int]:
    """Which chunk of a group a column is: elements that have others below them are none by themselves."""
    found: dict[str, int] = {}
    below = 0
    for element in elements:
        if not below:
            found[element[_NAME].decode()] = len(found)
        below = below - 1 if below else 0
        below += element.get(5, 0)
    return found


def _page(data: bytes, codec: int) -> tuple[dict[int, Any], bytes, bytes]:
    """What a page says of itself, what it holds, and the bytes behind it."""
    parser = Parser(data)
    head = parser.structure()
    end = parser.at + head[3]
    packed = data[parser.at : end]
    if len(packed) != head[3] or crc32(packed) != head[4] & 0xFFFFFFFF:
        raise ValueError("a page is damaged")
    if codec == ZSTD:
        if head[2] > _BYTES or zstandard.frame_content_size(packed) != head[2]:
            raise ValueError("a page is damaged")
        packed = zstandard.ZstdDecompressor().decompress(packed)
    elif codec != PLAIN:
        raise ValueError("a page is compressed in another way")
    return head, packed, data[end:]


def _levels(column: Column, data: bytes, entries: int) -> tuple[list[int], list[int] | None, bytes]:
    repeated: list[int] = []
    if column.several:
        levels, data = _sized(data)
        repeated = runs.read(levels, 1, entries)
    if column.most == 0:
        return repeated, None, data
    levels, data = _sized(data)
    return repeated, runs.read(levels, 2 if column.several else 1, entries), data


def _sized(data: bytes) -> tuple[bytes, bytes]:
    size = 4 + int.from_bytes(data[:4], "little")
    if size > len(data):
        raise ValueError("levels are missing")
    return data[4:size], data[size:]


def _with_gaps(found: list[Any], defined: list[int] | None) -> list[Any]:
    if defined is None or len(found) == len(defined):
        return found
    come = iter(found)
    return [next(come) if level else None for level in defined]


def _nested(found: list[Any], repeated: list[int], defined: list[int] | None) -> list[Any]:
    come = iter(found)
    rows: list[list[Any]] = []
    for again, level in zip(repeated, defined or (), strict=True):
        if not again:
            rows.append([])
        if level:
            rows[-1].append(next(come) if level == 2 else None)
    return rows
