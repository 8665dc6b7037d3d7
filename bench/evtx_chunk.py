"""Chunks of an event log as Windows writes them: records in binary XML, their templates, names and typed values.

Source: [MS-EVEN6] 2.2.12 to 2.2.17; libevtx, "Windows XML Event Log (EVTX) format".
"""

import struct
import uuid
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

CHUNK, TABLES = 65536, 512
_STRINGS, _TEMPLATES = 128, 384
"""Offsets in a chunk of its table of strings (64 places) and of templates (32)."""
_FRAGMENT = b"\x0f\x01\x01\x00"
NULL, TEXT, U8, U16, U32, U64, BOOL, GUID, TIME, SID, HEX32, HEX64, XML = (
    *(0x00, 0x01, 0x04, 0x06, 0x08, 0x0A, 0x0D, 0x0F, 0x11, 0x13, 0x14, 0x15, 0x21),
)
"""Types of values."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

Place = tuple[int, int]
"""Number and type of a value in the array beside a template."""
Array = Sequence[tuple[int, bytes]]
"""Type and bytes of each value of a substitution array."""


class Layout(Protocol):
    """A template: what is the same in all records of a kind."""

    number: int

    @property
    def key(self) -> object:
        """What tells it from others."""

    def write(self, chunk: "Chunk") -> None:
        """Write its elements."""


def typed(text: str, kind: int) -> tuple[int, bytes]:
    """A value in this type, or as text where that would not say the same."""
    number = _number(text, kind)
    if number is not None:
        return kind, number
    if kind == GUID and len(text) == 38 and text[0] == "{" and text[-1] == "}":
        try:
            return GUID, uuid.UUID(text).bytes_le
        except ValueError:
            pass
    if kind == SID:
        parts = text.split("-")
        if len(parts) > 3 and parts[:2] == ["S", "1"] and all(part.isdigit() for part in parts[2:]):
            authority, *below = map(int, parts[2:])
            if max(below) < 2**32 and authority < 2**32 and len(below) < 16:
                return SID, bytes((1, len(below))) + authority.to_bytes(6, "big") + struct.pack(
                    f"<{len(below)}I", *below
                )
    return (TEXT, text.encode("utf-16-le", "replace")) if text else (NULL, b"")


def _number(text: str, kind: int) -> bytes | None:
    for numeric, width in ((U8, 1), (U16, 2), (U32, 4), (U64, 8)):
        if kind == numeric:
            fits = text.isascii() and text.isdigit() and str(int(text)) == text and int(text) < 256**width
            return int(text).to_bytes(width, "little") if fits else None
    if kind == BOOL:
        return {"true": b"\1\0\0\0", "false": b"\0\0\0\0"}.get(text)
    for numeric, width in ((HEX32, 4), (HEX64, 8)):
        if kind == numeric:
            try:
                value = int(text, 16)
            except ValueError:
                return None
            return value.to_bytes(width, "little") if f"0x{value:x}" == text and value < 256**width else None
    return None


def filetime(moment: datetime) -> bytes:
    """A moment as Windows counts it: tenths of microseconds since 1601."""
    return struct.pack("<Q", (moment - _EPOCH) // timedelta(microseconds=1) * 10)


class Chunk:
    """One chunk as it fills."""

    def __init__(self) -> None:
        self.data = bytearray(TABLES)
        self.records = 0
        self.last = 0
        """Offset of the last record."""
        self._names: dict[str, int] = {}
        self._templates: dict[object, int] = {}

    def room(self, names: Sequence[str], values: int) -> bool:
        """Whether a record surely fits whose templates have these names and texts."""
        return len(self.data) + values + 1200 + sum(120 + 4 * len(name) for name in names) <= CHUNK

    def add(self, number: int, time: bytes, head: "Layout", system: Array, data: "Layout", values: Array) -> None:
        """Write one record."""
        out = self.data
        start = len(out)
        out += b"\x2a\x2a\x00\x00" + bytes(4) + struct.pack("<Q", number) + time + _FRAGMENT
        self._instance(head)
        # The event data is the last value of the system part: binary XML of its own, which may define its template.
        out += struct.pack("<I", len(system) + 1)
        out += b"".join(struct.pack("<HBB", len(value), kind, 0) for kind, value in system)
        sized = len(out)
        out += struct.pack("<HBB", 0, XML, 0) + b"".join(value for _, value in system)
        begun = len(out)
        out += _FRAGMENT
        self._instance(data)
        out += struct.pack("<I", len(values))
        out += b"".join(struct.pack("<HBB", len(value), kind, 0) for kind, value in values)
        out += b"".join(value for _, value in values) + b"\x00"
        struct.pack_into("<H", out, sized, len(out) - begun)
        out += b"\x00"
        out += bytes(-(len(out) + 4 - start) % 8)
        size = len(out) + 4 - start
        out += struct.pack("<I", size)
        struct.pack_into("<I", out, start + 4, size)
        self.last = start
        self.records += 1

    def closed(self, first_number: int, first_id: int) -> bytes:
        """The whole chunk with its header and checksums."""
        out = self.data
        free = len(out)
        out += bytes(CHUNK - free)
        last = self.records - 1
        struct.pack_into("<8s4Q", out, 0, b"ElfChnk\0", first_number, first_number + last, first_id, first_id + last)
        struct.pack_into("<4I", out, 40, 128, self.last, free, zlib.crc32(memoryview(out)[TABLES:free]))
        struct.pack_into("<I", out, 120, 0)
        struct.pack_into("<I", out, 124, zlib.crc32(out[128:TABLES], zlib.crc32(out[:120])))
        return bytes(out)

    def _instance(self, layout: "Layout") -> None:
        """A template instance: where the template stands, behind it the template itself where it is new."""
        out = self.data
        number = layout.number
        known = self._templates.get(layout.key)
        out += b"\x0c\x01" + struct.pack("<II", number, known or len(out) + 10)
        if known:
            return
        at = self._templates[layout.key] = len(out)
        place = _TEMPLATES + number % 32 * 4
        out += out[place : place + 4]
        struct.pack_into("<I", out, place, at)
        out += struct.pack("<I", number) + bytes(12) + bytes(4)
        begun = len(out)
        out += _FRAGMENT
        layout.write(self)
        out += b"\x00"
        struct.pack_into("<I", out, begun - 4, len(out) - begun)

    def name(self, text: str) -> None:
        """A reference to a name, behind it the name itself where it is new."""
        out = self.data
        known = self._names.get(text)
        out += struct.pack("<I", known or len(out) + 4)
        if known:
            return
        digest = 0
        for character in text:
            digest = (digest * 65599 + ord(character)) & 0xFFFFFFFF
        digest &= 0xFFFF
        place = _STRINGS + digest % 64 * 4
        self._names[text] = len(out)
        previous = out[place : place + 4]
        struct.pack_into("<I", out, place, len(out))
        out += previous + struct.pack("<HH", digest, len(text)) + text.encode("utf-16-le") + b"\x00\x00"

    def open(self, name: str, attributes: Mapping[str, str | Place]) -> int:
        """The start of an element, attributes with a text or the place of a value; gives where its size stands."""
        out = self.data
        out += (b"\x41" if attributes else b"\x01") + b"\xff\xff"
        sized = len(out)
        out += bytes(4)
        self.name(name)
        if attributes:
            listed = len(out)
            out += bytes(4)
            for index, (attribute, value) in enumerate(attributes.items(), 1):
                out += b"\x46" if index < len(attributes) else b"\x06"
                self.name(attribute)
                self.content(value)
            struct.pack_into("<I", out, listed, len(out) - listed - 4)
        out += b"\x02"
        return sized

    def content(self, value: str | Place) -> None:
        """A text, or a place for the value of this number and type."""
        if isinstance(value, str):
            self.data += b"\x05\x01" + struct.pack("<H", len(value)) + value.encode("utf-16-le")
        else:
            self.data += b"\x0e" + struct.pack("<HB", *value)

    def close(self, sized: int) -> None:
        """The end of the element whose size stands there."""
        self.data += b"\x04"
        struct.pack_into("<I", self.data, sized, len(self.data) - sized - 4)

    def element(
        self, name: str, value: str | Place | None, attributes: Mapping[str, str | Place] | None = None
    ) -> None:
        """An element with at most one value in it."""
        sized = self.open(name, attributes or {})
        if value is not None:
            self.content(value)
        self.close(sized)
