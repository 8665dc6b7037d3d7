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
_LABEL = 8
_DOT = ord(".")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FILL = ord("\n")

_NAME = np.zeros(256, dtype=np.uint8)
"""Signs of a label in lower case; 0 for all others."""
_HEX = np.zeros(256, dtype=np.bool_)
_ALPHA = np.zeros(256, dtype=np.bool_)
for _sign in b"abcdefghijklmnopqrstuvwxyz0123456789-_":
    _NAME[_sign] = _sign
for _sign in b"abcdefghijklmnopqrstuvwxyz":
    _NAME[_sign - 32] = _sign
    _ALPHA[_sign] = _ALPHA[_sign - 32] = True
for _sign in b"0123456789abcdefABCDEF":
    _HEX[_sign] = True


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
        addresses = [*_rows_of(table, Kind.IPV4)]
        packed = np.array([int.from_bytes(table.stored(row)) for row in addresses], dtype=np.uint64)
        hosts = _url_hosts(table)
        self._addresses = KeySet(np.concatenate([packed, _address_keys(hosts)]))
        self._networks = _networks(table)
        self._hashes = KeySet(_hash_keys(table))
        values = _padded(table)
        plain = values, _last_dots(table, values, Kind.NAME, Kind.DOMAIN, Kind.HOST)
        others = [(values, _last_dots(table, values, Kind.PATH, Kind.EMAIL)), _joined(hosts)]
        self._names = KeySet(_name_keys(*plain))
        self._others = KeySet(np.concatenate([_name_keys(*some) for some in others]))
        self._endings = np.zeros(1 << 24, dtype=np.bool_) if len(self._names) or len(self._others) else None
        if self._endings is not None:
            for some in (plain, *others):
                self._endings[_endings_at(*some)] = True

    def places(self, text: bytes) -> Places:
        """Offsets in the text of bytes that belong to such a token."""
        buffer = np.empty(len(text) + 2 * PAD, dtype=np.uint8)
        buffer[:PAD] = buffer[len(text) + PAD :] = _FILL
        buffer[PAD : len(text) + PAD] = np.frombuffer(text, dtype=np.uint8)
        found = [np.empty(0, dtype=np.int64)]
        dots = np.flatnonzero(buffer == _DOT)
        if len(dots):
            if len(self._addresses) or self._networks is not None:
                found.append(self._addressed(buffer, dots))
            if self._endings is not None:
                found.extend(self._named(buffer, dots))
        if len(self._hashes):
            found.append(self._hashed(buffer))
        return np.concatenate(found) - PAD

    def _addressed(self, buffer: Bytes, dots: Places) -> Places:
        last, values = _addresses_at(buffer, dots)
        found = [last[self._addresses.among(values)]]
        if self._networks is not None:
            starts, ends = self._networks
            at = np.searchsorted(starts, values, side="right") - 1
            found.append(last[(at >= 0) & (values <= ends[at])])
        return np.concatenate(found)

    def _named(self, buffer: Bytes, dots: Places) -> Iterator[Places]:
        dots = dots[_ALPHA[buffer[dots + 1]]]
        endings = _endings_at(buffer, dots)
        assert self._endings is not None  # asked before
        kept = np.flatnonzero(self._endings[endings])
        dots = dots[kept]
        keys = _labelled(buffer, dots, endings[kept])
        if len(self._others):
            yield dots[self._others.among(keys)]
        likely = dots[self._names.among(keys)]
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
        samples = _HEX[buffer[::16]]
        at = np.flatnonzero(samples[:-1] & samples[1:]) * 16
        for step in (8, 4, 12, 2, 6, 10, 14, 1, 3, 5, 7, 9, 11, 13, 15):
            at = at[_HEX[buffer[at + step]]]
        if not len(at):
            return at
        # Back to where the word begins; a word that goes on longer is no hash.
        for _ in range(64):
            inside = _HEX[buffer[at - 1]]
            if not inside.any():
                break
            at = at - inside
        at = np.unique(at)
        return at[self._hashes.among(_first_digits(buffer, at))]


def _rows_of(table: Table, *kinds: Kind) -> list[int]:
    rows: list[int] = table.of_kind(*kinds).tolist()
    return rows


def _addresses_at(buffer: Bytes, dots: Places) -> tuple[Places, Keys]:
    """Place of the last dot and value of everything that could be an address."""
    if len(dots) < 3:
        return dots[:0], np.empty(0, dtype=np.uint64)
    near = np.flatnonzero(dots[2:] - dots[:-2] <= 8)
    first, second, third = dots[near], dots[near + 1], dots[near + 2]
    sizes = second - first - 1, third - second - 1
    right = (sizes[0] >= 1) & (sizes[1] >= 1) & (sizes[0] <= 3) & (sizes[1] <= 3)
    right &= ((buffer[first - 1] - 48) <= 9) & ((buffer[third + 1] - 48) <= 9)
    first, second, third = first[right], second[right], third[right]
    one = _before(buffer, first, _digits_before(buffer, first))
    two = _before(buffer, second, sizes[0][right])
    three = _before(buffer, third, sizes[1][right])
    length = _digits_behind(buffer, third)
    four = _before(buffer, third + 1 + length, length)
    values = one << 24 | two << 16 | three << 8 | four
    fit = (one | two | three | four) < 256
    return third[fit], values[fit].astype(np.uint64)


def _digits_before(buffer: Bytes, at: Places) -> Places:
    """How many of the three bytes before are digits in a row; at least one is."""
    two = (buffer[at - 2] - 48) <= 9
    three = two & ((buffer[at - 3] - 48) <= 9)
    return 1 + two.astype(np.int64) + three


def _digits_behind(buffer: Bytes, at: Places) -> Places:
    two = (buffer[at + 2] - 48) <= 9
    three = two & ((buffer[at + 3] - 48) <= 9)
    return 1 + two.astype(np.int64) + three


def _before(buffer: Bytes, end: Places, length: Places) -> npt.NDArray[np.int64]:
    """Number of one to three digits that ends there; 256 or more where it is none."""
    value = np.zeros(len(end), dtype=np.int64)
    for place, weight in ((1, 1), (2, 10), (3, 100)):
        digit = (buffer[end - place] - 48).astype(np.int64)
        digit[digit > 9] = 1000
        value += np.where(length >= place, digit * weight, 0)
    return value


def _endings_at(buffer: Bytes, dots: Places) -> npt.NDArray[np.int64]:
    """Up to three signs behind each dot, as a number."""
    one = _NAME[buffer[dots + 1]].astype(np.int64)
    two = _NAME[buffer[dots + 2]].astype(np.int64)
    three = np.where(two > 0, _NAME[buffer[dots + 3]], 0)
    return one | two << 8 | three << 16


def _labelled(buffer: Bytes, dots: Places, endings: npt.NDArray[np.int64]) -> Keys:
    """Key of the signs around each dot."""
    label = np.zeros(len(dots), dtype=np.uint64)
    alive = np.ones(len(dots), dtype=np.bool_)
    for place in range(_LABEL):
        signs = _NAME[buffer[dots - 1 - place]]
        alive &= signs > 0
        label |= np.where(alive, signs, 0).astype(np.uint64) << np.uint64(8 * place)
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


def _padded(table: Table) -> Bytes:
    """All values, each ended by a line feed."""
    return np.frombuffer(b"\n" * PAD + table.blob + b"\n" * PAD, dtype=np.uint8)


def _last_dots(table: Table, buffer: Bytes, *kinds: Kind) -> Places:
    """Place in the padded values of the last dot of each value of these kinds."""
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


def _address_keys(hosts: list[bytes]) -> Keys:
    buffer, _ = _joined(hosts)
    return _addresses_at(buffer, np.flatnonzero(buffer == _DOT))[1]


def _joined(values: list[bytes]) -> tuple[Bytes, Places]:
    """Values line by line in one padded buffer, and the place of the last dot of each that has one."""
    text = b"\n".join(values)
    buffer = np.frombuffer(b"\n" * PAD + text + b"\n" * PAD, dtype=np.uint8)
    ends = np.cumsum([len(value) + 1 for value in values], dtype=np.int64)
    dots = [
        int(end) - 1 - len(value) + dot + PAD
        for end, value in zip(ends, values, strict=True)
        if (dot := value.rfind(b".")) >= 0
    ]
    return buffer, np.array(dots, dtype=np.int64)


def _name_keys(buffer: Bytes, dots: Places) -> Keys:
    return _labelled(buffer, dots, _endings_at(buffer, dots))
