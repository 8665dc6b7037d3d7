"""Thrift's compact protocol, in which Parquet says what a file holds."""

from collections.abc import Sequence
from typing import Any

Field = tuple[int, bytes]
"""Type of a field, and its value as it is written."""

_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 12
_DEEP = 12
"""Structures in one another; Parquet has fewer."""


def small(number: int) -> Field:
    """A number of 32 bits."""
    return _I32, varint(_zigzag(number))


def large(number: int) -> Field:
    """A number of 64 bits."""
    return _I64, varint(_zigzag(number))


def binary(value: bytes) -> Field:
    """Bytes, or text in UTF-8."""
    return _BINARY, varint(len(value)) + value


def truth(value: bool) -> Field:
    """Yes or no."""
    return (_TRUE if value else _FALSE), b""


def structure(fields: dict[int, Field]) -> Field:
    """Fields by their numbers, in rising order."""
    written = bytearray()
    before = 0
    for number, (kind, value) in fields.items():
        written.append((number - before) << 4 | kind)
        written += value
        before = number
    written.append(0)
    return _STRUCT, bytes(written)


def several(items: Sequence[Field], kind: int = _STRUCT) -> Field:
    """A list of fields that are all of one type; `kind` is that type where there are none."""
    kind = items[0][0] if items else kind
    size = len(items)
    head = bytes([size << 4 | kind]) if size < 15 else bytes([0xF0 | kind]) + varint(size)
    return _LIST, head + b"".join(value for _, value in items)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def varint(number: int) -> bytes:
    """A number that is not below 0: seven bits a byte, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


class Parser:
    """Goes through what is written, from its beginning."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        """Bytes that were gone through."""

    def structure(self, deep: int = 0) -> dict[int, Any]:
        """Fields of a structure by their numbers: numbers, bytes, truths, lists and structures.

        Raises ValueError for what is none.
        """
        if deep > _DEEP:
            raise ValueError("structures in one another without end")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._number()
            kind = head & 0x0F
            fields[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, deep)
        return fields

    def varint(self) -> int:
        """A number that is never below 0; raises ValueError where there is none."""
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7
            if shift > 63:
                raise ValueError("a number of more than 64 bits")

    def _number(self) -> int:
        number = self.varint()
        return -(number >> 1) - 1 if number & 1 else number >> 1

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise ValueError("it ends early")
        self.at += 1
        return self._data[self.at - 1]

    def _value(self, kind: int, deep: int) -> Any:
        if kind == _BYTE:
            return self._byte()
        if kind in (_I16, _I32, _I64):
            return self._number()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == _BINARY:
            return self._bytes(self.varint())
        if kind == _LIST:
            return self._list(deep + 1)
        if kind == _STRUCT:
            return self.structure(deep + 1)
        raise ValueError(f"a field of type {kind}")

    def _list(self, deep: int) -> list[Any]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self.varint()
        if size > len(self._data) - self.at or deep > _DEEP:
            raise ValueError("a list that is longer than what holds it")
        kind = head & 0x0F
        if kind in (_TRUE, _FALSE):
            return [self._byte() == _TRUE for _ in range(size)]
        return [self._value(kind, deep) for _ in range(size)]

    def _bytes(self, size: int) -> bytes:
        if size > len(self._data) - self.at:
            raise ValueError("it ends early")
        self.at += size
        return self._data[self.at - size : self.at]
