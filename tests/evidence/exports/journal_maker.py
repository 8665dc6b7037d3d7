"""Change journals as NTFS writes them: records within pages of 4096 bytes, zeros in front."""

import struct
from dataclasses import dataclass, field

PAGE = 4096
MINUTE = 600_000_000
START = 132_592_020_000_000_000
"""2021-03-02 23:40 UTC in units of 100 ns since 1601."""
CREATE, DELETE, OLD, NEW, CLOSE = 0x100, 0x200, 0x1000, 0x2000, 0x80000000
EXTEND, OVERWRITE = 0x2, 0x1
ARCHIVE, FOLDER = 0x20, 0x10


def reference(number: int, sequence: int = 1) -> int:
    """A file reference."""
    return number | sequence << 48


@dataclass
class Journal:
    """Writes records; `data` is the journal."""

    data: bytearray = field(default_factory=bytearray)
    time: int = START
    first: int = 0
    """Sequence number of the first byte."""
    places: list[tuple[int, int]] = field(default_factory=list)
    """Offset and length of each record that names a file."""

    def add(self, name, file, folder, reason, *, attributes=ARCHIVE, version=2, minutes=1):
        """One record."""
        self.time += minutes * MINUTE
        text = name.encode("utf-16-le")
        head = 60 if version == 2 else 76
        length = -(-(head + len(text)) // 8) * 8
        self.room(length)
        ids = struct.pack("<QQ", file, folder) if version == 2 else struct.pack("<QQQQ", file, 0, folder, 0)
        number = self.first + len(self.data)
        body = struct.pack("<IHH", length, version, 0) + ids
        body += struct.pack("<QQIIIIHH", number, self.time, reason, 0, 0, attributes, len(text), head) + text
        self.places.append((len(self.data), length))
        self.data += body.ljust(length, b"\0")
        return self

    def ranges(self, file, folder, count=2):
        """A record of version 4."""
        length = 64 + 16 * count
        self.room(length)
        body = struct.pack(
            "<IHHQQQQQIIIHH", length, 4, 0, file, 0, folder, 0, len(self.data), 0x80000001, 0, 0, count, 16
        )
        self.data += body + b"\1" * 16 * count
        return self

    def room(self, length):
        """Records do not go over the end of a page."""
        left = -len(self.data) % PAGE
        if left and left < length:
            self.data += bytes(left)

    def made(self, name, file, folder, **more):
        """A file that is made, written and closed."""
        self.add(name, file, folder, CREATE, **more)
        self.add(name, file, folder, CREATE | EXTEND, minutes=0)
        return self.add(name, file, folder, CREATE | EXTEND | CLOSE, minutes=0)

    def gone(self, name, file, folder, **more):
        """A file that is deleted."""
        return self.add(name, file, folder, DELETE | CLOSE, **more)

    def renamed(self, name, after, file, folder, to=None, **more):
        """A file that gets another name, or another folder."""
        self.add(name, file, folder, OLD, **more)
        self.add(after, file, to or folder, NEW, minutes=0, **more)
        return self.add(after, file, to or folder, NEW | CLOSE, minutes=0, **more)
