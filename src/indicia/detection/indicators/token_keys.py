"""Keys of tokens in a text: numbers that an address, a name or a hash gives wherever it stands, worked out in blocks.

A text is given between paddings of `PAD` bytes.
"""

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

PAD = 80
"""Bytes in front of and behind the text, so that no step has to look where it ends; a hash is up to 64 long."""
_LABEL = 8
DOT = ord(".")
_MIX = np.uint64(0x9E3779B97F4A7C15)
FILL = ord("\n")
CASE = np.uint8(0x20)
"""What makes letters lower case; it changes other signs too, on both sides alike."""
_EACH = np.uint64(0x0101010101010101)
_ZERO = np.uint8(ord("0"))
_HIGH_BITS = np.uint64(0x8080808080808080)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_MASKS = np.array([(2**64 - 1) << 8 * (8 - size) & (2**64 - 1) for size in range(9)], dtype=np.uint64)
"""Keeps the last `size` bytes of eight."""

_SIGNS = b"abcdefghijklmnopqrstuvwxyz0123456789-_"
_LOWER = bytes(sign | 0x20 if 65 <= sign <= 90 else sign for sign in range(256))
NAME = bytes(_LOWER[sign] if _LOWER[sign] in _SIGNS else 0 for sign in range(256))
"""Signs of a label in lower case; 0 for all others.  Translating a text costs less than looking signs up one by one."""
HEX = bytes(sign in b"0123456789abcdefABCDEF" for sign in range(256))
IS_HEX = np.frombuffer(HEX, dtype=np.bool_)
_IS_DIGIT = np.array([48 <= sign <= 57 for sign in range(256)], dtype=np.int64)

_LOW, _HIGH = np.arange(1 << 16, dtype=np.int64) & 255, np.arange(1 << 16, dtype=np.int64) >> 8
_DIGITS_BEFORE = 1 + np.where(_IS_DIGIT[_HIGH], 1 + _IS_DIGIT[_LOW], 0)
"""Digits in front of a dot, given the two bytes three in front of it; one digit there is."""
_DIGITS_BEHIND = 2 + np.where(_IS_DIGIT[_LOW], 1 + _IS_DIGIT[_HIGH], 0)
"""The same behind it, with the dot itself, given the two bytes two behind it."""


def mixed(keys: Keys) -> Keys:
    """Keys spread over all bits."""
    found = keys * _MIX
    found ^= found >> np.uint64(29)
    found *= _MIX
    return found


class KeySet:
    """Keys with a bitmap in front of the sorted column: few are in it, so most are told after one look."""

    def __init__(self, keys: Keys) -> None:
        self._sorted = np.unique(keys)
        size = max(16, min(27, len(self._sorted).bit_length() + 5))
        self._shift = np.uint64(64 - size)
        bits = np.zeros(1 << size, dtype=np.bool_)
        bits[(mixed(self._sorted) >> self._shift).astype(np.int64)] = True
        self._bits = np.packbits(bits, bitorder="little")

    def __len__(self) -> int:
        return len(self._sorted)

    def among(self, keys: Keys) -> Places:
        """Indexes of the keys that are in the set."""
        if not len(self._sorted) or not len(keys):
            return np.empty(0, dtype=np.int64)
        slots = mixed(keys) >> self._shift
        bits = self._bits[(slots >> np.uint64(3)).astype(np.int64)] >> (slots & np.uint64(7)).astype(np.uint8)
        likely = np.flatnonzero(bits & 1)
        if len(likely):
            asked = keys[likely]
            at = np.minimum(np.searchsorted(self._sorted, asked), len(self._sorted) - 1)
            likely = likely[self._sorted[at] == asked]
        return likely


def all_hex(buffer: Bytes, at: Places) -> Flags:
    """Whether the eight bytes at each place are hexadecimal digits."""
    flags = np.frombuffer(words(buffer, "<u8")[at].tobytes().translate(HEX), dtype=np.uint64)
    found: Flags = flags == _EACH
    return found


def words(text: bytes | Bytes, kind: str) -> npt.NDArray[np.unsignedinteger]:
    """The number that begins at each byte."""
    size = int(kind[-1])
    return np.ndarray((len(text) - size + 1,), dtype=kind, buffer=text, strides=(1,))


def addresses_at(buffer: Bytes, dots: Places) -> tuple[Places, Places, Places]:
    """First byte, end, and last dot of everything that could be an address."""
    near = np.flatnonzero(dots[2:] - dots[:-2] <= 8)
    first, third = dots[near], dots[near + 2]
    pairs = words(buffer, "<u2")
    return first - _DIGITS_BEFORE[pairs[first - 3]], third + _DIGITS_BEHIND[pairs[third + 2]], third


def address_keys(buffer: Bytes, begins: Places, ends: Places) -> Keys:
    """Key of the up to fifteen bytes of each."""
    eight = words(buffer, "<u8")
    sizes = ends - begins
    last = eight[ends - 8] & _MASKS[np.minimum(sizes, 8)]
    rest = eight[ends - 16] & _MASKS[np.maximum(sizes - 8, 0)]
    found: Keys = mixed(rest) ^ last
    return found


def address_values(buffer: Bytes, begins: Places, ends: Places) -> Keys:
    """Value of each address; anything for what is none."""
    value = np.zeros(len(begins), dtype=np.uint64)
    octet = np.zeros(len(begins), dtype=np.uint64)
    longest = int((ends - begins).max(initial=0))
    for place in range(longest):
        at = np.minimum(begins + place, ends - 1)
        sign = buffer[at]
        inside = begins + place < ends
        dot = inside & (sign == DOT)
        digit = inside & ~dot
        octet = np.where(digit, octet * np.uint64(10) + (sign - _ZERO), octet)
        value = np.where(dot, value << np.uint64(8) | octet & np.uint64(255), value)
        octet = np.where(dot, np.uint64(0), octet)
    found: Keys = value << np.uint64(8) | octet & np.uint64(255)
    return found


def name_keys(padded: bytes | Bytes, dots: Places) -> Keys:
    """Key of the signs around each dot: up to three behind it, up to eight before it as far as the label goes."""
    behind = np.frombuffer(words(padded, "<u4")[dots + 1].tobytes().translate(NAME), dtype=np.uint32)
    ending = behind & np.uint32(0xFFFFFF)
    ending = np.where(ending & np.uint32(0xFF00), ending, ending & np.uint32(0xFF))
    label = np.frombuffer(words(padded, "<u8")[dots - _LABEL].tobytes().translate(NAME), dtype=np.uint64)
    # 0x80 in each byte that is no sign, then in all before the last of them.
    gone = ~(label + _LOW_BITS) & _HIGH_BITS
    for bits in (8, 16, 32):
        gone |= gone >> np.uint64(bits)
    found: Keys = mixed(label & ~((gone >> np.uint64(7)) * np.uint64(0xFF))) ^ ending
    return found


def first_digits(buffer: Bytes, at: Places) -> Keys:
    """The first eight digits of each hash, letters in lower case."""
    found: Keys = words(buffer, "<u8")[at] | _EACH * np.uint64(CASE)
    return found
