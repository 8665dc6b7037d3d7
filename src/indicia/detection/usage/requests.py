"""The records of a batch as columns with a meaning, also those whose values the reader had to guess."""

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct

from indicia.detection.usage.values import Values
from indicia.model.clients import FORWARDED, address_of, client_of, forwarded, is_near
from indicia.model.record import Value
from indicia.tables.batch import TIMELESS, Lines, Offsets, Run

Bounds = tuple[Offsets, Offsets]

_COLUMNS = {
    "stem": "cs-uri-stem",
    "query": "cs-uri-query",
    "method": "cs-method",
    "status": "sc-status",
    "client": "c-ip",
    "user": "cs-username",
    "agent": "cs(user-agent)",
    "referer": "cs(referer)",
    "sent": "sc-bytes",
    "received": "cs-bytes",
}
"""What a column means, and its name in a W3C log, lower case."""
_FIELDS = {
    "stem": "url.path",
    "query": "url.query",
    "method": "cs-method",
    "status": "sc-status",
    "client": "c-ip",
    "user": "cs-username",
    "agent": "cs-user-agent",
    "referer": "cs-referer",
    "sent": "sc-bytes",
    "received": "cs-bytes",
}
"""The same in a decoded record."""


class Requests(Struct):
    """Requests that share their columns, in the order of the log."""

    values: Values
    rows: Offsets
    """Their indexes in the batch."""
    times: Offsets
    """Microseconds since 1970 UTC, or TIMELESS."""
    _columns: Mapping[str, int]
    _run: Run

    def has(self, meaning: str) -> bool:
        """Whether the log has a column of this meaning."""
        return meaning in self._columns

    def bounds(self, meaning: str, numbers: Offsets) -> Bounds:
        """Where the values of a column lie that the log has, for requests by their number here."""
        found = self._bounds(meaning, numbers)
        if meaning == "client" and "forwarded" in self._columns:
            return self._told(found, self._bounds("forwarded", numbers))
        return found

    def _bounds(self, meaning: str, numbers: Offsets) -> Bounds:
        return self._run.bounds(self._columns[meaning], self.rows[numbers] - self._run.first)

    def _told(self, own: Bounds, told: Bounds) -> Bounds:
        """The client that a proxy of one's own tells, else who connected; decided once for each pair of values."""
        text = self.values.text
        starts, ends = own[0].copy(), own[1].copy()
        known: dict[tuple[bytes, bytes], tuple[int, int] | None] = {}
        places = zip(own[0].tolist(), own[1].tolist(), told[0].tolist(), told[1].tolist(), strict=True)
        for row, (first, last, start, end) in enumerate(places):
            pair = (text[first:last], text[start:end])
            if pair not in known:
                known[pair] = _within(*pair)
            if inside := known[pair]:
                starts[row], ends[row] = start + inside[0], start + inside[1]
        return starts, ends


def requests_of(lines: Lines) -> Iterator[Requests]:
    """All records of the batch."""
    values = Values(lines.text)
    for run in lines.runs:
        columns = _columns(run.names)
        plain = np.flatnonzero(run.plain)
        if len(plain):
            yield Requests(values, plain + run.first, run.times[plain], columns, run)
        odd = np.flatnonzero(~run.plain)
        if len(odd):
            yield _decoded(lines, run, odd, columns)


def _columns(names: tuple[str, ...]) -> dict[str, int]:
    """Of two columns with one name the first."""
    lower = [name.lower() for name in names]
    found = {meaning: lower.index(name) for meaning, name in _COLUMNS.items() if name in lower}
    told = next((column for column, name in enumerate(lower) if name in FORWARDED), None)
    return found if told is None else {**found, "forwarded": told}


def _within(client: bytes, header: bytes) -> tuple[int, int] | None:
    """Where in a header the client stands; null where who connected is believed."""
    address = address_of(client.decode("ascii", "replace"))
    told = forwarded(header.decode("ascii", "replace")) if address and is_near(address) else ""
    at = header.rfind(told.encode()) if told else -1
    return (at, at + len(told)) if at >= 0 else None


def _decoded(lines: Lines, run: Run, odd: Offsets, columns: Mapping[str, int]) -> Requests:
    """Records that the reader had to look at one by one, written down again with their columns in our order."""
    pieces: list[bytes] = []
    for number in odd.tolist():
        fields = lines.decode(run.first + number).fields
        pieces.extend(_text(_value(fields, _FIELDS.get(meaning) or run.names[at])) for meaning, at in columns.items())
    lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    starts, ends = (ends - lengths).reshape(len(odd), -1), ends.reshape(len(odd), -1)
    again = Run(
        first=0,
        names=tuple(columns),
        when=lambda: run.times[odd],
        plain=np.ones(len(odd), dtype=bool),
        bounds=lambda column, records: (starts[records, column], ends[records, column]),
    )
    values = Values(b" ".join(pieces) + b" ")
    return _Copied(values, odd + run.first, again.times, {meaning: at for at, meaning in enumerate(columns)}, again)


class _Copied(Requests):
    """Requests whose values lie in a text of their own, in the order of `rows`."""

    def _bounds(self, meaning: str, numbers: Offsets) -> Bounds:
        return self._run.bounds(self._columns[meaning], numbers)


def _value(fields: Mapping[str, Value], name: str) -> Value:
    # A log of several forms may say more of a client than its columns do.
    return client_of(fields, ("c-ip", "c-dns")) if name == "c-ip" else fields.get(name)


def _text(value: Value) -> bytes:
    if isinstance(value, tuple):
        value = value[0] if value else None
    return b"-" if value is None or value == "" else str(value).encode("utf-8", "surrogateescape")


def timed(times: Offsets) -> Offsets:
    """The times there are."""
    found: Offsets = times[times != TIMELESS]
    return found
