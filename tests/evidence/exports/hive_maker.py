"""Registry hives as Windows writes them, as small as they can be."""

import struct

Tree = dict[str, object]
"""A key: its values as `name: (type, bytes)`, the keys below it as `name: Tree`."""
WRITTEN = 132_591_888_000_000_000
"""2021-03-02 20:00 UTC in units of 100 ns since 1601."""


class _Cells:
    def __init__(self) -> None:
        self.data = bytearray(32)

    def add(self, content: bytes) -> int:
        at = len(self.data)
        content += b"\0" * (-(len(content) + 4) % 8)
        self.data += struct.pack("<i", -(len(content) + 4)) + content
        return at


def hive(tree: Tree, *, dirty: bool = False) -> bytes:
    """A hive whose root holds `tree`."""
    cells = _Cells()
    root = _key(cells, "ROOT", tree)
    size = -(-len(cells.data) // 4096) * 4096
    cells.data[:32] = struct.pack("<4sII20x", b"hbin", 0, size)
    body = bytes(cells.data).ljust(size, b"\0")
    head = struct.pack("<4sIIQIIIIII", b"regf", 2 if dirty else 1, 1, WRITTEN, 1, 5, 0, 1, root, size)
    return head.ljust(4096, b"\0") + body


def _key(cells: _Cells, name: str, tree: Tree) -> int:
    below = [(child, _key(cells, child, item)) for child, item in tree.items() if isinstance(item, dict)]
    values = [_value(cells, child, *item) for child, item in tree.items() if isinstance(item, tuple)]
    elements = b"".join(struct.pack("<I4s", at, child[:4].encode().ljust(4)) for child, at in below)
    keys = cells.add(struct.pack("<2sH", b"lf", len(below)) + elements) if below else 0xFFFFFFFF
    held = cells.add(struct.pack(f"<{len(values)}I", *values)) if values else 0xFFFFFFFF
    head = struct.pack("<2sHQII", b"nk", 0x20, WRITTEN, 0, 0)
    head += struct.pack("<IIIIIIII", len(below), 0, keys, 0xFFFFFFFF, len(values), held, 0xFFFFFFFF, 0xFFFFFFFF)
    return cells.add(head + struct.pack("<IIIIIHH", 0, 0, 0, 0, 0, len(name), 0) + name.encode())


def _value(cells: _Cells, name: str, kind: int, data: bytes) -> int:
    inline = len(data) <= 4
    where = struct.unpack("<I", data.ljust(4, b"\0"))[0] if inline else cells.add(data)
    size = len(data) | (0x80000000 if inline else 0)
    return cells.add(struct.pack("<2sHIIIHH", b"vk", len(name), size, where, kind, 1, 0) + name.encode())
