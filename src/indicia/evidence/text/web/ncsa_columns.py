"""Where the values of plain lines of an NCSA log lie, found for a whole block at once.

Plain is a line of the form that most lines of the block have, with an address that begins with `/`, HTTP and its
version, a usual method, and nothing that is escaped.  All others are taken apart one by one (`ncsa_line`).
"""

from functools import lru_cache

import numpy as np

from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.logs.free_log import Plain, timeless
from indicia.evidence.text.logs.sorted_lines import SortedLines
from indicia.evidence.text.raw.columns import Flags, Words, Words8
from indicia.evidence.text.raw.times import NONE, Micros, clocks
from indicia.evidence.text.web.ncsa_line import address_and_port, micros_of
from indicia.tables.batch import Offsets
from indicia.tables.marks import Codes, Marks

_STAMP = len("10/Oct/2000:13:55:36 -0700")
_FRONT_BYTES = 4096
"""Longer ones are looked at one by one."""
_BACK = _STAMP + 3
"""So far before the request the time begins, its bracket included: `[…] "`."""
_VERSION = len(" HTTP/1.1")
_QUOTE, _BLANK, _BACKSLASH, _DASH, _SLASH, _COMMA, _ASK, _DELETE, _COLON = b'" \\-/,?\x7f:'
_METHODS = tuple(
    int.from_bytes(name + b" ", "little")
    for name in (b"GET", b"POST", b"HEAD", b"PUT", b"OPTIONS", b"PATCH", b"DELETE")
)
_HTTP = int.from_bytes(b"HTTP/0.0", "little")
_DIGITS_OF_HTTP = np.uint64(0x0F000F0000000000)
_NINES = np.uint64(0x0600060000000000)
_CARRIED = np.uint64(0x1000100000000000)
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_EACH = np.uint64(0x0101010101010101)
_ZEROS = np.uint64(int.from_bytes(b"00000000", "little"))
_TO_HIGH, _HIGH = np.uint64(0x7676767676767676), np.uint64(0x8080808080808080)

Bounds = tuple[Offsets, Offsets]


class _Lines:
    """Lines of a block, and places in them."""

    def __init__(self, lines: SortedLines, starts: Offsets, ends: Offsets) -> None:
        self.starts, self.ends = starts, ends
        self.words = lines.words
        self.text = lines.block.text
        # Behind the last line something has to be found as well.
        self.codes: Codes = np.append(lines.codes, np.full(8, _BLANK, dtype=np.uint8))
        self._last = len(self.codes) - 1
        self._blanks = Marks(self.codes, _BLANK)
        quotes = np.flatnonzero(lines.codes == _QUOTE)
        self._first = np.searchsorted(quotes, self.starts)
        self.count = np.searchsorted(quotes, self.ends) - self._first
        self._quotes = np.append(quotes, np.full(8, len(lines.codes), dtype=np.int64))

    def quote(self, number: int) -> Offsets:
        """Where the quote of this number stands, counted from 0; of lines that have fewer it says nothing."""
        return self._quotes[self._first + number]

    def blank(self, places: Offsets) -> Offsets:
        """The first blank at or behind each place."""
        return self._blanks.following(np.clip(places, 0, self._last))

    def at(self, places: Offsets) -> Codes:
        """The byte at each place."""
        return self.codes[np.clip(places, 0, self._last)]

    def holding(self, byte: int) -> Flags:
        """Which lines hold a byte."""
        if self.text.find(bytes((byte,))) < 0:
            return np.zeros(len(self.starts), dtype=bool)
        places = np.flatnonzero(self.codes == byte)
        held: Flags = np.searchsorted(places, self.ends) > np.searchsorted(places, self.starts)
        return held


def measured(block: SortedLines, starts: Offsets, ends: Offsets) -> Plain:
    """The plain ones among these lines of a block."""
    if not len(starts):
        return Plain(_layout(False, False, False), np.zeros(0, dtype=bool), [], timeless(0))
    lines = _Lines(block, starts, ends)
    fits = (lines.count >= 2) & ~lines.holding(_BACKSLASH)
    opens, closes = lines.quote(0), lines.quote(1)
    fits &= (opens - _BACK - 6 >= lines.starts) & (opens - lines.starts <= _FRONT_BYTES)
    micros, timed = _times(lines, opens - _BACK, fits)
    fits &= timed
    hosted, front, good = _front(lines, opens - _BACK - 1, fits)
    fits &= good
    fits &= _alone(lines, *front[int(hosted)], fits)
    request, good = _request(lines, opens + 1, closes)
    fits &= good
    status = closes + 2
    size = status + 4
    size_end = np.minimum(lines.blank(size), lines.ends)
    fits &= (lines.at(closes + 1) == _BLANK) & (lines.at(status + 3) == _BLANK) & (size_end > size)
    fits &= _digits(lines.words, status, np.full(len(status), 3)) & (size_end <= lines.ends)
    dash = (size_end - size == 1) & (lines.at(size) == _DASH)
    fits &= dash | _digits(lines.words, size, size_end - size)
    columns = [*front, *request, (status, status + 3), (size, size_end)]
    combined, headers, told, more = _headers(lines, size_end, fits)
    fits &= more
    columns.extend(headers)
    layout = _layout(hosted, combined, told)
    return Plain(layout, fits, columns, micros)


@lru_cache(maxsize=8)
def _layout(hosted: bool, combined: bool, told: bool) -> Layout:
    host, headers = ("cs-host",) * hosted, ("cs(Referer)", "cs(User-Agent)") * combined
    middle = ("c-ip", "c-ident", "cs-username", "cs-method", "cs-uri-stem", "cs-uri-query", "cs-version")
    fields = (*host, *middle, "sc-status", "sc-bytes", *headers, *("x-forwarded-for",) * told)
    return Layout(fields=fields, sep=" ")


def _front(lines: _Lines, end: Offsets, fits: Flags) -> tuple[bool, list[Bounds], Flags]:
    """Whether virtual hosts stand in front; they, client, ident and user, in which lines they are as they should be.

    `end`: of the user.
    """
    starts = [lines.starts]
    ends = []
    for _ in range(4):
        ends.append(lines.blank(starts[-1]))
        starts.append(ends[-1] + 1)
    filled = np.logical_and.reduce([stop > start for start, stop in zip(starts[:3], ends[:3], strict=True)])
    # Another time may stand there.
    filled &= np.logical_and.reduce([lines.at(start) != ord("[") for start in starts[:3]])
    first = lines.at(lines.starts)
    filled &= (first > _BLANK) & (first < _DELETE)
    three = filled & (ends[2] == end)
    alone = (lines.at(starts[1]) == _DASH) & (ends[1] - starts[1] == 1)
    listed = lines.at(ends[0] - 1) == _COMMA
    four = filled & (ends[3] == end) & (ends[3] > starts[3]) & ~alone & ~listed
    hosted = int((four & fits).sum()) > int((three & fits).sum())
    used = 4 if hosted else 3
    return hosted, list(zip(starts[:used], ends[:used], strict=True)), four if hosted else three


def _alone(lines: _Lines, starts: Offsets, ends: Offsets, fits: Flags) -> Flags:
    """In which lines the client is what it is called by: neither with a port nor several addresses."""
    text, lengths = lines.text, ends - starts
    asked = lengths > 3 * 8
    for done in (0, 8, 16):
        words, beyond = lines.words.at(starts + done), ~_MASKS[np.clip(lengths - done, 0, 8)]
        for sign in (_COMMA, _COLON):
            # Some byte of these is zero; borrows go only upwards, from one that is.
            rest = (words ^ _EACH * np.uint64(sign)) | beyond
            asked |= (rest - _EACH) & ~rest & _HIGH != 0
    found = np.ones(len(starts), dtype=bool)
    for line in np.flatnonzero(fits & asked).tolist():
        found[line] = _one_name(text[starts[line] : ends[line]])
    return found


@lru_cache(maxsize=4096)
def _one_name(client: bytes) -> bool:
    known = address_and_port(client.decode("latin-1"))
    return b"," not in client and (known is None or known[0].encode() == client)


def _request(lines: _Lines, start: Offsets, end: Offsets) -> tuple[list[Bounds], Flags]:
    """Method, path, query and version, and in which lines they are as they should be."""
    method_end = lines.blank(start)
    version = end - _VERSION
    words = lines.words.at(np.maximum(start, 0))
    good = np.zeros(len(start), dtype=bool)
    for method in _METHODS:
        length = (method.bit_length() + 7) // 8
        good |= words & _MASKS[length] == np.uint64(method)
    path = method_end + 1
    good &= (path < version) & (lines.at(path) == _SLASH) & (lines.blank(path) == version)
    http = lines.words.at(np.maximum(version + 1, 0)) ^ np.uint64(_HTTP)
    good &= (http & ~_DIGITS_OF_HTTP == 0) & ((http + _NINES) & _CARRIED == 0)
    asks = Marks(lines.codes, _ASK)
    query = _next(asks, path, version, len(lines.codes))
    behind = np.minimum(query + 1, version)
    return [(start, method_end), (path, query), (behind, version), (version + 1, end)], good


def _next(marks: Marks, places: Offsets, limit: Offsets, size: int) -> Offsets:
    """The first mark at or behind each place, or the limit where there is none before."""
    if not len(marks):
        return limit
    places = np.clip(places, 0, size - 1)
    before = marks.before(places)
    there = before < len(marks)
    found = limit.copy()
    found[there] = np.minimum(marks.following(places[there]), limit[there])
    return found


def _headers(lines: _Lines, end: Offsets, fits: Flags) -> tuple[bool, list[Bounds], bool, Flags]:
    """Whether referer and user agent are logged; these, and what a proxy told of the client, in which lines."""
    quotes = [lines.quote(number) for number in range(2, 8)]
    closed = (lines.at(quotes[3] + 1) == _BLANK) | (quotes[3] + 1 == lines.ends)
    both = (lines.count >= 6) & (quotes[0] - 1 == end)
    both &= (quotes[2] == quotes[1] + 2) & (lines.at(quotes[1] + 1) == _BLANK) & closed
    none = lines.count == 2
    combined = int((both & fits).sum()) >= int((none & fits).sum())
    if not combined:
        return False, [], False, none
    headers = [(quotes[0] + 1, quotes[1]), (quotes[2] + 1, quotes[3])]
    again = (lines.at(quotes[5] + 1) == _BLANK) | (quotes[5] + 1 == lines.ends)
    more = (lines.count >= 8) & (quotes[4] == quotes[3] + 2) & again
    told = 2 * int((both & more & fits).sum()) > int((both & fits).sum())
    if told:
        return True, [*headers, (quotes[4] + 1, quotes[5])], True, both & more
    return True, headers, False, both & ~(quotes[4] == quotes[3] + 2)


def _digits(words: Words8, starts: Offsets, lengths: Offsets) -> Flags:
    """Which values of one to eight bytes are digits."""
    word: Words = words.at(np.maximum(starts, 0)) ^ _ZEROS
    word = (word | (word + _TO_HIGH)) & _HIGH & _MASKS[np.clip(lengths, 0, 8)]
    found: Flags = (word == 0) & (lengths > 0) & (lengths <= 8)
    return found


def _times(lines: _Lines, starts: Offsets, fits: Flags) -> tuple[Micros, Flags]:
    """Times of lines by the brackets at these places, and in which lines there are any."""
    brackets = (lines.at(starts) == ord("[")) & (lines.at(starts + _STAMP + 1) == ord("]"))
    good = fits & brackets
    good &= (lines.at(starts - 1) == _BLANK) & (lines.at(starts + _STAMP + 2) == _BLANK)
    good &= (lines.at(starts + 12) == ord(":")) & (lines.at(starts + 21) == _BLANK)
    at = np.flatnonzero(good)
    micros = timeless(len(starts))
    if not len(at):
        return micros, good
    places = starts[at] + 1
    clock, clear = clocks(lines.words, places + 12, np.full(len(at), 8))
    parts = lines.words.at(places), lines.words.at(places + 3), lines.words.at(places + 21) & _MASKS[5]
    new = np.ones(len(at), dtype=bool)
    new[1:] = np.logical_or.reduce([part[1:] != part[:-1] for part in parts])
    heads = np.flatnonzero(new)
    days = [_day(lines.text[place : place + _STAMP]) for place in places[heads].tolist()]
    each = np.repeat(np.array(days, dtype=np.int64), np.diff(heads, append=len(at)))
    clear &= each != NONE
    micros[at] = np.where(clear, each + clock, NONE)
    good[at] = clear
    return micros, good


@lru_cache(maxsize=64)
def _day_of(day: bytes, zone: bytes) -> int:
    text = f"{day.decode('latin-1')}:00:00:00 {zone.decode('latin-1')}"
    found = micros_of(text)
    return NONE if found is None else found


def _day(stamp: bytes) -> int:
    """Its day, as the moment at which it begins there."""
    return _day_of(stamp[:11], stamp[21:])
