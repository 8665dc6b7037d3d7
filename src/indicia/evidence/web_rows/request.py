"""One row as a web request: which value is what, and the fields that a log of the server would have given."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from indicia.evidence.text.web.ncsa_line import address_and_port, are_addresses, request_of
from indicia.evidence.text.web.percent import each_once, unquoted
from indicia.evidence.text.web.request_fields import TOLD, set_address, set_client, set_field, set_host, set_target
from indicia.evidence.web_rows.flat import Flat
from indicia.evidence.web_rows.line import OldLine, old_line
from indicia.evidence.web_rows.names import (
    AGENT,
    CLIENT,
    COLUMNS,
    COMPUTER,
    COOKIE,
    FORWARDED,
    HOST,
    METHOD,
    QUERY,
    REFERER,
    REQUEST,
    STATUS,
    STEM,
    TAKEN,
    TARGET,
    Plan,
    spelt,
)
from indicia.model.record import Value

_HEADERS = {AGENT: "cs-user-agent", REFERER: "cs-referer", COOKIE: "cs-cookie"}
_COUNTED = frozenset((STATUS, "sc-substatus", "sc-win32-status", "sc-bytes", "cs-bytes", TAKEN, "c-port", "s-port"))
_LOOKED_AT = _COUNTED | {"cs-version", QUERY, FORWARDED}
"""Columns of which values are not taken as they stand."""
_ABSENT = frozenset({"", "-"})
_OF_IIS = "csuriquery"
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII)
"""A number as Kibana prints it."""
_PATH = re.compile(r"/\S*")
"""What some call a request."""
_VERSION = re.compile(r"[0-9](?:\.[0-9])?", re.ASCII)
_WITH_UNIT = re.compile(r"([0-9.]+)(ns|us|µs|ms|s|m)", re.ASCII)
"""How Caddy writes a duration if it is told to."""
_UNITS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
_FROM = {
    "cs-host": (HOST,),
    "s-port": (HOST, "s-port"),
    "c-ip": (CLIENT,),
    "c-dns": (CLIENT,),
    "c-port": (CLIENT, "c-port"),
    TOLD: (CLIENT, FORWARDED),
    f"{TOLD} (row)": (CLIENT, FORWARDED),
    "url.path": (STEM,),
    "url.query": (QUERY,),
    STEM: (STEM,),
    QUERY: (STEM, QUERY),
    **{name: (column,) for column, name in _HEADERS.items()},
}
"""What fields are made of that are not called as what they are made of."""
_RESERVED = frozenset((*_FROM, *COLUMNS))


class Request(Struct):
    """What a row says."""

    values: dict[str, str]
    """By column; none for what is absent."""
    more: dict[str, Value]
    """All other values under their own names."""
    forms: tuple[str, ...] = ()
    """Further forms of the path."""
    whole: str = ""
    """An address that begins with no path."""
    odd: str = ""
    """What was sent instead of a request."""
    line: OldLine | None = None
    """What the row holds of it is the line of a log."""
    text: str = ""
    """That line."""

    @property
    def plain(self) -> bool:
        """Whether the columns alone decide the fields that are made of columns."""
        if self.line is not None or self.forms or self.whole or self.odd:
            return False
        # What is not the value of its column may still be called like it.
        return _RESERVED.isdisjoint(self.more) and _one_client(self.values.get(CLIENT, ""))

    def fields(self) -> dict[str, Value]:
        """As a decoded log has them."""
        values = self.values
        found = fields_of((column, values[column]) for column in COLUMNS if column in values)
        more = self.more
        if self.line is not None:
            differing = {name: value for name, value in found.items() if self.line.fields.get(name, value) != value}
            found, more = found | self.line.fields, differing | more
        if self.whole:
            set_target(found, self.whole, HOST in self.values)
        if self.odd:
            found["cs-request"] = self.odd
        if self.forms:
            stem = found.get(STEM, ())
            found[STEM] = each_once((*(stem if isinstance(stem, tuple) else (str(stem),)), *self.forms))
        for name, value in more.items():
            found[_free(name, found)] = value
        return found


def _free(name: str, taken: Mapping[str, Value]) -> str:
    """The name, or one like it that nothing has."""
    while name in taken:
        name += " (row)"
    return name


@lru_cache(maxsize=4096)
def _one_client(client: str) -> bool:
    """Whether a client is what it is called by: neither with a port nor several addresses."""
    known = address_and_port(client)
    return "," not in client and (known is None or known[0] == client)


def sources_of(fields: frozenset[str]) -> frozenset[str]:
    """The columns that decide these fields."""
    return frozenset(column for name in fields for column in _FROM.get(name, (name,)))


def fields_of(values: Iterable[tuple[str, str]]) -> dict[str, Value]:
    """Fields of values by their columns, in the order of `names.COLUMNS`."""
    found: dict[str, Value] = {}
    stem = query = ""
    for column, value in values:
        if not value or value == "-":
            continue
        if column == STEM:
            stem = value
        elif column == QUERY:
            query = value
        elif column == CLIENT:
            set_client(found, value)
        elif column == HOST:
            set_host(found, value)
        elif column == FORWARDED:
            found[TOLD if TOLD not in found else f"{TOLD} (row)"] = value
        elif column in _HEADERS:
            # IIS writes `+` for a blank.
            found[_HEADERS[column]] = (value, value.replace("+", " ")) if _is_joined(value) else value
        else:
            set_field(found, column, value)
    set_address(found, stem, query)
    return found


def _is_joined(value: str) -> bool:
    return "+" in value and " " not in value


def with_blanks(value: str) -> str:
    """A header that IIS wrote with `+` as it was; empty for any other."""
    return value.replace("+", " ") if _is_joined(value) else ""


def request_in(flat: Flat, plan: Plan) -> Request | None:
    """The request of a row; null where it tells of none: neither what was asked for nor how a client was answered."""
    values: dict[str, str] = {}
    more: dict[str, Value] = {}
    for column, names in plan.columns:
        value = flat.get(names[0])
        if value.__class__ is str and len(names) == 1 and (column not in _LOOKED_AT or _is_count(column, value)):
            if value not in _ABSENT:
                values[column] = value
        else:
            _choose(flat, plan, column, names, values, more)
    for name in plan.others:
        if value := flat.get(name):
            more[name] = value
    found = Request(values, more)
    if not _take_address(found, plan):
        for name in plan.lines:
            text = more.get(name)
            line = old_line(text) if isinstance(text, str) else None
            if line is not None:
                found.line, found.text = line, str(more.pop(name))
                return found
        if not (STATUS in values and CLIENT in values):
            return None
    return found


def _is_count(column: str, value: str) -> bool:
    return column in _COUNTED and column != TAKEN and value.isdigit()


def _choose(
    flat: Flat, plan: Plan, column: str, names: tuple[str, ...], values: dict[str, str], more: dict[str, Value]
) -> None:
    """The first value there is; others that are not the same keep their own names."""
    for name in names:
        value = flat.get(name)
        if value is None:
            continue
        if isinstance(value, tuple):
            more[name] = value
            value = value[0]
        text = str(value)
        if text in _ABSENT:
            continue
        written = _as_logged(column, text, plan.scales.get(name, 1.0))
        if column == QUERY and text[0] == "?" and spelt(name) != _OF_IIS:
            # Apache writes it before a query; in a log of IIS it would be the client's.
            written = text[1:]
        if column in values:
            if values[column] != written:
                more.setdefault(name, value)
        elif column == FORWARDED and not are_addresses(text):
            more.setdefault(name, value)
        else:
            values[column] = written
            if column == TAKEN and written != text:
                more[name] = value


def _as_logged(column: str, text: str, scale: float) -> str:
    """A value as a log of the server would have it."""
    if column in _COUNTED:
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        return _milliseconds(text, scale) if column == TAKEN and scale != 1.0 else text
    if column == "cs-version" and _VERSION.fullmatch(text):
        return f"HTTP/{text}"
    return text


def _milliseconds(text: str, scale: float) -> str:
    united = _WITH_UNIT.fullmatch(text)
    try:
        taken = float(united[1]) * _UNITS[united[2]] if united else float(text) * scale
    except (ValueError, KeyError):
        return text
    return f"{taken:.3f}".rstrip("0").rstrip(".")


def _take_address(found: Request, plan: Plan) -> bool:
    """Path and query out of whatever tells them; false where nothing does."""
    values = found.values
    target, line = values.pop(TARGET, ""), values.pop(REQUEST, "")
    if line:
        _take_line(found, line, keep=bool(target or STEM in values), names=_names(plan, REQUEST))
    if target:
        _take_target(found, target, _names(plan, TARGET))
    elif STEM in values and "?" in values[STEM] and QUERY not in values:
        values[STEM], _, values[QUERY] = values[STEM].partition("?")
    return STEM in values or bool(found.whole or found.odd)


def _names(plan: Plan, column: str) -> tuple[str, ...]:
    return next((names for known, names in plan.columns if known == column), ())


def _take_line(found: Request, line: str, *, keep: bool, names: tuple[str, ...]) -> None:
    request = request_of(line)
    if request is None:
        if not keep and _PATH.fullmatch(line):
            _take_target(found, line, ())
        elif keep:
            found.more[names[0]] = line
        else:
            found.odd = line
        return
    found.values.setdefault(METHOD, request.method)
    if request.version:
        found.values.setdefault("cs-version", request.version)
    if keep:
        found.more[names[0]] = line
    else:
        _take_target(found, request.target, ())


def _take_target(found: Request, target: str, names: tuple[str, ...]) -> None:
    """`names`: what it is called, for where the path is known anyway and it says something else."""
    values = found.values
    if "://" in target and not target.startswith("/"):
        if STEM not in values:
            found.whole = target
        elif names:
            found.more.setdefault(names[0], target)
        return
    stem, _, query = target.partition("?")
    known, asked = values.get(STEM, ""), values.get(QUERY, "")
    if known and known != stem:
        # Who takes addresses apart decodes them as well.
        found.forms = unquoted(known)
    if stem:
        values[STEM] = stem
    if query:
        if asked and asked.removeprefix("?") != query:
            found.more.setdefault("url.query (decoded)", asked)
        values[QUERY] = query


def host_of(request: Request) -> str | None:
    """The server that a row names; null where it names none."""
    return request.values.get(COMPUTER) or None
