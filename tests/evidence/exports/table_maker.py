"""Records of a master file table as NTFS writes them."""

import struct

SIZE = 1024
CREATED = 132_592_020_000_000_000
"""2021-03-02 23:40 UTC in units of 100 ns since 1601."""


def record(
    names: list[tuple[str, int, int]],
    *,
    sequence: int = 1,
    in_use: bool = True,
    folder: bool = False,
    size: int | None = None,
    base: int = 0,
) -> bytes:
    """One record; a name is (text, record of its folder, sequence of that)."""
    attributes = _resident(0x10, struct.pack("<QQQQ16x", CREATED, CREATED, CREATED, CREATED))
    for text, parent, used in names:
        value = struct.pack("<QQQQQQQII", parent | used << 48, *[CREATED] * 4, 0, 0, 0, 0)
        attributes += _resident(0x30, value + bytes([len(text), 1]) + text.encode("utf-16-le"))
    if size is not None:
        head = struct.pack("<IIBBHHH", 0x80, 72, 1, 0, 64, 0, 0)
        attributes += head + struct.pack("<QQHH4xQQQ", 0, 0, 64, 0, 4096, size, size) + b"\0" * 8
    attributes += struct.pack("<II", 0xFFFFFFFF, 0)
    flags = (1 if in_use else 0) | (2 if folder else 0)
    used = 56 + len(attributes)
    head = struct.pack("<4sHHQHHHHIIQ", b"FILE", 48, 3, 0, sequence, 1, 56, flags, used, SIZE, base)
    body = bytearray((head.ljust(56, b"\0") + attributes).ljust(SIZE, b"\0"))
    marks = b"\x01\x00" + bytes(body[510:512]) + bytes(body[1022:1024])
    body[48:54] = marks
    body[510:512] = body[1022:1024] = b"\x01\x00"
    return bytes(body)


def _resident(kind: int, value: bytes) -> bytes:
    length = 24 + len(value)
    length += -length % 8
    return (struct.pack("<IIBBHHHIHH", kind, length, 0, 0, 24, 0, 0, len(value), 24, 0) + value).ljust(length, b"\0")


def table() -> bytes:
    """`C:\\inetpub\\wwwroot` with a page, one that was deleted, and one whose folder is gone."""
    own = [record([(f"$Own{number}", 5, 5)]) for number in range(5)]
    own.append(record([(".", 5, 5)], sequence=5, folder=True))
    own += [b"\0" * SIZE] * 18
    return b"".join(
        [
            *own,
            record([("inetpub", 5, 5)], folder=True, sequence=2),
            record([("wwwroot", 24, 2)], folder=True, sequence=3),
            record([("page.aspx", 25, 3)], size=120),
            record([("gone.aspx", 25, 3)], in_use=False, size=7),
            record([("lost.aspx", 25, 1)], size=7),
            record([], base=26 | 1 << 48),
        ]
    )
