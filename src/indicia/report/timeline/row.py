"""One row of the timeline before a format writes it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import orjson
from msgspec import Struct

from indicia.model.record import Record, Value
from indicia.report.clean import clean_json
from indicia.report.timeline.message import message

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INT64 = 2**63
_WHAT = {
    "win_event": "Event Logged",
    "web_request": "Request Logged",
    "exchange_log": "Entry Logged",
    "file": "File Time",
    "iis_config": "Not a time",
    "exported": "Object Changed",
    "file_journal": "File Changed",
}
_LEFT_OUT = frozenset({"Content", "Header"})
"""Fields of a file that are its content, up to a megabyte, and no event."""


class Row(Struct, frozen=True):
    """A record at one of its times."""

    record: Record
    time: datetime | None
    """UTC."""
    what: str
    """What the time is the time of: `timestamp_desc` of Timesketch."""
    host: str
    """Canonical name."""
    path: str
    """Display path of the evidence file."""

    @property
    def micros(self) -> int | None:
        """Microseconds since 1970; null without a time."""
        return None if self.time is None else micros_of(self.time)

    @property
    def moment(self) -> str | None:
        """`2021-03-03T04:10:00.000000+00:00`; always with six decimals, which importers guess the form from."""
        if self.time is None:
            return None
        moment = self.time if self.time.tzinfo is UTC else self.time.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")

    @property
    def message(self) -> str:
        """One line for people."""
        return message(self.record)

    @property
    def data_type(self) -> str:
        """`indicia:win_event`: ours, so that nobody takes the fields for those of another tool."""
        return f"indicia:{self.record.table}"

    @property
    def event_id(self) -> int | None:
        """Event id of a Windows event."""
        number = self.record.fields.get("EventID") if self.record.table == "win_event" else None
        return number if isinstance(number, int) else None

    @property
    def record_id(self) -> int | None:
        """Number of a Windows event in its channel; null also where no 64 bits hold it."""
        number = self.record.at.record_id
        return number if number is not None and -_INT64 <= number < _INT64 else None

    @property
    def fields(self) -> Mapping[str, Value]:
        """The fields an analyst searches.

        The content of a file is not among them, and of a web request's value only the most readable of its forms.
        """
        fields = self.record.fields
        match self.record.table:
            case "web_request":
                return {name: value[-1] if type(value) is tuple and value else value for name, value in fields.items()}
            case "file":
                return {name: value for name, value in fields.items() if name not in _LEFT_OUT}
        return fields


def rows_of(record: Record, host: str, path: str) -> Iterator[Row]:
    """The rows of a record: one, but of a file one for each of its times."""
    if record.table == "file":
        times: dict[datetime | None, list[str]] = {}
        for name, what in (("Created", "Created"), ("Modified", "Modified")):
            moment = _moment(record.fields.get(name))
            if moment is not None:
                times.setdefault(moment, []).append(what)
        if times:
            for moment, whats in times.items():
                yield Row(record, moment, f"File {' and '.join(whats)}", host, path)
            return
    what = _WHAT.get(record.table, "Logged") if record.time is not None else "Not a time"
    yield Row(record, record.time, what, host, path)


def micros_of(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def _moment(value: Value) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
    except ValueError:
        return None


def to_json(value: object) -> bytes:
    """JSON in UTF-8 that acts on no terminal; equal values give equal bytes."""
    return clean_json(dumps(value))


def dumps(value: object) -> bytes:
    """JSON in UTF-8.

    Lone surrogates become `\\udc80` in letters, as they do in the case, and numbers beyond 64 bits become text.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_plain(value))


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {str(_plain(str(name))): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and not -_INT64 <= value < 2 * _INT64:
        return str(value)
    return value
