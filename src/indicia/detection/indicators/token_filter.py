r"""Where in a block of text a token could be one of very many indicators: addresses, names, hashes.

The time hardly depends on how many indicators there are.  All steps work on whole blocks (numpy):

- An address has three dots within eight bytes; its four numbers make a key.
- A name (domain, file name, host of a URL, domain of an e-mail address, last part of a path) has a last dot; up to
  three signs behind it and up to eight before it, as far as the label goes, make a key.
- A hash has at least 32 hexadecimal digits, so that of every sixteenth byte two in a row are digits; its first eight
  digits make a key.

A key that an indicator has is found in a bitmap first and then in a sorted column; what is left is a place that has to
be looked at.  Nothing is missed (tested against deciding every record); bytes outside ASCII end a token here, which
only lets more through.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from indicia.detection.indicators.kinds import HASHES, Kind
from indicia.detection.indicators.table import Table

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

PAD = 80
"""Bytes in front of and behind the text, so that no step has to look where it ends; a hash is up to 64 long."""
PIECE = 2**21
_LABEL = 8
_DOT = ord(".")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PERCENT = ord("%")
_FILL = ord("\n")
_CASE = np.uint8(0x20)
"""What makes letters lower case; it changes other signs too, on both sides alike."""
_CASES = np.uint16(0x2020)
_EACH = np.uint64(0x0101010101010101)
_ZERO = np.uint8(ord("0"))
_SIXTEEN = np.arange(1, 17)
_PADDING = b"\n" * PAD
_HIGH_BITS = np.uint64(0x8080808080808080)
_LOW_BITS = np.uint64(0x7F7F7F7F7F7F7F7F)
_MASKS = np.array([(2**64 - 1) << 8 * (8 - size) & (2**64 - 1) for size in range(9)], dtype=np.uint64)
"""Keeps the last `size` bytes of eight."""

_SIGNS = b"abcdefghijklmnopqrstuvwxyz0123456789-_"
_LOWER = bytes(sign | 0x20 if 65 <= sign <= 90 else sign for sign in range(256))
_NAME = bytes(_LOWER[sign] if _LOWER[sign] in _SIGNS else 0 for sign in range(256))
"""Signs of a label in lower case; 0 for all others.  Translating a text costs less than looking signs up one by one."""
_HEX = bytes(sign in b"0123456789abcdefABCDEF" for sign in range(256))
_IS_HEX = np.frombuffer(_HEX, dtype=np.bool_)
_IS_DIGIT = np.array([48 <= sign <= 57 for sign in range(256)], dtype=np.int64)
_FIRST_LETTER = np.uint8(ord("a"))
_LETTERS = 26

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


class TokenFilter:
    """Keys of the tokens of a table."""

    def __init__(self, table: Table, known: Callable[[str], bool]) -> None:
        """`known` decides a whole name (folded) exactly, for names that are files, hosts or domains."""
        self._known = known
        self._room = _Room()
        self._remembered: dict[bytes, bool] = {}
        hosts = _url_hosts(table)
        self._addresses = KeySet(np.concatenate([_packed_keys(table), _keys_of_addresses(*_joined(hosts))]))
        self._networks = _networks(table)
        self._hashes = KeySet(_hash_keys(table))
        values = _padded(table)
        plain = _last_dots(table, values, Kind.NAME, Kind.DOMAIN, Kind.HOST)
        others = _last_dots(table, values, Kind.PATH, Kind.EMAIL)
        exact = _name_keys(values, plain)
        parts = np.concatenate([_name_keys(values, others), _name_keys(*_joined(hosts))])
        self._names, self._others = KeySet(exact), KeySet(parts)
        self._either = KeySet(np.concatenate([exact, parts]))
        self._beginnings = np.zeros(1 << 16, dtype=np.bool_)
        """Two bytes that may follow the last dot, letters in lower case."""
        for text, dots in ((values, plain), (values, others), _joined(hosts)):
            self._begin_with(_words(text, "<u2")[dots + 1])

    def _begin_with(self, pairs: npt.NDArray[np.unsignedinteger]) -> None:
        pairs = np.unique(pairs) | _CASES
        # What follows the last dot of an indicator is a letter.
        pairs = pairs[((pairs & np.uint16(0xFF)) - _FIRST_LETTER) < _LETTERS]
        self._beginnings[pairs] = True
        # An ending of one letter may be followed by anything.
        for pair in pairs[(pairs >> 8) == (_FILL | _CASE)].tolist():
            self._beginnings[(pair & 0xFF) + (np.arange(256) << 8)] = True

    def places(self, text: bytes) -> Places:
        """Offsets in the text of bytes that belong to such a token.  Records end with a line end."""
        found = [np.empty(0, dtype=np.int64)]
        begin = 0
        while begin < len(text):
            # Each step costs memory several times the size of the text.
            end = len(text) if len(text) - begin <= PIECE else text.find(b"\n", begin + PIECE) + 1 or len(text)
            found.append(self._places(text[begin:end]) + begin)
            begin = end
        return np.concatenate(found)

    def _places(self, text: bytes) -> Places:
        buffer = self._room.filled(text)
        found = [np.empty(0, dtype=np.int64)]
        dots = np.flatnonzero(np.equal(buffer, _DOT, out=self._room.dots[: len(buffer)]))
        if len(self._addresses) or self._networks is not None:
            found.append(self._addressed(buffer, dots))
        if len(self._either):
            found.extend(self._named(buffer, dots))
        if len(self._hashes):
            found.append(self._hashed(buffer))
        places: Places = np.concatenate(found) - PAD
        return places

    def _addressed(self, buffer: Bytes, dots: Places) -> Places:
        begins, ends, last = _addresses_at(buffer, dots)
        found = [last[self._addresses.among(_address_keys(buffer, begins, ends))]]
        if self._networks is not None:
            first, final = self._networks
            values = _numbers(buffer, begins, ends)
            at = np.searchsorted(first, values, side="right") - 1
            found.append(last[(at >= 0) & (values <= final[at])])
        return np.concatenate(found)

    def _named(self, buffer: Bytes, dots: Places) -> Iterator[Places]:
        at = dots[self._beginnings[_words(buffer, "<u2")[dots + 1] | _CASES]]
        keys = _name_keys(buffer, at)
        known = self._either.among(keys)
        if not len(known):
            return
        at, keys = at[known], keys[known]
        yield at[self._others.among(keys)]
        likely = at[self._names.among(keys)]
        if len(likely):
            yield likely[[self._is_known(buffer, int(dot)) for dot in likely]]

    def _is_known(self, buffer: Bytes, dot: int) -> bool:
        """Whether the whole name around this dot is an indicator; names come again and again, so it is remembered."""
        begin, end = max(0, dot - 256), dot + 256
        window = buffer[begin:end].tobytes()
        first = last = dot - begin
        while first and (_NAME[window[first - 1]] or window[first - 1] == _DOT):
            first -= 1
        while last < len(window) and (_NAME[window[last]] or window[last] == _DOT):
            last += 1
        if not first or last == len(window):
            return True
        name = window[first:last]
        known = self._remembered.get(name)
        if known is None:
            if len(self._remembered) >= 65536:
                self._remembered.clear()
            known = self._remembered[name] = self._known(name.decode("ascii").lower().strip("."))
        return known

    def _hashed(self, buffer: Bytes) -> Places:
        samples = np.frombuffer(buffer[::16].tobytes().translate(_HEX), dtype=np.bool_)
        middles = np.frombuffer(buffer[8::16].tobytes().translate(_HEX), dtype=np.bool_)
        size = min(len(samples) - 1, len(middles))
        at = np.flatnonzero(samples[:size] & samples[1 : size + 1] & middles[:size]) * 16
        at = at[_all_hex(buffer, at) & _all_hex(buffer, at + 8)]
        # Of those that follow each other only the first is needed: its word begins within sixteen bytes before.
        at = at[np.diff(at, prepend=-16) != 16]
        before = _IS_HEX[buffer[at[:, None] - _SIXTEEN]]
        at = at - np.argmin(before, axis=1)
        found: Places = at[self._hashes.among(_first_digits(buffer, at))]
        return found


class _Room:
    """Memory that is used again for each block: asking for it anew costs as much as the work done in it."""

    def __init__(self, size: int = 2**20 + 2 * PAD) -> None:
        self._make(size)

    def _make(self, size: int) -> None:
        self._size = size
        self._bytes = np.empty(size, dtype=np.uint8)
        self.dots = np.empty(size, dtype=np.bool_)

    def filled(self, text: bytes) -> Bytes:
        """The text between paddings, good until the next text comes."""
        size = len(text) + 2 * PAD
        if size > self._size:
            self._make(size + size // 4)
        buffer = self._bytes[:size]
        buffer[:PAD] = buffer[size - PAD :] = _FILL
        buffer[PAD : size - PAD] = np.frombuffer(text, dtype=np.uint8)
        return buffer


def blanked(text: bytes) -> bytes:
    """The text with its percent escapes blanked out: the digits of an escape are no part of what follows."""
    buffer = np.frombuffer(text + b"  ", dtype=np.uint8).copy()
    at = np.flatnonzero(buffer == _PERCENT)
    at = at[at < len(text)]
    at = at[_IS_HEX[buffer[at + 1]] & _IS_HEX[buffer[at + 2]]]
    buffer[at + 1] = buffer[at + 2] = _PERCENT
    return buffer[:-2].tobytes()


def _all_hex(buffer: Bytes, at: Places) -> Flags:
    """Whether the eight bytes at each place are hexadecimal digits."""
    flags = np.frombuffer(_words(buffer, "<u8")[at].tobytes().translate(_HEX), dtype=np.uint64)
    found: Flags = flags == _EACH
    return found


def _rows_of(table: Table, *kinds: Kind) -> list[int]:
    rows: list[int] = table.of_kind(*kinds).tolist()
    return rows


def _words(text: bytes | Bytes, kind: str) -> npt.NDArray[np.unsignedinteger]:
    """The number that begins at each byte."""
    size = int(kind[-1])
    return np.ndarray((len(text) - size + 1,), dtype=kind, buffer=text, strides=(1,))


def _addresses_at(buffer: Bytes, dots: Places) -> tuple[Places, Places, Places]:
    """First byte, end, and last dot of everything that could be an address."""
    near = np.flatnonzero(dots[2:] - dots[:-2] <= 8)
    first, third = dots[near], dots[near + 2]
    pairs = _words(buffer, "<u2")
    return first - _DIGITS_BEFORE[pairs[first - 3]], third + _DIGITS_BEHIND[pairs[third + 2]], third


def _address_keys(buffer: Bytes, begins: Places, ends: Places) -> Keys:
    """Key of the up to fifteen bytes of each."""
    eight = _words(buffer, "<u8")
    sizes = ends - begins
    last = eight[ends - 8] & _MASKS[np.minimum(sizes, 8)]
    rest = eight[ends - 16] & _MASKS[np.maximum(sizes - 8, 0)]
    found: Keys = mixed(rest) ^ last
    return found


def _numbers(buffer: Bytes, begins: Places, ends: Places) -> Keys:
    """Value of each address; anything for what is none."""
    value = np.zeros(len(begins), dtype=np.uint64)
    octet = np.zeros(len(begins), dtype=np.uint64)
    longest = int((ends - begins).max(initial=0))
    for place in range(longest):
        at = np.minimum(begins + place, ends - 1)
        sign = buffer[at]
        inside = begins + place < ends
        dot = inside & (sign == _DOT)
        digit = inside & ~dot
        octet = np.where(digit, octet * np.uint64(10) + (sign - _ZERO), octet)
        value = np.where(dot, value << np.uint64(8) | octet & np.uint64(255), value)
        octet = np.where(dot, np.uint64(0), octet)
    found: Keys = value << np.uint64(8) | octet & np.uint64(255)
    return found


def _name_keys(padded: bytes | Bytes, dots: Places) -> Keys:
    """Key of the signs around each dot: up to three behind it, up to eight before it as far as the label goes."""
    behind = np.frombuffer(_words(padded, "<u4")[dots + 1].tobytes().translate(_NAME), dtype=np.uint32)
    ending = behind & np.uint32(0xFFFFFF)
    ending = np.where(ending & np.uint32(0xFF00), ending, ending & np.uint32(0xFF))
    label = np.frombuffer(_words(padded, "<u8")[dots - _LABEL].tobytes().translate(_NAME), dtype=np.uint64)
    # 0x80 in each byte that is no sign, then in all before the last of them.
    gone = ~(label + _LOW_BITS) & _HIGH_BITS
    for bits in (8, 16, 32):
        gone |= gone >> np.uint64(bits)
    found: Keys = mixed(label & ~((gone >> np.uint64(7)) * np.uint64(0xFF))) ^ ending
    return found


def _first_digits(buffer: Bytes, at: Places) -> Keys:
    """The first eight digits of each hash, letters in lower case."""
    found: Keys = _words(buffer, "<u8")[at] | _EACH * np.uint64(_CASE)
    return found


def _hash_keys(table: Table) -> Keys:
    """The first eight digits of each hash, as they stand in a text."""
    rows = table.of_kind(*HASHES)
    if not len(rows):
        return np.empty(0, dtype=np.uint64)
    kept = np.frombuffer(table.blob, dtype=np.uint8)
    places = table.places[rows].astype(np.int64)
    digits = np.frombuffer(b"0123456789abcdef", dtype=np.uint8).astype(np.uint64)
    key = np.zeros(len(rows), dtype=np.uint64)
    for place in range(4):
        byte = kept[places + place]
        key |= digits[byte >> 4] << np.uint64(16 * place)
        key |= digits[byte & 15] << np.uint64(16 * place + 8)
    return key


def _networks(table: Table) -> tuple[Keys, Keys] | None:
    """First and last addresses of the networks, those that touch joined, in order; null where there is none."""
    from ipaddress import IPv4Network, collapse_addresses

    networks = [IPv4Network(table.value(row)) for row in _rows_of(table, Kind.NET4)]
    if not networks:
        return None
    joined = list(collapse_addresses(networks))
    starts = np.array([int(network.network_address) for network in joined], dtype=np.uint64)
    ends = np.array([int(network.broadcast_address) for network in joined], dtype=np.uint64)
    return starts, ends


def _padded(table: Table) -> bytes:
    """All values, each ended by a line feed."""
    return _PADDING + table.blob + _PADDING


def _last_dots(table: Table, padded: bytes, *kinds: Kind) -> Places:
    """Place in the padded values of the last dot of each value of these kinds."""
    buffer = np.frombuffer(padded, dtype=np.uint8)
    rows = table.of_kind(*kinds)
    starts = table.places[rows].astype(np.int64) + PAD
    at = starts + table.lengths[rows]
    moving = np.arange(len(rows))
    while len(moving):
        at[moving] -= 1
        moving = moving[(buffer[at[moving]] != _DOT) & (at[moving] > starts[moving])]
    return at


def _url_hosts(table: Table) -> list[bytes]:
    """Hosts of the URLs, each once."""
    hosts: dict[bytes, None] = {}
    for row in _rows_of(table, Kind.URL):
        value = table.stored(row)
        end = min((at for at in (value.find(sign) for sign in (b"/", b"?", b":")) if at >= 0), default=len(value))
        hosts.setdefault(value[:end])
    return list(hosts)


def _packed_keys(table: Table) -> Keys:
    """Keys of the addresses, made from their text as any log writes it."""
    rows = table.of_kind(Kind.IPV4)
    found = [np.empty(0, dtype=np.uint64)]
    for begin in range(0, len(rows), 100_000):
        texts = [b"%d.%d.%d.%d" % tuple(table.stored(row)) for row in rows[begin : begin + 100_000].tolist()]
        found.append(_keys_of_addresses(*_joined(texts)))
    return np.concatenate(found)


def _keys_of_addresses(values: bytes, _last: Places) -> Keys:
    buffer = np.frombuffer(values, dtype=np.uint8)
    begins, ends, _ = _addresses_at(buffer, np.flatnonzero(buffer == _DOT))
    return _address_keys(buffer, begins, ends)


def _joined(values: list[bytes]) -> tuple[bytes, Places]:
    """Values line by line in one padded text, and the place of the last dot of each that has one."""
    text = b"\n".join(values)
    ends = np.cumsum([len(value) + 1 for value in values], dtype=np.int64)
    dots = [
        int(end) - 1 - len(value) + dot + PAD
        for end, value in zip(ends, values, strict=True)
        if (dot := value.rfind(b".")) >= 0
    ]
    return _PADDING + text + _PADDING, np.array(dots, dtype=np.int64)
