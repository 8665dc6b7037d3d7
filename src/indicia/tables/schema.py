"""The tables: one column list each, with unit, null, Sigma and ECS name.

Field names are those the log itself uses, so that an analyst who knows the log knows the table.  `docs/tables.md`
is checked against this module.
"""

from msgspec import Struct


class Column(Struct, frozen=True):
    """One column of a table."""

    name: str
    """Key in `Record.fields`."""
    what: str
    """Meaning, unit, and what null stands for."""
    ecs: str = ""
    """Elastic Common Schema name where one fits."""


class Table(Struct, frozen=True):
    """A kind of record."""

    name: str
    what: str
    columns: tuple[Column, ...]
    open: bool = True
    """Whether records may carry further fields that the log declares."""


WEB_REQUEST = Table(
    "web_request",
    "One request as a web server logged it: IIS, any in the NCSA formats or as JSON, or a row of a log platform "
    "(`docs/web-logs.md` says what is where).",
    (
        Column("date", "UTC date as written; absent where the log has no date column; local in the own format of IIS"),
        Column("time", "UTC time as written; local in the own format of IIS"),
        Column("s-sitename", "site, e.g. W3SVC1"),
        Column("s-computername", "server name", "host.name"),
        Column("s-ip", "server address", "destination.ip"),
        Column("s-port", "server port; 443/80 front end, 444/81 back end", "destination.port"),
        Column("cs-method", "HTTP method", "http.request.method"),
        Column("cs-version", "`HTTP/1.1` and the like", "http.version"),
        Column("cs-request", "what was sent instead of a request, in logs of the NCSA formats"),
        Column("url.path", "path exactly as logged (`cs-uri-stem`)", "url.path"),
        Column(
            "url.query",
            "query exactly as logged, without `?` (`cs-uri-query`); absent where `-`",
            "url.query",
        ),
        Column("cs-uri-stem", "path in each form: as logged, percent-decoded once, twice"),
        Column("cs-uri-query", "`path?query` in each form: as logged, percent-decoded once, twice"),
        Column("cs-username", "authenticated user; absent where `-`", "user.name"),
        Column("c-ip", "client address as logged", "client.ip"),
        Column("c-dns", "client by its name, where the log has no address", "client.domain"),
        Column(
            "cs-user-agent",
            "user agent in both forms: as logged with `+`, and with blanks",
            "user_agent.original",
        ),
        Column("cs-referer", "referer in both forms", "http.request.referrer"),
        Column("cs-cookie", "cookie in both forms"),
        Column("cs-host", "host header; virtual host"),
        Column("sc-status", "HTTP status", "http.response.status_code"),
        Column("sc-substatus", "IIS sub-status"),
        Column("sc-win32-status", "Win32 status"),
        Column("sc-bytes", "bytes sent", "http.response.bytes"),
        Column("cs-bytes", "bytes received", "http.request.bytes"),
        Column("time-taken", "milliseconds", "event.duration"),
    ),
)

EXCHANGE_LOG = Table(
    "exchange_log",
    "One row of a CSV log of Exchange; the columns are those the file declares, the source says which log it is.",
    (
        Column("DateTime", "UTC; also `TimeStamp`, `Timestamp`, `date-time`, as the log calls it"),
        Column("AnchorMailbox", "HttpProxy: who or where the request is routed by"),
        Column("BackEndCookie", "HttpProxy: back end chosen by cookie"),
        Column("RoutingHint", "HttpProxy: what the routing was decided by"),
        Column("ClientIpAddress", "client address", "client.ip"),
        Column("AuthenticatedUser", "user; absent where empty", "user.name"),
        Column("UserAgent", "user agent, commas written as blanks", "user_agent.original"),
        Column("UrlStem", "path", "url.path"),
        Column("UrlQuery", "query with its `?`", "url.query"),
        Column("HttpStatus", "status sent to the client", "http.response.status_code"),
        Column("BackEndStatus", "status of the back end"),
        Column("Protocol", "HttpProxy: Owa, Ecp, Ews, …"),
        Column("EventData", "ECP logs: the whole `S:KEY=value;…` text"),
        Column("S:CMD", "ECP logs: each `S:KEY` of EventData is a field of its own"),
        Column("Cmdlet", "CmdletInfra: cmdlet name"),
        Column("Parameters", "CmdletInfra: parameters as text"),
        Column("Text", "OABGeneratorLog and other logs without columns: the line"),
    ),
)

WIN_EVENT = Table(
    "win_event",
    "One Windows event, from EVTX, XML, JSON or CSV of any exporter.",
    (
        Column("EventID", "number", "event.code"),
        Column("Channel", "channel name", "winlog.channel"),
        Column("Provider_Name", "provider", "event.provider"),
        Column("Computer", "computer the event is from", "host.name"),
        Column(
            "EventRecordID",
            "number within the channel; absent where an exporter dropped it",
            "winlog.record_id",
        ),
        Column("Level", "number as text: 1 critical, 2 error, 3 warning, 4 information, 0 always"),
        Column("Message", "rendered text where the exporter kept it"),
        Column("Data", "positional event data, one value each"),
        Column("Cmdlet", "MSExchange Management: cmdlet, by position or from the rendered text"),
        Column("CmdletParameters", "MSExchange Management: parameters as text"),
        Column("CmdletCaller", "MSExchange Management: who ran it; absent where only the rendered text is there"),
    ),
)

FILE = Table(
    "file",
    "One file of the collection (every evidence file is one, whatever its kind), or one that a list of files names.",
    (
        Column(
            "Path",
            r"path on the host, Windows form (`C:\…`), or the display path where the host path is unknown",
        ),
        Column("Name", "last part of Path", "file.name"),
        Column("Extension", "lower case, without the dot", "file.extension"),
        Column("Size", "bytes", "file.size"),
        Column("SHA256", "lower-case hex", "file.hash.sha256"),
        Column("Created", "UTC, ISO; absent where the collection lost it", "file.created"),
        Column("Modified", "UTC, ISO; absent where the collection lost it", "file.mtime"),
        Column(
            "Content",
            "first part of the content as text (UTF-8, UTF-16 or Latin-1); absent for large binaries",
        ),
        Column("Header", "first 512 bytes, lower-case hex"),
        Column("Listed", "`true` where only a list of files or the MFT names it; absent for collected files"),
        Column("Deleted", "`true` where that list says it was deleted; absent otherwise"),
    ),
    open=False,
)

IIS_CONFIG = Table(
    "iis_config",
    "One element of applicationHost.config or web.config that decides what code runs or what is logged.",
    (
        Column("Section", "element path, e.g. `system.webServer/globalModules`"),
        Column("Element", "`add`, `virtualDirectory`, `rule`, …"),
        Column("Location", "`path` of the enclosing `location` element; absent at the top"),
        Column("Site", "site name for elements of a site"),
        Column("Attributes", "`name=value` of each attribute, one value each"),
    ),
)

EXPORTED = Table(
    "exported",
    "One object as a management command exported it, a scheduled task, or a value of the registry.",
    (
        Column(
            "Class",
            "what it is, the noun of the command: `OabVirtualDirectory`, `TransportAgent`, `ScheduledTask`, "
            "`Service`, `RegistryValue`, …; empty where nothing tells",
        ),
        Column("Identity", "what the export identifies it by; absent where it does not"),
        Column("Name", "its name; absent where it has none"),
        Column("WhenCreated", "UTC, ISO; absent where the export does not tell, or not in a form that tells the day"),
        Column("WhenChanged", "UTC, ISO; absent as above"),
    ),
)

FILE_JOURNAL = Table(
    "file_journal",
    "One record of the change journal of an NTFS volume: what happened to a file or folder, and when.",
    (
        Column(
            "TargetFilename",
            r"path on the host (`C:\…`); absent where the folder is not known up to the root of the volume",
            "file.path",
        ),
        Column("KnownPath", r"then: what is known of the path, behind `?\`; absent where all of it is known"),
        Column("SourceFilename", "of a renaming the path before; absent otherwise and where it is not known whole"),
        Column("SourceKnownPath", r"then: what is known of it, behind `?\`"),
        Column("Name", "last part of the path", "file.name"),
        Column("Extension", "lower case, without the dot", "file.extension"),
        Column("Kind", "`file` or `folder`", "file.type"),
        Column(
            "Change",
            "what this record adds to the one before it of the same opened file, one value each: `created`, `deleted`, "
            "`renamed from`, `renamed to`, `overwritten`, `extended`, `truncated`, `closed`, …",
        ),
        Column("Reason", "all that was done to the file since it was opened, in the same words"),
    ),
    open=False,
)

TABLES = {
    table.name: table for table in (WEB_REQUEST, EXCHANGE_LOG, WIN_EVENT, FILE, IIS_CONFIG, EXPORTED, FILE_JOURNAL)
}
"""Every table by name."""
