"""The bytes of a script as text, in whatever alphabet they are written."""

import re

_CODE_PAGE = re.compile(rb"codepage\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{3,5})", re.IGNORECASE)

_SECOND = re.compile(rb"(?<![\x81-\xfe])((?:[\x81-\xfe]{2}){0,200}[\x81-\xfe])\\")
"""A sign of Chinese or Japanese whose second byte looks like the one that takes a quotation mark its meaning."""
_EMPTY_SHIFT = re.compile(rb"\+[A-Za-z0-9+/]{1,2}-")

_EBCDIC = ("cp037", "cp500", "cp273", "cp1026", "cp1140")
"""Alphabets of large machines that servers of Java pages read, and that hide a page from a search for words."""
_OPENINGS = (b"\x4c\x6c", b"\x4c\x6f", b"\x4c\x91\xa2\x97")
"""`<%`, `<?` and `<jsp` in them."""
_LETTERS = bytes(range(0x81, 0xAA))
"""The small letters in them."""


def is_ebcdic(data: bytes) -> bool:
    """Whether a page is written in an alphabet of large machines, perhaps after a directive that names it."""
    for sample in (data[:2048], data[256:4096]):
        if any(opening in sample for opening in _OPENINGS):
            letters = len(sample) - len(sample.translate(None, _LETTERS))
            if letters * 4 > len(sample):
                return True
    return False


def _ebcdic_of(head: bytes) -> str:
    """The alphabet in which most signs are those of program code."""
    return min(_EBCDIC, key=lambda name: sum(sign > "~" for sign in head.decode(name, "replace")))


def text_of(data: bytes) -> str:
    """The bytes as text: by mark, by the pattern of zero bytes, UTF-7 where a page says so, else byte for byte."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return data.decode("utf-32", "replace")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "replace")
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    head = data[:512]
    if len(head) >= 8:
        if head[1::4].count(0) + head[2::4].count(0) > len(head) * 0.45:
            for name, first in (("utf-32-le", 0), ("utf-32-be", 3)):
                if head[first::4].count(0) < len(head) * 0.02 and head[3 - first :: 4].count(0) > len(head) * 0.2:
                    return data.decode(name, "replace")
        if head[1::2].count(0) > len(head) * 0.4 and head[0::2].count(0) < len(head) * 0.05:
            return data.decode("utf-16-le", "replace")
        if head[0::2].count(0) > len(head) * 0.4 and head[1::2].count(0) < len(head) * 0.05:
            return data.decode("utf-16-be", "replace")
    named = _CODE_PAGE.search(data[:4096])
    if (named and named[1] == b"65000") or b"+ADw" in data[:4096]:
        try:
            # A shift of fewer bits than one letter has stands for nothing.
            return _EMPTY_SHIFT.sub(b"", data).decode("utf-7", "replace")
        except (UnicodeDecodeError, ValueError):
            return data.decode("latin-1")
    if is_ebcdic(data):
        return data.decode(_ebcdic_of(data[:4096]), "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return (data if b"<?" in data else _SECOND.sub(rb"\1?", data)).decode("latin-1")
