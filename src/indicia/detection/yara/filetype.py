"""The kind of a file by its first bytes, in the short names that public rules compare with."""

_MARKS = (
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"PK\x03\x04", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZIP"),
    (b"MSCF", "CAB"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "LNK"),
    (b"regf", "REG"),
    (b"ElfFile\0", "EVTX"),
    (b"MDMP", "MDMP"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xca\xfe\xba\xbe", "CLASS"),
)


def filetype(head: bytes) -> str:
    """Name of the kind; empty for text and for what is not in the list."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")
