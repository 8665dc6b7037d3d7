"""Which log of Exchange some lines are from: by its log type, its column names, or the shape of a bare row."""

import re
from collections.abc import Sequence

from indicia.model.evidence import Kind

_LOG_TYPES = (
    ("httpproxy", Kind.HTTPPROXY),
    ("http proxy", Kind.HTTPPROXY),
    ("ecp server", Kind.ECP_SERVER),
    ("ecp activity", Kind.ECP_ACTIVITY),
    ("oab gen", Kind.OABGEN),
    ("oabgen", Kind.OABGEN),
    ("ews", Kind.EWS),
    ("rps cmdlet", Kind.RPS_CMDLET),
    ("rps http", Kind.RPS_HTTP),
    ("message tracking", Kind.MESSAGE_TRACKING),
)
"""How the `#Log-type:` of a log begins; underscores and hyphens are read as blanks."""

_COLUMNS: tuple[tuple[frozenset[str], Kind], ...] = (
    (frozenset(("datetime", "anchormailbox")), Kind.HTTPPROXY),
    (frozenset(("datetime", "cmdlet", "parameters")), Kind.RPS_CMDLET),
    (frozenset(("datetime", "starttime", "cmdlet")), Kind.RPS_CMDLET),
    (frozenset(("datetime", "soapaction")), Kind.EWS),
    (frozenset(("datetime", "urlhost", "urlstem", "httpstatus")), Kind.RPS_HTTP),
    (frozenset(("datetime", "urlstem", "authenticationtype", "authenticateduser")), Kind.RPS_HTTP),
    (frozenset(("date-time", "source", "event-id", "message-id")), Kind.MESSAGE_TRACKING),
    (frozenset(("date-time", "event-id", "internal-message-id")), Kind.MESSAGE_TRACKING),
)
_ECP_COLUMNS = frozenset(("timestamp", "servername", "eventid", "eventdata"))
_TIME = r"\"?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?\"?"
_GUID = r"\"?(?:[0-9A-Fa-f]{4,12}-){2,4}[0-9A-Fa-f]{4,20}\"?"
_VERSION = r"\"?15\"?,\"?\d{1,2}\"?,\"?\d{1,5}\"?,\"?\d{1,5}\"?"
_HTTPPROXY_ROW = re.compile(
    rf"{_TIME},{_GUID},{_VERSION},[^,]{{0,512}},\"?"
    r"(?:Autodiscover|Eas|Ecp|Ews|Mapi|MapiEmsmdb|MapiNspi|Oab|Owa|OwaCalendar|PowerShell|PushNotifications|"
    r"RemotePowerShell|Rest|RpcHttp|Imap|Pop|Unknown)\"?,",
    re.IGNORECASE,
)
_RPS_CMDLET_ROW = re.compile(rf"{_TIME},{_TIME},{_GUID},[^,]{{0,512}},{_VERSION},", re.IGNORECASE)
_RPS_HTTP_ROW = re.compile(
    rf"{_TIME},{_GUID}?,[^,]{{0,512}},{_VERSION},[^,]{{0,256}},[^,]{{0,256}},/?[^,]*powershell|"
    rf"{_TIME},{_GUID}?,(?:[^,]{{0,512}},)?{_VERSION},.{{0,512}}?,\"?/?powershell",
    re.IGNORECASE,
)
_EWS_ROW = re.compile(rf"{_TIME},{_GUID},{_VERSION},.{{0,4096}}?ExchangeServicesClient", re.IGNORECASE)
_ECP_ROW = re.compile(rf"{_TIME},[^,]{{1,256}},[^,]{{1,128}},['\"]?[A-Za-z0-9]{{1,5}}:[^=]{{1,64}}=", re.IGNORECASE)
_OAB_WORDS = (
    "oab generator", "oabgenerator", "oabgeneratorassistant", "offline address book", "oab generation",
    "download failed and temporary file",
)  # fmt: skip


def exchange_kind(lines: Sequence[str], name: str) -> Kind | None:
    """The kind of Exchange log that begins with these lines (blank ones left out); null where it is none."""
    declared, exchange = None, False
    lines = _first_log(lines)
    for line in lines:
        lowered = line.lower()
        if lowered.startswith("#software:"):
            exchange = exchange or "exchange" in lowered
        elif lowered.startswith("#log-type:"):
            declared, exchange = declared_kind(lowered[len("#log-type:") :]), True
    if declared is not None:
        return declared
    for line in lines:
        kind = _by_columns(line, lines)
        if kind is not None:
            return kind
    rows = [line for line in lines if not line.startswith("#")]
    for row in rows[:10]:
        kind = _by_row(row, name)
        if kind is not None:
            return kind
    if exchange:
        return Kind.OABGEN if _speaks_of_oab(rows) else Kind.EXCHANGE_OTHER
    return Kind.OABGEN if _speaks_of_oab(rows[:10]) and _looks_logged(rows) else None


def _first_log(lines: Sequence[str]) -> Sequence[str]:
    """The lines of the log that begins the file, without those of another one that was put behind it."""
    typed = row = False
    for number, line in enumerate(lines):
        if line.removeprefix("\ufeff").lower().startswith("#log-type:"):
            if typed and row:
                return lines[:number]
            typed = True
        elif not line.removeprefix("\ufeff").startswith("#"):
            row = row or typed
    return lines


def declared_kind(log_type: str) -> Kind | None:
    """Kind of log that a `#Log-type:` names, its value in lower case; null for one that has no kind of its own."""
    words = " ".join(re.sub(r"[_-]", " ", log_type).split())
    return next((kind for start, kind in _LOG_TYPES if words.startswith(start)), None)


def _by_columns(line: str, lines: Sequence[str]) -> Kind | None:
    """The kind whose columns a line names, as a `#Fields:` line or as the head of a CSV export."""
    if line.startswith("#"):
        if not line.lower().startswith("#fields:"):
            return None
        line = line[len("#fields:") :]
    delimiter = ";" if line.count(";") > line.count(",") else "\t" if line.count("\t") > line.count(",") else ","
    columns = {column.strip(' \t\x00"﻿').lower() for column in line.split(delimiter)}
    if len(columns) < 4:
        return None
    if columns >= _ECP_COLUMNS:
        return _ecp(lines)
    if columns >= {"timestamp", "eventdata"}:
        return _ecp(lines)
    return next((kind for wanted, kind in _COLUMNS if columns >= wanted), None)


def _ecp(lines: Sequence[str]) -> Kind:
    """Which of the two ECP logs: only the server log names commands, only the activity log the mailbox context."""
    text = "\n".join(lines)
    server = sum(text.count(mark) for mark in ("S:CMD=", "ECP.Request", "ECP.LongRunning", "S:LOGON=", "S:SID="))
    activity = sum(text.count(mark) for mark in ("S:PSA=", "S:Bld=", "S:ActID=", ",Request,", "I32:", "F:ADS"))
    return Kind.ECP_ACTIVITY if activity > server else Kind.ECP_SERVER


def _by_row(row: str, name: str) -> Kind | None:
    if _HTTPPROXY_ROW.match(row):
        return Kind.HTTPPROXY
    if _RPS_CMDLET_ROW.match(row):
        return Kind.RPS_CMDLET
    if _RPS_HTTP_ROW.match(row):
        return Kind.RPS_HTTP
    if _EWS_ROW.match(row):
        return Kind.EWS
    if _ECP_ROW.match(row) and ("S:" in row or "I32:" in row):
        return _ecp((row,))
    return None


def _speaks_of_oab(rows: Sequence[str]) -> bool:
    return any(word in row.lower() for row in rows for word in _OAB_WORDS)


def _looks_logged(rows: Sequence[str]) -> bool:
    """Whether rows begin with a time, as a log's do; a page that explains the OAB does not."""
    return (
        bool(rows)
        and sum(bool(re.match(r"[\"\[]?\d{4}-\d\d-\d\d|[\"\[]?\d{1,2}/\d{1,2}/\d{4}", row)) for row in rows[:10]) > 0
    )
