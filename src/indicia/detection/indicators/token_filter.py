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

PAD = 80
"""Bytes in front of and behind the text, so that no step has to look where it ends; a hash is up to 64 long."""
PIECE = 2**17
_LABEL = 8
_DOT = ord(".")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ZERO = np.uint8(ord("0"))
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
_FIRST_LETTER = ord("a")
"""Of the signs of a label in lower case only letters are above it."""


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
        self._remembered: dict[bytes, bool] = {}
        hosts = _url_hosts(table)
        self._addresses = KeySet(np.concatenate([_packed_keys(table), _keys_of_addresses(*_joined(hosts))]))
        self._networks = _networks(table)
        self._hashes = KeySet(_hash_keys(table))
        values = _padded(table)
        plain = _keyed(values, _last_dots(table, values, Kind.NAME, Kind.DOMAIN, Kind.HOST))
        others = _keyed(values, _last_dots(table, values, Kind.PATH, Kind.EMAIL))
        of_hosts = _keyed(*_joined(hosts))
        self._names = KeySet(plain[1])
        self._others = KeySet(np.concatenate([others[1], of_hosts[1]]))
        self._endings = np.zeros(1 << 24, dtype=np.bool_) if len(self._names) or len(self._others) else None
        if self._endings is not None:
            for endings, _ in (plain, others, of_hosts):
                self._endings[endings] = True

    def places(self, text: bytes) -> Places:
        """Offsets in the text of bytes that belong to such a token.  Records end with a line end."""
        found = [np.empty(0, dtype=np.int64)]
        begin = 0
        while begin < len(text):
            # What is worked on has to stay near the processor, so a block is taken in pieces.
            end = len(text) if len(text) - begin <= PIECE else text.find(b"\n", begin + PIECE) + 1 or len(text)
            found.append(self._places(text[begin:end]) + begin)
            begin = end
        return np.concatenate(found)

    def _places(self, text: bytes) -> Places:
        padded = _PADDING + text + _PADDING
        buffer = np.frombuffer(padded, dtype=np.uint8)
        found = [np.empty(0, dtype=np.int64)]
        dots = np.flatnonzero(buffer == _DOT)
        if len(dots):
            if len(self._addresses) or self._networks is not None:
                found.append(self._addressed(buffer, dots))
            if self._endings is not None:
                found.extend(self._named(padded, dots))
        if len(self._hashes):
            found.append(self._hashed(padded, buffer))
        return np.concatenate(found) - PAD

    def _addressed(self, buffer: Bytes, dots: Places) -> Places:
        begins, ends, last = _addresses_at(buffer, dots)
        found = [last[self._addresses.among(_address_keys(buffer, begins, ends))]]
        if self._networks is not None:
            first, final = self._networks
            values = _numbers(buffer, begins, ends)
            at = np.searchsorted(first, values, side="right") - 1
            found.append(last[(at >= 0) & (values <= final[at])])
        return np.concatenate(found)

    def _named(self, padded: bytes, dots: Places) -> Iterator[Places]:
        assert self._endings is not None  # asked before
        signs = padded.translate(_NAME)
        endings = _endings_at(signs, dots)
        kept = np.flatnonzero(self._endings[endings])
        dots = dots[kept]
        keys = _labelled(signs, dots, endings[kept])
        if len(self._others):
            yield dots[self._others.among(keys)]
        likely = dots[self._names.among(keys)]
        if len(likely):
            yield likely[[self._is_known(padded, int(dot)) for dot in likely]]

    def _is_known(self, padded: bytes, dot: int) -> bool:
        """Whether the whole name around this dot is an indicator; names come again and again, so it is remembered."""
        begin, end = max(0, dot - 256), dot + 256
        window = padded[begin:end]
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

    def _hashed(self, padded: bytes, buffer: Bytes) -> Places:
        samples = np.frombuffer(padded[::16].translate(_HEX), dtype=np.bool_)
        middles = np.frombuffer(padded[8::16].translate(_HEX), dtype=np.bool_)
        size = min(len(samples) - 1, len(middles))
        at = np.flatnonzero(samples[:size] & samples[1 : size + 1] & middles[:size]) * 16
        for step in (4, 12, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15):
            at = at[_IS_HEX[buffer[at + step]]]
        if not len(at):
            return at
        # Back to where the word begins; a word that goes on longer is no hash.
        for _ in range(64):
            inside = _IS_HEX[buffer[at - 1]]
            if not inside.any():
                break
            at = at - inside
        at = np.unique(at)
        return at[self._hashes.among(_first_digits(buffer, at))]


def _rows_of(table: Table, *kinds: Kind) -> list[int]:
    rows: list[int] = table.of_kind(*kinds).tolist()
    return rows


def _words(text: bytes | Bytes, kind: str) -> npt.NDArray[np.uint64]:
    """The number that begins at each byte."""
    size = int(kind[-1])
    found: npt.NDArray[np.uint64] = np.ndarray((len(text) - size + 1,), dtype=kind, buffer=text, strides=(1,))
    return found


def _addresses_at(buffer: Bytes, dots: Places) -> tuple[Places, Places, Places]:
    """First byte, end, and last dot of everything that could be an address."""
    if len(dots) < 3:
        return dots[:0], dots[:0], dots[:0]
    near = np.flatnonzero(dots[2:] - dots[:-2] <= 8)
    first, third = dots[near], dots[near + 2]
    begins = first - 1
    for place in (2, 3):
        begins -= (begins == first - place + 1) & ((buffer[first - place] - _ZERO) <= 9)
    ends = third + 2
    for place in (2, 3):
        ends += (ends == third + place) & ((buffer[third + place] - _ZERO) <= 9)
    return begins, ends, third


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


def _endings_at(signs: bytes, dots: Places) -> npt.NDArray[np.int64]:
    """Up to three signs behind each dot, as a number; 0 where no letter follows."""
    found = _words(signs, "<u4")[dots + 1] & np.uint32(0xFFFFFF)
    found[(found & np.uint32(0xFF00)) == 0] &= np.uint32(0xFF)
    found[(found & np.uint32(0xFF)) < _FIRST_LETTER] = 0
    return found.astype(np.int64)


def _labelled(signs: bytes, dots: Places, endings: npt.NDArray[np.int64]) -> Keys:
    """Key of the signs around each dot: up to eight before it, as far as the label goes."""
    label = _words(signs, "<u8")[dots - _LABEL]
    # 0x80 in each byte that is no sign, then in all before the last of them.
    gone = ~(label + _LOW_BITS) & _HIGH_BITS
    for bits in (8, 16, 32):
        gone |= gone >> np.uint64(bits)
    label &= ~((gone >> np.uint64(7)) * np.uint64(0xFF))
    return mixed(label) ^ endings.astype(np.uint64)


def _first_digits(buffer: Bytes, at: Places) -> Keys:
    key = np.zeros(len(at), dtype=np.uint64)
    for place in range(8):
        key |= (buffer[at + place] | 0x20).astype(np.uint64) << np.uint64(8 * place)
    return key


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


def _keyed(padded: bytes, dots: Places) -> tuple[npt.NDArray[np.int64], Keys]:
    """Ending and key of each name, given by its last dot."""
    signs = padded.translate(_NAME)
    endings = _endings_at(signs, dots)
    return endings, _labelled(signs, dots, endings)
