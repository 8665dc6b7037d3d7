"""IIS logs in the format "IIS", older than the W3C extended one: values between commas, times of the server."""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from indicia.config import Limits
from indicia.evidence.readers import reader
from indicia.evidence.text.families.layout import Layout, Misfit, Values
from indicia.evidence.text.logs.free_log import FreeForm, Plain, read_free_log, timeless
from indicia.evidence.text.logs.sorted_lines import SortedLines
from indicia.evidence.text.raw.columns import Flags
from indicia.evidence.text.raw.times import NONE
from indicia.evidence.text.web.iis_native_line import NAMES, QUERY, STEM, native_values
from indicia.evidence.text.web.percent import unquoted
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Lines, Offsets

_COLUMNS = len(NAMES)
_LAYOUT = Layout(fields=NAMES, sep=",", host=NAMES.index("s-computername"))
_MADE_OF = {"url.path": (STEM,), "url.query": (QUERY,), "cs-uri-query": (STEM, QUERY)}
_LOCAL = "times are the server's own and the offset is unknown: records carry no time"
_COMMA, _BLANK = b", "


@reader(Kind.IIS_NATIVE)
def read_iis_native(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """Read such a log into `web_request`, one batch per block.

    Date and time are kept as written: they are local, in the order of the server's own settings, and without a zone,
    so records carry no time.  `-` is an absent field.  A line of another form is a fault.
    Source: Microsoft Learn, "IIS Log File Formats" (IIS 6.0), "Microsoft IIS Log File Format".
    """
    form = IisNativeForm(str(evidence.kind))
    form.note(_LOCAL)
    return read_free_log(stream, ledger, limits, form)


class IisNativeForm(FreeForm):
    """One log."""

    def measure(self, block: SortedLines, starts: Offsets, ends: Offsets) -> Plain:
        """See `FreeForm`."""
        commas = np.flatnonzero(block.codes == _COMMA)
        first = np.searchsorted(commas, starts)
        fits: Flags = np.searchsorted(commas, ends) - first == _COLUMNS
        padded = np.append(commas, np.full(_COLUMNS, len(block.codes), dtype=np.int64))
        codes = np.append(block.codes, np.zeros(2, dtype=np.uint8))
        stops = [padded[first + column] for column in range(_COLUMNS)]
        fits &= stops[-1] + 1 == ends
        for stop in stops[:-1]:
            fits &= codes[stop + 1] == _BLANK
        begins = [starts, *(stop + 2 for stop in stops[:-1])]
        # Such logs are small by now.
        for line in np.flatnonzero(fits).tolist():
            text = block.block.text[starts[line] : ends[line]]
            fits[line] = native_values(text.decode("latin-1")) is not None
        return Plain(_LAYOUT, fits, list(zip(begins, stops, strict=True)), timeless(len(first)))

    def split(self, line: str, layout: Layout) -> Values | Misfit:
        """See `Form`."""
        found = native_values(line)
        if found is None:
            return Misfit("no request of an IIS log in its own format")
        return Values(found, "commas inside the address" if "," in found[STEM] else "")

    def named(self, line: str, layout: Layout, values: list[str]) -> dict[str, Value]:
        """See `Form`."""
        return self.fields_of(layout, tuple(range(len(values))), values)

    def time(self, line: str, layout: Layout, values: list[str], day: int | None) -> int:
        """None: see `read_iis_native`."""
        return NONE

    def columns_of(self, layout: Layout, fields: frozenset[str]) -> tuple[int, ...] | None:
        """See `Form`."""
        wanted = {number for field in fields for number in _MADE_OF.get(field, ())}
        return tuple(number for number, name in enumerate(NAMES) if name in fields or number in wanted)

    def fields_of(self, layout: Layout, columns: tuple[int, ...], values: list[str]) -> dict[str, Value]:
        """See `Form`."""
        known = {column: value for column, value in zip(columns, values, strict=True) if value and value != "-"}
        fields: dict[str, Value] = {
            NAMES[column]: value for column, value in known.items() if column not in {STEM, QUERY}
        }
        stem, query = known.get(STEM, ""), known.get(QUERY, "")
        if stem:
            fields["url.path"], fields["cs-uri-stem"] = stem, unquoted(stem)
        if query:
            fields["url.query"] = query
        if stem or query:
            fields["cs-uri-query"] = unquoted(f"{stem}?{query}" if query else stem)
        return fields
