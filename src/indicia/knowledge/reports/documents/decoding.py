"""Bytes of a report to text: which encoding, found from the bytes, and said."""

import codecs

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMED = frozenset(
    """utf-8 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257
    windows-1258 iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-15 koi8-r koi8-u shift_jis
    euc-jp iso-2022-jp gb2312 gbk gb18030 big5 euc-kr""".split()
)
"""Encodings that a page may name."""
_HEAD = 8192


class Decoded(Struct, frozen=True, kw_only=True):
    """A file's text, character for character."""

    text: str
    encoding: str
    replaced: int
    """Characters that stand for bytes which the encoding does not know."""


def decode(data: bytes, named: str = "") -> Decoded | None:
    """Text of a file; null for one that is no text.

    By its byte order mark, by the zero bytes of UTF-16, as UTF-8, then as the page itself names it (`named`), else as
    Windows-1252.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, codec.rsplit("-", 1)[0] if "16" in codec else codec)
    if (wide := _wide(data[:_HEAD])) is not None:
        return _decoded(data, wide, "utf-16")
    if not _is_text(data[:_HEAD]):
        return None
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", replaced=0)
    except UnicodeDecodeError:
        pass
    named = named.strip().lower()
    if named in _NAMED and named != "utf-8":
        return _decoded(data, named, named)
    return _decoded(data, "cp1252", "windows-1252")


def _decoded(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text=text, encoding=name, replaced=text.count("\ufffd"))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: four of five pairs have one zero byte on the same side."""
    pairs = len(head) // 2
    if pairs < 8:
        return None
    high, low = head[1 : 2 * pairs : 2].count(0), head[0 : 2 * pairs : 2].count(0)
    if high >= 0.8 * pairs and low < 0.1 * pairs:
        return "utf-16-le"
    if low >= 0.8 * pairs and high < 0.1 * pairs:
        return "utf-16-be"
    return None


def _is_text(head: bytes) -> bool:
    acting = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 11, 12, 13, 27))
    return acting * 50 <= len(head)


_PLAIN = {
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
    0: "\ufffd",
}


def plain_characters(text: str) -> str:
    """One kind of line end and of blank; characters that no one sees (zero width, soft hyphen) are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    return text.translate(_PLAIN)
