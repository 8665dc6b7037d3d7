"""IIS logs in the W3C extended format."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout, Misfit, Values, position, too_few_or_many
from indicia.evidence.text.families.of_values import time_of
from indicia.evidence.text.logs.log import read_log
from indicia.evidence.text.raw.ranged import ranged
from indicia.evidence.text.raw.ranges import Range, parts_of, ranges_of
from indicia.evidence.text.raw.times import DAY, NONE, parse_day
from indicia.evidence.text.web.percent import each_once, unquoted
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Lines
from indicia.tables.schema import WEB_REQUEST

_REFERER = "cs(Referer)"
_KNOWN = frozenset(column.name for column in WEB_REQUEST.columns)
_DEFAULT = (
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken"
)
"""Columns that IIS 8 and later log when nobody chose others; IIS 7 lacks the referer."""
_HEADER_FIELD = re.compile(r"[csr]{1,2}\(([^()]+)\)")
_DIGITS = re.compile(r"-|\d{1,20}", re.ASCII)
_ADDRESS = re.compile(r"-|(?=[^.:]*[.:])[0-9A-Fa-f.:]+(%\w+)?", re.ASCII)
_SHAPES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "time": re.compile(r"\d\d?:\d\d:\d\d(\.\d+)?", re.ASCII),
    "s-ip": _ADDRESS,
    "c-ip": _ADDRESS,
    "cs-method": re.compile(r"\S+"),
    "cs-uri-stem": re.compile(r"[/*-].*"),
    "s-sitename": re.compile(r"\S+"),
    "s-computername": re.compile(r"\S+"),
    "cs-version": re.compile(r"-|HTTP/\S+"),
    "cs(referer)": re.compile(r"-|[^ ]*:.*"),
} | dict.fromkeys(
    ("s-port", "c-port", "sc-status", "sc-substatus", "sc-win32-status", "sc-bytes", "cs-bytes", "time-taken"), _DIGITS
)
"""What the values of known columns look like; used where the number of values does not tell the columns apart."""
_MADE_OF = {
    "url.path": ("cs-uri-stem",),
    "url.query": ("cs-uri-query",),
    "cs-uri-query": ("cs-uri-stem",),
}
"""Columns that a field is made of beside those of its own name."""
_MAY_HOLD_BLANKS = ("cs-uri-stem", "cs-uri-query", "cs-username", "cs-host")
_MOST_EXTRA = 64
"""More surplus blanks in a line than this are not worth a guess."""


@reader(Kind.IIS, Kind.HTTP_ERROR)
def read_iis(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """Read an IIS log, or that of http.sys, into `web_request`, one batch per block.

    `#Fields` may come again and change; `time` is UTC as written; `-` is an absent field.  A line with more or fewer
    values than fields is a fault, except where surplus blanks can belong to one column only; then it is a record and
    the ledger notes it.
    Source: W3C Extended Log File Format (WD-logfile-960323), "Directives" and "Entries".
    """
    return read_log(stream, ledger, limits, IisForm(str(evidence.kind)))


def read_from(
    stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, begin: Range | None
) -> Iterator[Lines]:
    """Go on from where the stream stands with a range of a log; with null, from its beginning, all of it."""
    form = IisForm(str(evidence.kind))
    for _ in form.recall(begin.headers if begin else ()):
        pass
    yield from read_log(stream, ledger, limits, form, begin=begin)


def cut(stream: BinaryIO, evidence: Evidence) -> tuple[Range, ...] | None:
    """The ranges of a log; null where it cannot be cut."""
    found = ranges_of(stream, evidence.size)
    return found[0] if found is not None and _apart(*found) else None


def _apart(ranges: tuple[Range, ...], headers: tuple[str, ...]) -> bool:
    """Whether the lines of each range say what they say without the lines before: columns are known where it begins,
    and no date has to be counted on from an earlier line."""
    if any(layout.dateless for layout in IisForm(Kind.IIS.value).recall(headers)):
        return False
    return all(any(IisForm(Kind.IIS.value).recall(one.headers)) for one in ranges[1:])


in_parts(Kind.IIS, Parts(parts_of, ranged(cut, read_from)))


class IisForm(Form):
    """One W3C log."""

    table = WEB_REQUEST.name

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._local = False

    def matters(self, directive: str) -> bool:
        """`#Fields` with other fields, `#Date` with another day, and a statement that times are local."""
        name, _, value = directive.partition(":")
        match name.strip().lower():
            case "#fields":
                new, now = self._declared(value), self.layout
                return new is None or now is None or (new.fields, new.sep) != (now.fields, now.sep)
            case "#date":
                return _day_of(value) not in {NONE, self.day}
            case "#time format":
                return (value.strip().lower() == "local") != self._local
        return False

    def follow(self, directive: str) -> None:
        """Take over new fields, another day, or local time."""
        name, _, value = directive.partition(":")
        match name.strip().lower():
            case "#fields":
                self.layout = self._declared(value)
            case "#date":
                self.day = _day_of(value)
            case _:
                self._local = value.strip().lower() == "local"
                self.note("times are local and the offset is unknown: records carry no time")
                if self.layout is not None:
                    self.layout = self._layout(self.layout.fields, self.layout.sep)

    def header(self, line: str) -> Layout | None:
        """Columns named without `#Fields:`."""
        if "cs-uri-stem" not in line and "cs-method" not in line:
            return None
        sep = "\t" if "\t" in line.strip() else " "
        fields = tuple(line.split())
        return self._layout(fields, sep) if position(fields, ("date", "time")) is not None else None

    def assume(self, line: str) -> Layout | None:
        """The default columns of IIS, when the values of this line look like them."""
        names = _DEFAULT.split()
        for fields in (names, [name for name in names if name != _REFERER]):
            for sep in (" ", "\t"):
                values = line.rstrip(" \t").split(sep)
                if len(values) == len(fields) and _looks_like(values, fields):
                    self.note(f"no #Fields line: the {len(fields)} default columns of IIS assumed")
                    return self._layout(tuple(fields), sep)
        return None

    def split(self, line: str, layout: Layout) -> Values | Misfit:
        """Values between blanks; surplus blanks are given to the one column whose value can hold them."""
        width = len(layout.fields)
        values = line.rstrip(" ").split(layout.sep) if layout.sep == " " else line.split(layout.sep)
        if len(values) == width and "" not in values:
            return Values(values)
        if layout.sep == " " and line.count("\t") >= width - 1:
            tabbed = line.rstrip("\t").split("\t")
            if len(tabbed) == width and _looks_like(tabbed, layout.fields):
                return Values(tabbed, "fields declared with blanks, values separated by tabs")
        if layout.sep == "\t" and len(values) in {width, width + 1} and not "".join(values[width:]):
            return Values(values[:width])
        fitting = _repairs(values, layout.fields) if width < len(values) <= width + _MOST_EXTRA else []
        if len(fitting) == 1:
            column, repaired = fitting[0]
            return Values(repaired, f"blanks inside the value of {layout.fields[column]}")
        filled = [value for value in values if value]
        if len(filled) == width:
            if layout.sep == " " and _looks_like(filled, layout.fields):
                return Values(filled, "several blanks between values")
            return Misfit(f"empty values among {width} fields")
        return Misfit(too_few_or_many(len(filled), width))

    def named(self, line: str, layout: Layout, values: list[str]) -> dict[str, Value]:
        """Fields under their names in the log; addresses and headers in each form they may be looked for in."""
        return _fields(layout.fields, values)

    def time(self, line: str, layout: Layout, values: list[str], day: int | None) -> int:
        """See `Form`."""
        micros = time_of(values, layout)
        if layout.dateless and micros != NONE:
            return NONE if day is None or day == NONE else day * DAY + micros
        return micros

    def columns_of(self, layout: Layout, fields: frozenset[str]) -> tuple[int, ...] | None:
        """Every field comes of columns alone; path and query say themselves what they are made of."""
        wanted = fields.union(*(_MADE_OF.get(field, ()) for field in fields))
        return tuple(number for number, (key, _) in enumerate(_keys(layout.fields)) if key in wanted)

    def fields_of(self, layout: Layout, columns: tuple[int, ...], values: list[str]) -> dict[str, Value]:
        """As `decode`."""
        return _fields(tuple(layout.fields[column] for column in columns), values)

    def _declared(self, names: str) -> Layout | None:
        fields = tuple(names.split())
        return self._layout(fields, "\t" if "\t" in names.strip() else " ") if fields else None

    def _layout(self, fields: tuple[str, ...], sep: str) -> Layout:
        local = self._local
        return Layout(
            fields=fields,
            sep=sep,
            date=None if local else position(fields, ("date",)),
            time=None if local else position(fields, ("time",)),
            host=position(fields, ("s-computername",)),
            part=position(fields, ("s-port",)),
        )


def _day_of(value: str) -> int:
    return parse_day(value.strip()[:10])


def _looks_like(values: list[str], fields: tuple[str, ...] | list[str]) -> bool:
    shapes = (_SHAPES.get(name.lower()) for name in fields)
    return all(shape is None or shape.fullmatch(value) for value, shape in zip(values, shapes, strict=True))


def _repairs(values: list[str], fields: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """Each way to give the surplus blanks to one column so that every known column looks right."""
    extra = len(values) - len(fields)
    ways = []
    for column, name in enumerate(fields):
        if name.lower() in _MAY_HOLD_BLANKS or _HEADER_FIELD.fullmatch(name):
            one = " ".join(values[column : column + extra + 1]).strip()
            way = [*values[:column], one, *values[column + extra + 1 :]]
            if all(way) and _looks_like(way, fields):
                ways.append((column, way))
    return ways


@lru_cache(maxsize=256)
def _keys(names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Key of each column, and what is done with its values."""
    keys = []
    for name in names:
        header = _HEADER_FIELD.fullmatch(name)
        if header:
            keys.append((f"{name.partition('(')[0]}-{header.group(1)}".lower(), _HEADER))
        else:
            key = name.lower() if name.lower() in _KNOWN else name
            keys.append((key, _QUERY if key == "cs-uri-query" else _STEM if key == "cs-uri-stem" else _PLAIN))
    return tuple(keys)


_PLAIN, _HEADER, _STEM, _QUERY = range(4)
"""A header is written with `+` for blanks, path and query may be percent-encoded."""


def _fields(names: tuple[str, ...], values: list[str]) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    stem = query = None
    for (key, what), value in zip(_keys(names), values, strict=False):
        if value == "-" or not value:
            continue
        if what == _PLAIN and key not in fields:
            fields[key] = value
            continue
        if what == _QUERY:
            query = value
            fields["url.query"] = value
            continue
        forms: Value = value
        if what == _HEADER:
            forms = (value, value.replace("+", " ")) if "+" in value else (value,)
        elif what == _STEM:
            stem, forms = value, unquoted(value)
            fields["url.path"] = value
        if key in fields:
            forms = each_once((*_several(fields[key]), *_several(forms)))
        fields[key] = forms
    if stem is not None or query is not None:
        fields["cs-uri-query"] = unquoted((stem or "") + ("" if query is None else f"?{query}"))
    return fields


def _several(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)
