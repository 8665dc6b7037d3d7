"""Evidence: one file of a collection, places in it, and what could not be read of it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a file is, found from its content.  The name of a log kind is also the name of its log source."""

    IIS = "iis"
    HTTP_ERROR = "httperr"
    """The log of http.sys (`HTTPERR`): requests and connections that never reached IIS."""
    NCSA = "ncsa"
    """A web log in the NCSA common or combined format (Apache, nginx, a proxy in front), of whatever server."""
    IIS_NCSA = "iis_ncsa"
    """The same where IIS wrote it, told by the name that only IIS gives."""
    IIS_NATIVE = "iis_native"
    """A log of IIS in the format "IIS", with commas."""
    WEB_CSV = "web_csv"
    """Web requests of whatever server as rows that a log platform exported (Log Analytics, Kibana, Splunk)."""
    WEB_JSON = "web_json"
    """The same as JSON, and logs that a web server writes so."""
    HTTPPROXY = "httpproxy"
    ECP_SERVER = "ecp_server"
    ECP_ACTIVITY = "ecp_activity"
    OABGEN = "oabgen"
    EWS = "ews"
    RPS_CMDLET = "rps_cmdlet"
    RPS_HTTP = "rps_http"
    MESSAGE_TRACKING = "msgtrk"
    EXCHANGE_OTHER = "exchange_other"
    """A CSV log of Exchange with a header that no reader above owns; read with the columns it declares."""
    EVTX = "evtx"
    EVENTS_JSON = "events_json"
    EVENTS_XML = "events_xml"
    EVENTS_CSV = "events_csv"
    """Windows events as rows: of EvtxECmd, `Get-WinEvent | Export-Csv`, the Event Viewer, or a search engine."""
    IIS_CONFIG = "iis_config"
    EXPORT = "export"
    """Objects that a management command printed (`Get-…` as CSV, JSON, CliXML or list), or the state of http.sys."""
    TASK = "task"
    """A scheduled task as XML."""
    REGISTRY = "registry"
    """Keys that `reg export` wrote."""
    LISTING = "listing"
    """A list of files with their hashes or times."""
    HIVE = "hive"
    """A hive of the registry, as it lies on the disk."""
    MFT = "mft"
    """The master file table of an NTFS volume."""
    USN_JOURNAL = "usn_journal"
    """The change journal of an NTFS volume."""
    PLAIN = "plain"
    """Any other file: path, size, times, hash and the first part of its content are evidence all the same."""


class Origin(Struct, frozen=True, kw_only=True):
    """Where the bytes of one evidence file can be had again on this machine."""

    path: str
    """A file on disk: the evidence itself, or the zip archive that holds it, or a spooled copy."""
    member: int | None = None
    """Index of the entry in the zip archive's central directory; null when `path` is the evidence itself."""


class Evidence(Struct, frozen=True, kw_only=True):
    """One file of a collection."""

    sha256: str
    size: int
    """Bytes."""
    path: str
    """How a person names it: `triage.zip!C/inetpub/logs/…`, relative to the argument, `/` between parts."""
    scope: str
    """The collection it belongs to (one host gathered once); its files share a host unless records say otherwise."""
    kind: Kind
    original: str | None = None
    r"""Path on the host it came from, Windows form (`C:\inetpub\…`); null where the collection does not tell."""
    host: str | None = None
    """Host name as the collection itself gives it; null where it does not."""
    created: datetime | None = None
    """File times as the collection kept them, UTC; null where it did not."""
    modified: datetime | None = None
    beside: str | None = None
    """SHA-256 of the file that it is read with (a change journal with the file table of its volume); empty where
    several could be that file, null where none is there or none is needed."""


class Locator(Struct, frozen=True, kw_only=True):
    """A place in evidence; enough to read the same bytes again."""

    sha256: str
    offset: int
    """First byte of the record in the file."""
    length: int
    """Bytes of the record, line end not included."""
    line: int | None = None
    """Number of the line counted from 1; null where the format has no lines."""
    record_id: int | None = None
    """EventRecordID of a Windows event; null elsewhere."""


class Fault(Struct, frozen=True, kw_only=True):
    """A place that could not be read, and why.  It limits what may be concluded."""

    path: str
    """Display path of the file (or of the argument, when no file could be opened)."""
    reason: str
    at: Locator | None = None
    """Null when the whole file is meant or no byte of it could be read."""
    count: int = 1
    """How many places this fault stands for; above 1 only in the closing fault of a file with very many."""


class Account(Struct, frozen=True, kw_only=True):
    """Every byte of one file: `records + faults + framing == size`."""

    size: int
    records: int = 0
    """Bytes in records that were read."""
    faults: int = 0
    """Bytes in places that could not be read."""
    framing: int = 0
    """Bytes known to carry no record: directives, line ends, blank lines, chunk headers, unused space, NUL padding."""
    count: int = 0
    """Number of records read."""
