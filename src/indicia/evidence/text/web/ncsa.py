"""Web logs in the NCSA common and combined formats: Apache, nginx, IIS where it was told so, and many others."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.evidence.text.families.layout import Layout, Misfit, Values
from indicia.evidence.text.logs.free_log import FreeForm, Plain, read_free_log
from indicia.evidence.text.logs.sorted_lines import SortedLines
from indicia.evidence.text.raw.ranged import ranged
from indicia.evidence.text.raw.ranges import Range, parts_of, ranges_of
from indicia.evidence.text.raw.times import NONE
from indicia.evidence.text.web.ncsa_columns import measured
from indicia.evidence.text.web.ncsa_line import (
    Parsed,
    are_addresses,
    holds_another,
    iso_micros,
    micros_of,
    parsed,
    request_of,
    unescaped,
    unescaped_name,
)
from indicia.evidence.text.web.request_fields import TOLD, set_address, set_client, set_field, set_host, set_target
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Lines, Offsets

_ZONE = re.compile(r"[+-]\d\d:?\d\d$|Z$", re.ASCII)
_NO_ZONE = "some times carry no zone: those records carry no time"
_MADE_OF = {
    "cs-host": ("cs-host",),
    "s-port": ("cs-host",),
    "c-ip": ("c-ip",),
    "c-dns": ("c-ip",),
    "c-port": ("c-ip",),
    TOLD: (TOLD, "c-ip"),
    "c-ident": ("c-ident",),
    "cs-username": ("cs-username",),
    "cs-method": ("cs-method",),
    "url.path": ("cs-uri-stem",),
    "url.query": ("cs-uri-query",),
    "cs-uri-stem": ("cs-uri-stem",),
    "cs-uri-query": ("cs-uri-stem", "cs-uri-query"),
    "cs-version": ("cs-version",),
    "sc-status": ("sc-status",),
    "sc-bytes": ("sc-bytes",),
    "cs-referer": ("cs(Referer)",),
    "cs-user-agent": ("cs(User-Agent)",),
}
"""What each field of a plain line is made of."""


@reader(Kind.NCSA, Kind.IIS_NCSA)
def read_ncsa(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    r"""Read such a log into `web_request`, one batch per block.

    Times are brought to UTC by the zone that each line carries; without one there is no time, and a note says so.
    `-` is an absent field.  What Apache and nginx escape (`\"`, `\xHH`) is what it stands for; IIS escapes nothing.
    A line that is none of such a log is a fault.
    Source: see `ncsa_line`.
    """
    return read_free_log(stream, ledger, limits, NcsaForm(str(evidence.kind)))


def cut(stream: BinaryIO, evidence: Evidence) -> tuple[Range, ...] | None:
    """The ranges of a log; null where it cannot be cut."""
    found = ranges_of(stream, evidence.size)
    return None if found is None else found[0]


def read_from(
    stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, begin: Range | None
) -> Iterator[Lines]:
    """Go on from where the stream stands with a range of a log; with null, from its beginning, all of it."""
    return read_free_log(stream, ledger, limits, NcsaForm(str(evidence.kind)), begin=begin)


for _kind in (Kind.NCSA, Kind.IIS_NCSA):
    in_parts(_kind, Parts(parts_of, ranged(cut, read_from)))


class NcsaForm(FreeForm):
    """One log."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._escapes = source != Kind.IIS_NCSA.value

    def measure(self, block: SortedLines, starts: Offsets, ends: Offsets) -> Plain:
        """See `FreeForm`."""
        return measured(block, starts, ends)

    def split(self, line: str, layout: Layout) -> Values | Misfit:
        """No values under columns: which there are depends on the line."""
        found = parsed(line)
        if found is None:
            return Misfit("no request of an NCSA log")
        torn = any(text.startswith('"') for text in found.more)
        if line.count('] "') > 1 and holds_another(line):
            return Values([found.stamp], "another line begins within the line, and is no record of its own")
        return Values([found.stamp], "a quote is not closed" if torn else "")

    def opened(self, line: str, layout: Layout) -> tuple[list[str], dict[str, Value]]:
        """See `Form`."""
        found = parsed(line)
        return ([], {}) if found is None else ([found.stamp], self._fields(found))

    def named(self, line: str, layout: Layout, values: list[str]) -> dict[str, Value]:
        """See `Form`."""
        return self.opened(line, layout)[1]

    def time(self, line: str, layout: Layout, values: list[str], day: int | None) -> int:
        """UTC by the zone of the line; none without one."""
        stamp = values[0] if values else ""
        micros = micros_of(stamp)
        if micros is None and stamp[4:5] == "-":
            micros = iso_micros(stamp)
        if micros is None or micros == NONE:
            if not _ZONE.search(stamp):
                self.note(_NO_ZONE)
            return NONE
        return micros

    def columns_of(self, layout: Layout, fields: frozenset[str]) -> tuple[int, ...] | None:
        """What stands behind the columns that are known may come under any name."""
        if any(field.startswith("extra-") for field in fields):
            return None
        wanted = {name for field in fields for name in _MADE_OF.get(field, ())}
        return tuple(number for number, name in enumerate(layout.fields) if name in wanted)

    def fields_of(self, layout: Layout, columns: tuple[int, ...], values: list[str]) -> dict[str, Value]:
        """As `opened`."""
        fields: dict[str, Value] = {}
        stem = query = ""
        for column, value in zip(columns, values, strict=True):
            match layout.fields[column]:
                case "cs-host":
                    set_host(fields, value)
                case "c-ip":
                    set_client(fields, value)
                case "cs-uri-stem":
                    stem = value
                case "cs-uri-query":
                    query = value
                case "cs(Referer)":
                    set_field(fields, "cs-referer", value)
                case "cs(User-Agent)":
                    set_field(fields, "cs-user-agent", value)
                case "x-forwarded-for":
                    if are_addresses(value):
                        set_field(fields, TOLD, value)
                case name:
                    set_field(fields, name, value)
        set_address(fields, stem, query)
        return fields

    def _fields(self, found: Parsed) -> dict[str, Value]:
        """Fields in the order of the line."""
        plain = unescaped if self._escapes else str
        fields: dict[str, Value] = {}
        if found.host:
            set_host(fields, plain(found.host))
        set_client(fields, plain(found.client))
        set_field(fields, "c-ident", plain(found.ident))
        set_field(fields, "cs-username", unescaped_name(found.user) if self._escapes else found.user)
        text = plain(found.request)
        request = request_of(text)
        if request is None:
            set_field(fields, "cs-request", text)
        else:
            fields["cs-method"] = request.method
            set_target(fields, request.target, bool(found.host))
            set_field(fields, "cs-version", request.version)
        set_field(fields, "sc-status", found.status)
        set_field(fields, "sc-bytes", found.size)
        if found.referer is not None:
            set_field(fields, "cs-referer", plain(found.referer))
        if found.agent is not None:
            set_field(fields, "cs-user-agent", plain(found.agent))
        for number, text in enumerate(map(plain, found.more), 1):
            told = number == 1 and found.told and are_addresses(text)
            set_field(fields, TOLD if told else f"extra-{number}", text)
        return fields
