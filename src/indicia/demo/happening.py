"""What happens on an invented server, before any log has written it down.

One request becomes a row in each log that a real server would have: the joining ids and times are here, once.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from indicia.demo.moment import Moment


class BackEnd(Struct, frozen=True, kw_only=True):
    """The part of a request that the back-end site saw."""

    stem: str
    query: str
    status: int
    user: str
    client: str
    agent: str
    port: int = 444
    activity: str = ""
    """ActID / request_id; also the RequestId of the back end's own log."""


class Request(Struct, frozen=True, kw_only=True):
    """One request, from the moment it ended."""

    end: Moment
    taken: int
    """Milliseconds."""
    method: str
    stem: str
    query: str = ""
    """As the client sent it, without `?`."""
    client: str
    agent: str
    status: int
    substatus: int = 0
    win32: int = 0
    user: str = ""
    referer: str = ""
    protocol: str = ""
    """HttpProxy folder; empty where IIS answered without Exchange (static files, unknown paths)."""
    id: str = ""
    """RequestId of HttpProxy, `cafeReqId` of IIS."""
    host: str = ""
    auth: str = ""
    anchor: str = ""
    hint: str = ""
    cookie: str = ""
    action: str = ""
    """ProtocolAction."""
    client_request: str = ""
    target: str = ""
    """TargetServer; empty where the front end answered."""
    error: str = ""
    """GenericErrors."""
    sent: int = 0
    received: int = 0
    port: int = 443
    front: bool = True
    """False for probes that speak to the back end directly."""
    back: BackEnd | None = None
    soap: str = ""
    """EWS: action; makes a row in the EWS log."""
    cmdlet: str = ""
    """PowerShell: cmdlet of the request; makes a row in Rps_Cmdlet."""
    parameters: str = ""


class EcpEntry(Struct, frozen=True, kw_only=True):
    """One line of the ECP Server log; with `activity` also one of ECP Activity."""

    at: Moment
    command: str
    url: str
    session: str
    activity: str
    taken: int
    error: str = ""
    user: str = ""


class Event(Struct, frozen=True, kw_only=True):
    """One Windows event."""

    at: Moment
    channel: str
    provider: str
    id: int
    named: Sequence[tuple[str, str]] = ()
    positional: Sequence[str] = ()
    message: str = ""
    level: int = 4


class Note(Struct, frozen=True, kw_only=True):
    """One line of a log without further structure here (OABGeneratorLog, message tracking)."""

    at: Moment
    log: str
    """`oabgen` or `msgtrk`."""
    cells: Sequence[str]


class Planted(Struct, frozen=True, kw_only=True):
    """One file of the collected tree."""

    path: str
    """Below the drive, `/` between parts."""
    content: bytes
    written: Moment


class Happenings(Struct):
    """Everything of one server."""

    requests: list[Request] = field(default_factory=list)
    ecp: list[EcpEntry] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    files: list[Planted] = field(default_factory=list)

    def add(self, other: "Happenings") -> None:
        """Take over everything of another."""
        self.requests += other.requests
        self.ecp += other.ecp
        self.events += other.events
        self.notes += other.notes
        self.files += other.files
