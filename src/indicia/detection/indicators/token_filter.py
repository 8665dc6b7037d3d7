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

from indicia.detection.indicators.indicator_keys import (
    hash_keys,
    joined_values,
    keys_of_addresses,
    last_dots,
    network_ranges,
    packed_keys,
    padded_values,
    url_hosts,
)
from indicia.detection.indicators.kinds import Kind
from indicia.detection.indicators.table import Table
from indicia.detection.indicators.token_keys import (
    CASE,
    DOT,
    FILL,
    HEX,
    IS_HEX,
    NAME,
    PAD,
    Bytes,
    KeySet,
    Places,
    address_keys,
    address_values,
    addresses_at,
    all_hex,
    first_digits,
    name_keys,
    words,
)

PIECE = 2**21
_PERCENT = ord("%")
_CASES = np.uint16(0x2020)
_SIXTEEN = np.arange(1, 17)
_FIRST_LETTER = np.uint8(ord("a"))
_LETTERS = 26


class TokenFilter:
    """Keys of the tokens of a table."""

    def __init__(self, table: Table, known: Callable[[str], bool]) -> None:
        """`known` decides a whole name (folded) exactly, for names that are files, hosts or domains."""
        self._known = known
        self._room = _Room()
        self._remembered: dict[bytes, bool] = {}
        hosts = url_hosts(table)
        self._addresses = KeySet(np.concatenate([packed_keys(table), keys_of_addresses(*joined_values(hosts))]))
        self._networks = network_ranges(table)
        self._hashes = KeySet(hash_keys(table))
        values = padded_values(table)
        plain = last_dots(table, values, Kind.NAME, Kind.DOMAIN, Kind.HOST)
        others = last_dots(table, values, Kind.PATH, Kind.EMAIL)
        exact = name_keys(values, plain)
        parts = np.concatenate([name_keys(values, others), name_keys(*joined_values(hosts))])
        self._names, self._others = KeySet(exact), KeySet(parts)
        self._either = KeySet(np.concatenate([exact, parts]))
        self._beginnings = np.zeros(1 << 16, dtype=np.bool_)
        """Two bytes that may follow the last dot, letters in lower case."""
        for text, dots in ((values, plain), (values, others), joined_values(hosts)):
            self._begin_with(words(text, "<u2")[dots + 1])

    def _begin_with(self, pairs: npt.NDArray[np.unsignedinteger]) -> None:
        pairs = np.unique(pairs) | _CASES
        # What follows the last dot of an indicator is a letter.
        pairs = pairs[((pairs & np.uint16(0xFF)) - _FIRST_LETTER) < _LETTERS]
        self._beginnings[pairs] = True
        # An ending of one letter may be followed by anything.
        for pair in pairs[(pairs >> 8) == (FILL | CASE)].tolist():
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
        dots = np.flatnonzero(np.equal(buffer, DOT, out=self._room.dots[: len(buffer)]))
        if len(self._addresses) or self._networks is not None:
            found.append(self._addressed(buffer, dots))
        if len(self._either):
            found.extend(self._named(buffer, dots))
        if len(self._hashes):
            found.append(self._hashed(buffer))
        places: Places = np.concatenate(found) - PAD
        return places

    def _addressed(self, buffer: Bytes, dots: Places) -> Places:
        begins, ends, last = addresses_at(buffer, dots)
        found = [last[self._addresses.among(address_keys(buffer, begins, ends))]]
        if self._networks is not None:
            first, final = self._networks
            values = address_values(buffer, begins, ends)
            at = np.searchsorted(first, values, side="right") - 1
            found.append(last[(at >= 0) & (values <= final[at])])
        return np.concatenate(found)

    def _named(self, buffer: Bytes, dots: Places) -> Iterator[Places]:
        at = dots[self._beginnings[words(buffer, "<u2")[dots + 1] | _CASES]]
        keys = name_keys(buffer, at)
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
        while first and (NAME[window[first - 1]] or window[first - 1] == DOT):
            first -= 1
        while last < len(window) and (NAME[window[last]] or window[last] == DOT):
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
        samples = np.frombuffer(buffer[::16].tobytes().translate(HEX), dtype=np.bool_)
        middles = np.frombuffer(buffer[8::16].tobytes().translate(HEX), dtype=np.bool_)
        size = min(len(samples) - 1, len(middles))
        at = np.flatnonzero(samples[:size] & samples[1 : size + 1] & middles[:size]) * 16
        at = at[all_hex(buffer, at) & all_hex(buffer, at + 8)]
        # Of those that follow each other only the first is needed: its word begins within sixteen bytes before.
        at = at[np.diff(at, prepend=-16) != 16]
        before = IS_HEX[buffer[at[:, None] - _SIXTEEN]]
        at = at - np.argmin(before, axis=1)
        found: Places = at[self._hashes.among(first_digits(buffer, at))]
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
        buffer[:PAD] = buffer[size - PAD :] = FILL
        buffer[PAD : size - PAD] = np.frombuffer(text, dtype=np.uint8)
        return buffer


def blanked(text: bytes) -> bytes:
    """The text with its percent escapes blanked out: the digits of an escape are no part of what follows."""
    buffer = np.frombuffer(text + b"  ", dtype=np.uint8).copy()
    at = np.flatnonzero(buffer == _PERCENT)
    at = at[at < len(text)]
    at = at[IS_HEX[buffer[at + 1]] & IS_HEX[buffer[at + 2]]]
    buffer[at + 1] = buffer[at + 2] = _PERCENT
    return buffer[:-2].tobytes()
