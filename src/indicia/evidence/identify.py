"""What a file is, told from its first bytes.  The name decides only where two kinds share their content."""

import codecs
import re

from indicia.evidence.events.csv.columns import holds_event_rows
from indicia.evidence.identify_exchange import exchange_kind
from indicia.evidence.identify_exports import json_export_kind, text_export_kind, volume_kind
from indicia.evidence.identify_json import holds_events
from indicia.evidence.identify_web import web_log_kind
from indicia.evidence.web_rows.telling import holds_request_documents, holds_request_rows
from indicia.model.evidence import Kind

HEAD_BYTES = 2**16
"""How much of a file is looked at."""

_LINES = 64
"""Lines that may stand before the first that tells: comments, headers, blank lines."""
_EVTX_FILE, _EVTX_CHUNK = b"ElfFile\x00", b"ElfChnk\x00"
_TASK_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_OBJECT_SPACE = "http://schemas.microsoft.com/powershell/2004/04"
_EVENT_SPACE = "http://schemas.microsoft.com/win/2004/08/events/event"
_WEB_FIELDS = frozenset(
    ("cs-method", "cs-uri-stem", "cs-uri-query", "cs-uri", "cs(user-agent)", "cs(referer)", "cs(cookie)", "cs-host")
)
_STATUS_FIELDS = frozenset(("sc-status", "c-ip", "s-port", "s-sitename", "cs-bytes", "sc-bytes", "cs-username"))
_OTHER_SOFTWARE = (
    "firewall", "exchange", "media services", "smtp", "ftp service", "threat management", "isa server",
    "sgos", "apache tomcat", "weblogic", "jetty", "squid",
)  # fmt: skip
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d")
_METHOD = re.compile(r"[A-Z_-]{3,20}")
_ADDRESS = re.compile(r"[0-9A-Fa-f.:%]{2,64}")
_RECORD = re.compile(r"\ARecord [0-9]{1,20}\r?\n")
_LINE_END = re.compile(r"\r\n?|\n")
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]{0,256})")


def identify(head: bytes, name: str) -> Kind:
    """The kind of a file that begins with `head`.  Never raises; what nothing else fits is PLAIN.

    UTF-8 and UTF-16 with or without a byte order mark, NUL bytes and blank lines in front are allowed.  Looks at the
    first `HEAD_BYTES`, and where these are all NUL (a log that was emptied while it was written) at the first behind.
    """
    given, head = head, head[:HEAD_BYTES]
    if head.startswith((_EVTX_FILE, _EVTX_CHUNK)) or head.startswith(_EVTX_CHUNK, 4096):
        return Kind.EVTX
    if (volume := volume_kind(head, name)) is not None:
        return volume
    text = _text(head)
    if text is None and len(given) > HEAD_BYTES and not any(head):
        begin = len(given) - len(given.lstrip(b"\0"))
        head = given[begin & ~1 :][:HEAD_BYTES]
        text = _text(head)
    if text is None:
        return Kind.PLAIN if head.strip(b"\0") else text_export_kind([], name)
    # evtx_dump writes a line before each event.
    text = _RECORD.sub("", text.lstrip(), count=1).lstrip() if text.lstrip().startswith("Record ") else text
    first = text.lstrip()[:1]
    if first in ("<", "{", "["):
        return _marked_up(first, text, name)
    lines = [line for line in text.splitlines()[:_LINES] if line.strip(" \t\x00")]
    if (found := exchange_kind(lines, name)) is not None:
        return found
    if _is_iis(lines):
        return Kind.HTTP_ERROR if any(_of_http_sys(line) for line in lines) else Kind.IIS
    if holds_event_rows(lines):
        return Kind.EVENTS_CSV
    if holds_request_rows(lines):
        return Kind.WEB_CSV
    return _web_log(text, name) or text_export_kind(lines, name)


def _marked_up(first: str, text: str, name: str) -> Kind:
    """The kind of what begins like XML or JSON.  Torn web logs may, and those of clients called `[2001:db8::7]:443`."""
    found = _xml_kind(text) if first == "<" else _json_kind(text, name)
    return (_web_log(text, name) or found) if found is Kind.PLAIN else found


def _json_kind(text: str, name: str) -> Kind:
    if holds_events(text):
        return Kind.EVENTS_JSON
    return Kind.WEB_JSON if holds_request_documents(text) else json_export_kind(text, name)


def _web_log(text: str, name: str) -> Kind | None:
    """See `web_log_kind`.  Only what ends lines in such logs does: values hold what else Python calls a line end."""
    lines = [line.strip("\0") for line in _LINE_END.split(text, _LINES)[:_LINES]]
    return web_log_kind([line for line in lines if line.strip(" \t")], name)


def _text(head: bytes) -> str | None:
    """The head as text, whatever its encoding; null for what is no text."""
    if head.startswith(codecs.BOM_UTF8):
        return head[3:].decode("utf-8", "replace")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    body = head.lstrip(b"\x00")
    sample = body[:512]
    if len(sample) >= 4:
        # Text of the West in UTF-16 has a NUL in every other place.
        if not any(sample[0::2]) or not any(sample[1::2]):
            start = len(head) - len(body)
            if start % 2 == 0:
                body = head[start:]
            even = not any(sample[0::2])
            return body[: len(body) & ~1].decode("utf-16-be" if even else "utf-16-le", "replace")
        if body[1:2] == b"\x00" or sample.count(0) * 3 > len(sample):
            zeros = (sample[0::2].count(0), sample[1::2].count(0))
            if max(zeros) * 4 > len(sample):
                return body[: len(body) & ~1].decode("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be", "replace")
            return None
    return body.decode("utf-8", "replace") if body else None


def _xml_kind(text: str) -> Kind:
    start = _ELEMENT.match(text, _root_position(text))
    if start is None:
        return Kind.PLAIN
    element = start[1].rpartition(":")[2].lower()
    rest = text[start.end() : start.end() + 8192]
    if element == "configuration":
        return Kind.IIS_CONFIG
    if element == "objs" and _OBJECT_SPACE in rest:
        return Kind.EXPORT
    if element == "task" and _TASK_SPACE in rest:
        return Kind.TASK
    if element == "event" and (_EVENT_SPACE in rest or "<System" in rest):
        return Kind.EVENTS_XML
    if element == "events" and ("<Event" in rest or _EVENT_SPACE in rest):
        return Kind.EVENTS_XML
    return Kind.PLAIN


def _root_position(text: str) -> int:
    """Where the root element begins: behind declaration, comments and document type."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        for opening, closing in (("<?", "?>"), ("<!--", "-->"), ("<!", ">")):
            if text.startswith(opening, at):
                end = text.find(closing, at + len(opening))
                if end < 0:
                    return len(text)
                at = end + len(closing)
                break
        else:
            return at


def _is_iis(lines: list[str]) -> bool:
    for line in lines:
        lowered = line.lower()
        if lowered.startswith("#software:"):
            if "internet information services" in lowered:
                return not any("#software:" in other.lower() and _foreign(other) for other in lines)
            if _foreign(line):
                return False
        elif lowered.startswith("#fields:"):
            fields = set(lowered[len("#fields:") :].split())
            # Logs of CloudFront name no software.
            theirs = "x-edge-location" in fields
            return not theirs and (bool(fields & _WEB_FIELDS) or len(fields & _STATUS_FIELDS) > 1)
    data = [line for line in lines if not line.startswith("#")][:10]
    return bool(data) and sum(_is_bare_request(line) for line in data) * 2 > len(data)


def _of_http_sys(line: str) -> bool:
    """Whether a header is that of the log of http.sys: it looks like IIS's, and holds what IIS never saw."""
    name, _, value = line.lower().partition(":")
    match name.strip():
        case "#software":
            return "microsoft http api" in value
        case "#fields":
            return not {"s-reason", "s-queuename"}.isdisjoint(value.split())
    return False


def _is_bare_request(line: str) -> bool:
    """Whether a line without a header reads as IIS 7 and later write it by default.

    Date, time, maybe site and computer, server address, method, path, query, port, user, client address, …, status,
    sub-status, Win32 status, maybe times and bytes.
    """
    values = line[:8192].split(" ")
    if len(values) < 12 or not (_DATE.fullmatch(values[0]) and _CLOCK.fullmatch(values[1])):
        return False
    for at in (3, 4, 5):
        fits = _METHOD.fullmatch(values[at].upper()) and values[at + 1].startswith(("/", "*"))
        if fits and _ADDRESS.fullmatch(values[at - 1]) and values[at + 3].isdigit():
            return any(_ADDRESS.fullmatch(value) for value in values[at + 4 : at + 8]) and any(
                len(value) == 3 and value.isdigit() for value in values[at + 5 :]
            )
    return False


def _foreign(line: str) -> bool:
    return any(word in line.lower() for word in _OTHER_SOFTWARE)
