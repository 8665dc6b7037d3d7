"""How columns of web requests are called by log platforms and servers, and what each of them is in a web log.

| who | names |
|---|---|
| IIS, as W3C, NXLog, Log Parser, Splunk and Azure Monitor spell it | `cs-uri-stem`, `cs_uri_stem`, `csUriStem` |
| Elastic Common Schema | `url.original`, `http.response.status_code`, `source.ip` |
| Splunk, `access_combined` | `uri_path`, `clientip`, `useragent` |
| nginx, by its variables; Apache after its example | `request_uri`, `remote_addr`, `http_user_agent` |
| Caddy, Traefik | `request.uri`, `RequestPath`, `ClientHost` |

Source: Microsoft, W3CIISLog table; Elastic, ECS 8; Splunk Add-on for Apache; nginx, ngx_http_core_module; Caddy, access
logs; Traefik, access logs.
"""

import re
from collections.abc import Collection, Sequence

from msgspec import Struct

TARGET, REQUEST = "target", "request"
"""The address as it was asked for, and the whole line of a request; neither is a column of a web log as of IIS."""
STEM, QUERY, CLIENT, STATUS, METHOD = "cs-uri-stem", "cs-uri-query", "c-ip", "sc-status", "cs-method"
AGENT, REFERER, COOKIE = "cs(User-Agent)", "cs(Referer)", "cs(Cookie)"
HOST, FORWARDED, COMPUTER, TAKEN = "cs-host", "x-forwarded-for", "s-computername", "time-taken"
_SPELT = {
    "s-sitename": "ssitename sitename",
    COMPUTER: "scomputername computer host.name hostname host.hostname",
    "s-ip": "sip destination.ip server.ip serveraddr serverip destination.address",
    "s-port": "sport destination.port server.port serverport",
    METHOD: "csmethod http.request.method requestmethod method httpmethod verb request.method",
    TARGET: "url.original requesturi request.uri requestpath uri requesturl url url.full",
    STEM: "csuristem uripath url.path path uristem",
    QUERY: "csuriquery uriquery url.query args querystring query",
    REQUEST: "request requestline",
    "cs-version": "csversion http.version request.proto serverprotocol requestprotocol protocol httpversion",
    CLIENT: (
        "cip source.ip client.ip clientip remoteaddr request.remoteip remoteip clienthost source.address "
        "client.address remotehost clientaddr srcip src client remoteaddress"
    ),
    "c-port": "cport source.port client.port request.remoteport remoteport clientport",
    "cs-username": "csusername user.name remoteuser clientusername userid user username auth",
    AGENT: "csuseragent useragent.original httpuseragent request.headers.useragent requestuseragent useragent agent",
    REFERER: (
        "csreferer csreferrer http.request.referrer httpreferer httpreferrer request.headers.referer requestreferer "
        "referer referrer"
    ),
    COOKIE: "cscookie httpcookie request.headers.cookie cookie",
    HOST: "cshost httphost url.domain request.host requesthost vhost virtualhost host servername requestaddr",
    FORWARDED: "httpxforwardedfor xforwardedfor csxforwardedfor request.headers.xforwardedfor requestxforwardedfor",
    STATUS: "scstatus http.response.statuscode status statuscode downstreamstatus responsecode response httpstatus",
    "sc-substatus": "scsubstatus substatus",
    "sc-win32-status": "scwin32status win32status",
    "sc-bytes": (
        "scbytes http.response.body.bytes http.response.bytes bodybytessent bytessent downstreamcontentsize size bytes "
        "bodysent.bytes bytesout"
    ),
    "cs-bytes": "csbytes http.request.body.bytes http.request.bytes requestlength bytesread requestcontentsize bytesin",
    TAKEN: "timetaken event.duration requesttime duration",
}
"""Of each column the names that mean it, the one that is believed first in front."""
COLUMNS = (
    CLIENT, "c-port", "cs-username", METHOD, STEM, QUERY, STATUS, "sc-substatus", "sc-win32-status", "cs-version",
    "sc-bytes", "cs-bytes", TAKEN, REFERER, AGENT, COOKIE, HOST, FORWARDED, "s-sitename", COMPUTER, "s-ip", "s-port",
)  # fmt: skip
"""In the order in which rows are written down again."""
_MEANS = {name: (column, rank) for column, names in _SPELT.items() for rank, name in enumerate(names.split())}
_LINES = ("raw", "event.original", "message", "log")
"""What may hold the line of a log as it was, the most faithful first."""
_TIMES = (
    "timeiso8601", "timelocal", "msec", "startutc", "timegenerated", "time", "ts", "timestamp", "datetime", "eventtime",
)  # fmt: skip
"""Names of times, that of the log itself first.  `time` is also `_time`, `timestamp` also `@timestamp`."""
_OF_SPLUNK = frozenset({"_raw", "_time", "sourcetype", "_indextime", "splunk_server"})
_W3C = frozenset({"csuristem", "csmethod", "scstatus"})
_MODULE = re.compile(r"^(?:nginx|apache2?|iis)\.access\.|^properties\.")
"""What Filebeat before version 7, and Azure where it stores what a resource logged, put before names."""
_ZONE = re.compile(r" \[[^\[\]]{0,60}\]$")
"""What Log Analytics puts behind the name of a time: in which zone it shows them."""
_ALIKE = re.compile(r"[^a-z0-9.]+")
_SECONDS, _NANOSECONDS = 1e3, 1e-6
"""What makes milliseconds of them."""
_SCALES = {"requesttime": _SECONDS, "event.duration": _NANOSECONDS, "timetaken": 1.0}
UTC = " [UTC]"
"""How a column is called of which every time is in UTC, in exports of Log Analytics."""


class Plan(Struct, frozen=True):
    """What the columns of some rows are."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """What is made of them, and the names of what it is made of, that of the log itself first."""
    others: tuple[str, ...]
    """Names of all that mean nothing known."""
    times: tuple[tuple[str, bool], ...]
    """Names of times, and whether they are in UTC whatever they say."""
    day: tuple[str, str] | None
    """Names of date and time of day as in a W3C log, which are UTC."""
    lines: tuple[str, ...]
    """Names of what may hold the line as it was."""
    scales: dict[str, float]
    """What makes milliseconds of values."""

    @property
    def asks(self) -> bool:
        """Whether the columns are those of web requests: what was asked for, how or with what success, and who."""
        known = {column for column, _ in self.columns}
        return bool(known & {STEM, TARGET, REQUEST}) and bool(known & {METHOD, STATUS}) and CLIENT in known


def plan_of(names: Sequence[str]) -> Plan:
    """What columns of these names are."""
    alike = {name: spelt(name) for name in names}
    splunk = not _OF_SPLUNK.isdisjoint(names)
    w3c = not _W3C.isdisjoint(alike.values())
    found: dict[str, list[tuple[int, str]]] = {}
    others, scales = [], {}
    day = {word: name for name, word in alike.items() if w3c and word in {"date", "time"} and not name.startswith("_")}
    both = (day["date"], day["time"]) if len(day) == 2 else None
    lines = [name for word in _LINES for name in names if alike[name] == word and (word != "log" or "stream" in names)]
    times = [name for word in _TIMES for name in names if alike[name] == word]
    for name, word in alike.items():
        column, rank = _MEANS.get(word, ("", 0))
        if splunk and name == "host":
            column, rank = COMPUTER, 0
        if column == TAKEN:
            scale = _SCALES.get(word, 0.0) or _of_duration(name, alike.values())
            column = TAKEN if scale else ""
            scales[name] = scale
        if column:
            found.setdefault(column, []).append((rank, name))
        elif not (both and name in both):
            others.append(name)
    return Plan(
        columns=tuple((column, tuple(name for _, name in sorted(each))) for column, each in found.items()),
        others=tuple(others),
        times=tuple((name, name.endswith(UTC)) for name in times if not (both and name in both)),
        day=both,
        lines=tuple(lines),
        scales=scales,
    )


def _of_duration(name: str, words: Collection[str]) -> float:
    """Traefik counts nanoseconds, Caddy seconds; of anybody else it is not known."""
    if name == "Duration" and "requestmethod" in words:
        return _NANOSECONDS
    return _SECONDS if name == "duration" and "request.method" in words else 0.0


def spelt(name: str) -> str:
    """A name without what tells spellings apart: capitals, `-`, `_`, brackets."""
    return _ALIKE.sub("", _MODULE.sub("", _ZONE.sub("", name).lower()))
