"""The CSV logs of Exchange: HttpProxy, ECP, EWS, CmdletInfra, OABGenerator, message tracking, and any other."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.identify_exchange import declared_kind
from indicia.evidence.readers import reader
from indicia.evidence.text.exchange.event_data import strings_of
from indicia.evidence.text.exchange.httpproxy_columns import COLUMNS, PROTOCOLS, TRUSTED
from indicia.evidence.text.exchange.quoted import split_csv
from indicia.evidence.text.exchange.shifted import is_shifted
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout, Misfit, Values, position, too_few_or_many
from indicia.evidence.text.families.of_values import time_of
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.raw.times import NONE, parse_stamp
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Lines
from indicia.tables.schema import EXCHANGE_LOG

_STAMPS = ("datetime", "date-time", "timestamp")
_HOSTS = ("serverhostname", "servername")
_ECP = ("TimeStamp", "ServerName", "EventId", "EventData")
_EVENT_DATA = "EventData"
_WITH_EVENT_DATA = frozenset({Kind.ECP_SERVER, Kind.ECP_ACTIVITY, Kind.EXCHANGE_OTHER})
_NAME = re.compile(r"[A-Za-z][\w.#() -]{0,99}", re.ASCII)
_MOST_COLUMNS = 1000
_ANOTHER = Layout(fields=(), sep=",")
"""Of lines of another kind of log, which was put behind this one."""
_STRANGE = "the log of another kind begins before this line; it has to be a file of its own"
_SPELLED = {
    name.lower(): name
    for name in (*COLUMNS, *_ECP, "Cmdlet", "Parameters", "ClientInfo", "ExecutionResult", "SoapAction", "StartTime")
}
"""Spelling of known columns: scripts that export logs write names as they were typed (`ClientIPAddress`)."""


@reader(
    Kind.HTTPPROXY,
    Kind.ECP_SERVER,
    Kind.ECP_ACTIVITY,
    Kind.OABGEN,
    Kind.EWS,
    Kind.RPS_CMDLET,
    Kind.RPS_HTTP,
    Kind.MESSAGE_TRACKING,
    Kind.EXCHANGE_OTHER,
)
def read_exchange_log(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """Read a CSV log of Exchange into `exchange_log`, one batch per block.

    Columns are those that `#Fields:` or a plain header row declares, known ones in Exchange's own spelling; an empty
    value is an absent field; times are UTC.
    A line with more or fewer values than columns is a fault; in the ECP logs the last column takes the rest of the
    line, and in the OABGenerator log every line is a record.  Lines behind the `#Log-type:` of another kind are faults.
    """
    return read_log(stream, ledger, limits, ExchangeForm(evidence.kind))


class ExchangeForm(Form):
    """One CSV log of Exchange."""

    table = EXCHANGE_LOG.name

    def __init__(self, kind: Kind) -> None:
        super().__init__(str(kind))
        self._kind = kind
        self._types: set[str] = set()
        """Its own types, as declared before the first line."""
        if kind is Kind.OABGEN:
            self.layout = self._layout(())

    def matters(self, directive: str) -> bool:
        """`#Fields` with other columns than now."""
        name, _, value = directive.partition(":")
        if name.strip().lower() == "#log-type":
            if self.layout is None:
                self._types.add(value.strip().lower())
                return False
            return self._is_strange(value) != (self.layout is _ANOTHER)
        if name.strip().lower() != "#fields" or self.layout is _ANOTHER:
            return False
        new, now = self._declared(value), self.layout
        return new is None or now is None or (new.fields, new.sep) != (now.fields, now.sep)

    def follow(self, directive: str) -> None:
        """Take over new columns, or leave what another kind of log begins behind this one."""
        name, _, value = directive.partition(":")
        if name.strip().lower() == "#log-type":
            own = self._layout(()) if self._kind is Kind.OABGEN else None
            self.layout = _ANOTHER if self._is_strange(value) else own
            return
        self.layout = self._declared(directive.partition(":")[2])

    def _is_strange(self, log_type: str) -> bool:
        """Whether a type is that of another kind of log; of two types without a kind every other one is."""
        value = log_type.strip().lower()
        kind = declared_kind(value)
        if value in self._types or kind is self._kind:
            return False
        return kind is not None or bool(self._types)

    def header(self, line: str) -> Layout | None:
        """Column names without `#Fields:`, all different, a time among them or the columns that hold now."""
        if self.layout is _ANOTHER:
            return None
        sep = _separator(line)
        names = split_csv(line, sep)
        if names is None or not 2 <= len(names) <= _MOST_COLUMNS:
            return None
        fields = tuple(name.strip() for name in names)
        while fields and not fields[-1]:
            fields = fields[:-1]
        if len(set(fields)) < len(fields) or not all(_NAME.fullmatch(name) for name in fields):
            return None
        known = set(COLUMNS) if self._kind is Kind.HTTPPROXY else set()
        named = position(fields, (*_STAMPS, "date", "starttime")) is not None or len(known & set(fields)) > 1
        return self._layout(fields, sep, plain_header=line.encode()) if named else None

    def assume(self, line: str) -> Layout | None:
        """The known columns of HttpProxy and ECP logs, when this line starts like one of their records."""
        sep = _separator(line)
        if self._kind is Kind.HTTPPROXY:
            values = split_csv(line, sep) or []
            if not 20 <= len(values) <= len(COLUMNS) or values[7].lower() not in PROTOCOLS:
                return None
            if parse_stamp(values[0]) == NONE:
                return None
            count = len(values)
            names = COLUMNS if count == len(COLUMNS) else COLUMNS[:TRUSTED]
            unnamed = tuple(f"column {number}" for number in range(len(names) + 1, count + 1))
            self.note(
                f"no #Fields line: columns of HttpProxy assumed for the first {min(count, len(names))} of {count}"
            )
            return self._layout((*names[:count], *unnamed), sep)
        if self._kind in {Kind.ECP_SERVER, Kind.ECP_ACTIVITY}:
            values = split_csv(line, sep, len(_ECP)) or []
            if len(values) != len(_ECP) or parse_stamp(values[0]) == NONE:
                return None
            self.note("no #Fields line: columns of the ECP logs assumed")
            return self._layout(_ECP, sep)
        return None

    def split(self, line: str, layout: Layout) -> Values | Misfit:
        """Values of one CSV line."""
        width = len(layout.fields)
        if layout is _ANOTHER:
            return Misfit(_STRANGE)
        if not width:
            return Values([])
        values = split_csv(line, layout.sep, width if layout.rest else 0)
        if layout.loose and (values is None or len(values) < width):
            return Values((values or []) + [""] * (width - len(values or [])))
        if values is None:
            return Misfit("a quoted value does not end", unclosed=True)
        # A separator behind the last value; one in front of it that damage put there moves what follows.
        if len(values) == width + 1 and not values[-1] and not is_shifted(values, layout.fields):
            values.pop()
        if len(values) != width:
            return Misfit(too_few_or_many(len(values), width))
        return Values(values)

    def named(self, line: str, layout: Layout, values: list[str]) -> dict[str, Value]:
        """Each column under its name, in the ECP logs each `S:KEY` as well, in the OABGenerator log `Text`."""
        fields = _fields(layout.fields, values)
        if self._kind in _WITH_EVENT_DATA:
            data = fields.get(_EVENT_DATA)
            for key, each in strings_of(data if isinstance(data, str) else "").items():
                fields.setdefault(key, each[0] if len(each) == 1 else each)
        if self._kind is Kind.OABGEN:
            fields["Text"] = line
        return fields

    def time(self, line: str, layout: Layout, values: list[str], day: int | None) -> int:
        """See `Form`."""
        micros = time_of(values, layout)
        return parse_stamp(line, alone=False) if micros == NONE and layout.loose else micros

    def columns_of(self, layout: Layout, fields: frozenset[str]) -> tuple[int, ...] | None:
        """A field is the column of its name, but in logs whose records are more than their columns."""
        if layout.rest or self._kind in _WITH_EVENT_DATA or self._kind is Kind.OABGEN:
            return None
        return tuple(number for number, name in enumerate(layout.fields) if name in fields)

    def fields_of(self, layout: Layout, columns: tuple[int, ...], values: list[str]) -> dict[str, Value]:
        """As `decode`."""
        return _fields(tuple(layout.fields[column] for column in columns), values)

    def _declared(self, names: str) -> Layout | None:
        sep = _separator(names)
        fields = [name.strip() for name in split_csv(names.strip().rstrip(sep + " "), sep) or []]
        return self._layout(tuple(fields), sep) if any(fields) else None

    def _layout(self, fields: tuple[str, ...], sep: str = ",", plain_header: bytes = b"") -> Layout:
        loose = self._kind is Kind.OABGEN
        fields = tuple(_SPELLED.get(name.lower(), name) for name in fields)
        stamp = position(fields, _STAMPS)
        return Layout(
            fields=fields,
            sep=sep,
            quoted=True,
            rest=loose or (bool(fields) and fields[-1] == _EVENT_DATA),
            loose=loose,
            plain_header=plain_header,
            stamp=stamp,
            date=position(fields, ("date",)) if stamp is None else None,
            time=position(fields, ("time",)) if stamp is None and position(fields, ("date",)) is not None else None,
            host=position(fields, _HOSTS),
            part=position(fields, ("protocol",)) if self._kind is Kind.HTTPPROXY else None,
        )


def _fields(names: tuple[str, ...], values: list[str]) -> dict[str, Value]:
    """An empty value is an absent field."""
    return {name: value for name, value in zip(names, values, strict=False) if value}


def _separator(header: str) -> str:
    """Tab where the header has tabs and no comma; semicolon where it was exported so; else comma."""
    if "," in header:
        return ","
    return "\t" if "\t" in header else ";" if ";" in header else ","
