r"""What is packed into a text: base64, hex, percent escapes and compressed data, taken apart layer by layer.

Encoded content hides a script from every rule that reads text, and it is rarely encoded only once.  A stretch counts
as a layer when what comes out is of a known kind (a program, an archive, compressed data) or text; anything else was
no encoding, only letters that could have been one.

Sources: RFC 4648 (base64 and its URL form, base16), RFC 3986 §2.1 (percent escapes), RFC 1950-1952 (zlib, deflate,
gzip).  PowerShell's `-EncodedCommand` is base64 over UTF-16LE.
"""

import binascii
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote_to_bytes

from msgspec import Struct

DEPTH = 4
"""How many encodings may lie inside each other."""
MOST = 16
"""Layers taken out of one text."""
MOST_BYTES = 2**20
"""Bytes kept of one layer; what is behind them is left."""
_TRIED = 64
"""Stretches of one text that are tried at each depth."""
_LONGEST = 4 * 2**20
"""Characters of a text that are looked at."""
_SHORTEST = 12
"""Bytes of the shortest layer: less says nothing by itself."""
_SHORTEST_DEFLATE = 32
"""Bytes of raw deflate, which has no mark to know it by and has to be tried."""
_LINE = 40
"""Characters of a line that may go on in the next one (mail, certificates and dropped files wrap at 64 or 76)."""

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
_HEX = b"0123456789ABCDEFabcdef"
_FEWEST = {"base64": 24, "hex": 32}
"""Digits of the shortest stretch."""
_FEWEST_ESCAPES = 3
_BREAK = re.compile(rb"\r?\n")
_TAIL = re.compile(rb"[A-Za-z0-9+/]{1,23}(?![A-Za-z0-9+/])")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_ESCAPED = re.compile(rb"(?:\\x[0-9A-Fa-f]{2}){8,}+")
_MAGICS = (
    b"MZ",
    b"PK\x03\x04",
    b"\x7fELF",
    b"MSCF",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF-",
    b"\xac\xed\0\x05",
)
_NET_SERIALISED = b"\x00\x01\x00\x00\x00\xff\xff\xff\xff"
"""How a .NET BinaryFormatter stream begins ([MS-NRBF] 2.6.1), a few bytes in where a page's view state holds it."""


class Layer(Struct, frozen=True):
    """What came out of one or more encodings."""

    chain: tuple[str, ...]
    """Encodings from the outside in: `("base64", "gzip")`."""
    data: bytes
    """At most 1 MiB.  Text that was UTF-16 is UTF-8 here, so that rules on plain text see it."""
    cut: bool = False
    """Whether there was more."""

    @property
    def name(self) -> str:
        """The encodings in words: `base64 → gzip`."""
        return " → ".join(self.chain)

    def text(self, length: int = 500) -> str:
        """The first printable characters; line ends and tabs become blanks, anything else a dot."""
        shown = self.data[: 4 * length].decode("utf-8", "replace")[:length]
        return "".join(c if c.isprintable() and c != "\ufffd" else " " if c in "\r\n\t" else "." for c in shown)


def layers(text: str | bytes, *, most: int = MOST) -> Iterator[Layer]:
    """The layers of a text, each content once, outer ones before what they hold; at most `most`.

    Never raises, whatever the text; time and memory are bounded by its length and the limits above.
    """
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    seen: set[bytes] = set()
    waiting = [Layer((), data[:_LONGEST])]
    found = 0
    while waiting:
        outer = waiting.pop(0)
        for inner in _inside(outer):
            if inner.data == data or inner.data in seen:
                continue
            seen.add(inner.data)
            yield inner
            found += 1
            if found == most:
                return
            if len(inner.chain) < DEPTH:
                waiting.append(inner)


def _inside(outer: Layer) -> Iterator[Layer]:
    """What lies directly in a layer."""
    data = outer.data
    unpacked = _decompressed(data)
    if unpacked is not None:
        yield _layer(outer, *unpacked)
        return
    if not outer.chain or outer.chain[-1] != "percent":
        plain = unquote_to_bytes(data) if _PERCENT.search(data) else data
        if len(plain) <= len(data) - 2 * _FEWEST_ESCAPES and len(plain) >= _SHORTEST:
            yield _layer(outer, "percent", plain)
    for name, raw in islice(_decoded(data), _TRIED):
        if len(raw) >= _SHORTEST:
            kind = _kind(raw)
            if kind == "utf-16":
                wide = raw[: 4 * MOST_BYTES].decode("utf-16-le", "replace")
                yield _layer(outer, name, wide.encode("utf-8", "replace"), kind)
            elif kind:
                yield _layer(outer, name, raw)
            elif name == "base64" and len(raw) >= _SHORTEST_DEFLATE:
                inflated = _inflated(raw, -zlib.MAX_WBITS)
                if inflated is not None and _kind(inflated):
                    yield _layer(Layer((*outer.chain, name), b""), "deflate", inflated)


def _layer(outer: Layer, name: str, data: bytes, kind: str = "") -> Layer:
    chain = (*outer.chain, name, kind) if kind else (*outer.chain, name)
    return Layer(chain, data[:MOST_BYTES], cut=outer.cut or len(data) > MOST_BYTES)


def _decoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(encoding, bytes) of every stretch that could be encoded; long ones first, for the number tried is bounded."""
    stretches: list[tuple[int, int, str, bytes]] = []
    runs = list(_runs(data, _IS_BASE64, _FEWEST["base64"]))
    for start, text in _joined(data, runs):
        stretches.append((-len(text), start, "base64", text))
    # Digits of base16 are digits of base64: where nothing is long enough for that, nothing is for this.
    for start, end in _runs(data, _IS_HEX, _FEWEST["hex"]) if runs else ():
        stretches.append((start - end, start, "hex", data[start : end - (end - start) % 2]))
    if b"\\x" in data:
        for found in _ESCAPED.finditer(data):
            stretches.append((-len(found[0]), found.start(), "hex", found[0].replace(b"\\x", b"")))
    stretches.sort(key=lambda item: item[:3])
    for _, _, name, stretch in stretches[:_TRIED]:
        yield name, _unbase64(stretch) if name == "base64" else binascii.unhexlify(stretch)


def _marking(digits: bytes) -> bytes:
    """A table for `bytes.translate` that turns each of the digits into `A` and anything else into a blank."""
    return bytes(ord("A") if byte in digits else ord(" ") for byte in range(256))


_IS_BASE64 = _marking(_BASE64)
_IS_HEX = _marking(_HEX)


def _runs(data: bytes, marking: bytes, fewest: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each stretch of digits that is long enough; a search for fixed bytes, many times faster than a
    regular expression where nothing is encoded."""
    marked = data.translate(marking)
    wanted = b"A" * fewest
    start = marked.find(wanted)
    while start >= 0:
        end = marked.find(b" ", start)
        if end < 0:
            end = len(marked)
        yield start, end
        start = marked.find(wanted, end)


def _joined(data: bytes, runs: list[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """(start, digits) of each stretch; lines of one length, one below the other, are one stretch, its last line too."""
    position = 0
    while position < len(runs):
        start, end = runs[position]
        lines, width = [data[start:end]], end - start
        position += 1
        while width >= _LINE and len(lines[-1]) == width and (gap := _BREAK.match(data, end)):
            if position < len(runs) and runs[position][0] == gap.end():
                lines.append(data[gap.end() : runs[position][1]])
                end = runs[position][1]
                position += 1
            else:
                rest = _TAIL.match(data, gap.end())
                if rest is not None:
                    lines.append(rest[0])
                break
        yield start, b"".join(lines)


def _unbase64(stretch: bytes) -> bytes:
    digits = stretch.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    # A last digit by itself carries no byte: it belongs to what stands behind.
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _kind(data: bytes) -> str:
    """`text`, `utf-16`, `packed` or `binary` for what is worth looking at; empty for noise."""
    if data.startswith(b"\x1f\x8b\x08"):
        return "packed" if _decompressed(data) is not None else ""
    # Two letters are a header of zlib by chance (`XG`, `hC`); then it is text, or nothing.
    if _zlib_header(data) and _decompressed(data) is not None:
        return "packed"
    # Two letters begin by chance, also a text; a program has its next header where it says.
    by_chance = data.startswith(b"MZ") and b"PE\0\0" not in data[:4096]
    if not by_chance and (data.startswith(_MAGICS) or _NET_SERIALISED in data[:32]):
        return "binary"
    head = data[:512]
    if len(head) >= _SHORTEST and head[1::2].count(0) >= 0.35 * len(head):
        shown = head[: len(head) // 2 * 2].decode("utf-16-le", "replace")
        if _plain(shown) >= 0.7 * len(shown):
            return "utf-16"
    return "text" if _printable(head) else ""


def _printable(head: bytes) -> bool:
    """Text nearly throughout: ASCII, or UTF-8 with a few other characters."""
    try:
        shown = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        shown = head[: error.start].decode("utf-8")
    return len(shown) >= _SHORTEST // 2 and _plain(shown) >= 0.9 * len(shown)


def _plain(text: str) -> int:
    """Printable ASCII characters and white space in a text."""
    return sum(1 for c in text if " " <= c <= "~" or c in "\r\n\t")


def _zlib_header(data: bytes) -> bool:
    return len(data) > 6 and data[0] & 0x8F == 0x08 and (data[0] << 8 | data[1]) % 31 == 0


def _decompressed(data: bytes) -> tuple[str, bytes] | None:
    """(compression, bytes) of gzip or zlib data, what of it can be unpacked; null for anything else."""
    if data.startswith(b"\x1f\x8b\x08"):
        unpacked = _inflated(data, zlib.MAX_WBITS | 16)
        return None if unpacked is None else ("gzip", unpacked)
    if _zlib_header(data):
        unpacked = _inflated(data, zlib.MAX_WBITS)
        return None if unpacked is None else ("zlib", unpacked)
    return None


def _inflated(data: bytes, form: int) -> bytes | None:
    """At most a byte more than a layer may hold; null when not even a short stretch comes out."""
    engine = zlib.decompressobj(form)
    try:
        unpacked = engine.decompress(data, MOST_BYTES + 1)
    except zlib.error:
        return _inflated_torn(data, form)
    return unpacked if len(unpacked) >= _SHORTEST else None


def _inflated_torn(data: bytes, form: int) -> bytes | None:
    """What comes out before damage or a cut; logs cut long values.  Raw deflate has no mark, so none of it counts."""
    if form < 0:
        return None
    engine = zlib.decompressobj(form)
    unpacked = bytearray()
    for start in range(0, len(data), 256):
        try:
            unpacked += engine.decompress(data[start : start + 256], MOST_BYTES + 1 - len(unpacked))
        except zlib.error:
            break
        if len(unpacked) > MOST_BYTES:
            break
    return bytes(unpacked) if len(unpacked) >= _SHORTEST else None
