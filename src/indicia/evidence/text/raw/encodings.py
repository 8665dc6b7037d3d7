"""Which encoding a log is in, and its text as UTF-8 with a way back to the bytes on disk."""

import codecs

import numpy as np
import numpy.typing as npt

HEAD_BYTES = 4096
"""How much of the start of a file decides its encoding."""

_UNITS = np.zeros(256, dtype=np.int64)
_UNITS[:0x80] = 1
_UNITS[0xC0:0xF0] = 1
_UNITS[0xF0:] = 2
"""UTF-16 code units that a character takes, by the first byte of its UTF-8 form; further bytes count nothing."""


def wide_codec(head: bytes) -> str | None:
    """Name of the UTF-16 codec the file is in, from its first bytes; null for any encoding that keeps ASCII bytes.

    Without a byte order mark four of five code units have to be ASCII, at least eight of them.
    """
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if b"\0" not in head:
        return None
    pairs = np.frombuffer(head[: len(head) // 2 * 2], dtype=np.uint8).reshape(-1, 2)
    pairs = pairs[pairs.any(axis=1)]
    if len(pairs) < 8:
        return None
    zero = (pairs == 0).sum(axis=0)
    if zero[1] >= 0.8 * len(pairs):
        return "utf-16-le"
    if zero[0] >= 0.8 * len(pairs):
        return "utf-16-be"
    return None


class Transcoder:
    """UTF-16 in, UTF-8 out; a broken surrogate becomes U+FFFD, which takes as many code units, so places can be found.

    After the last piece `half` says whether half a code unit was left over.
    """

    def __init__(self, codec: str) -> None:
        self._decoder = codecs.getincrementaldecoder(codec)(errors="replace")
        self._rest = b""

    @property
    def half(self) -> bool:
        """Whether a single byte waits for its other half."""
        return bool(self._rest)

    def feed(self, piece: bytes, final: bool) -> bytes:
        """UTF-8 text of the next piece."""
        piece = self._rest + piece
        whole = len(piece) // 2 * 2
        self._rest = piece[whole:]
        return self._decoder.decode(piece[:whole], final).encode("utf-8")


def wide_places(text: bytes) -> npt.NDArray[np.int64]:
    """For each byte position of UTF-8 text, and the one after it, the byte position in its UTF-16 form."""
    places = np.zeros(len(text) + 1, dtype=np.int64)
    np.cumsum(_UNITS[np.frombuffer(text, dtype=np.uint8)], out=places[1:])
    return places * 2


def decode_text(line: bytes) -> str:
    """Text of a line: UTF-8, else Windows code page 1252, else Latin-1, which fits any bytes."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")
