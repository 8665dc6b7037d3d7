"""An invented server: what is chosen about it, and the truth that a scan of it has to find."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct, field

from indicia.model.assessment import Verdict
from indicia.model.finding import Stage


class Story(StrEnum):
    """What happened on the server."""

    HELD = "held"
    """Broken into, patched afterwards, and the planted page is still there and still used."""
    PROBED = "probed"
    """Scanners came and got nothing."""
    QUIET_SHORT = "quiet-short"
    """Nothing happened, but the logs begin too late to say so."""
    QUIET_WHOLE = "quiet-whole"
    """Nothing happened, and every log covers the whole period."""
    PATCHED_ATTACKED = "patched-attacked"
    """Attacked after its patch; every attempt was refused."""
    ADMIN = "admin"
    """Nothing happened; administrators, backup, an auditor's scanner and installers did what looks like it."""
    ROTATED = "rotated"
    """Broken into; the front-end logs of the hours in question are gone."""
    CLEANED = "cleaned"
    """Broken into; after the update somebody deleted the page, and overlooked a module of the web server."""
    TWO_ACTORS = "two-actors"
    """Two intruders, each with an own page, on different days."""


class Form(StrEnum):
    """How the collection was packed."""

    FOLDER = "folder"
    """A folder holding the drive as `C/…`."""
    KAPE = "kape"
    """The same with the copy log KAPE leaves beside it."""
    ZIP = "zip"
    """The folder as one zip archive."""
    VELOCIRAPTOR = "velociraptor"
    """An offline collector's zip: URL-encoded names, client_info.json, results as JSON lines."""


class EventForm(StrEnum):
    """Which exporter wrote the Windows events; JSON lines in each case."""

    OTRF = "otrf"
    """Flat, the fields beside `Channel` and `EventID`; positional data only in the message."""
    WINLOGBEAT = "winlogbeat"
    EVTX_DUMP = "evtx_dump"
    """`Event.System`, `Event.EventData`."""
    VELOCIRAPTOR = "velociraptor"
    """`System`, `EventData`, `Message`; times as seconds."""


SOURCES = frozenset(
    {
        "iis", "httpproxy", "ecp_server", "ecp_activity", "oabgen", "ews", "rps_cmdlet", "rps_http", "msgtrk",
        "sysmon", "evt_sec", "evt_mgmt", "evt_app", "fs", "apphost",
    }
)  # fmt: skip
"""Log sources a server can leave out (`Server.without`), under the names the packs use."""


class Server(Struct, frozen=True, kw_only=True):
    """Everything that decides the evidence of one server: equal values give equal bytes."""

    story: Story
    seed: int
    name: str = "EX01"
    """Host name; the full name is `<name>.<domain>`."""
    domain: str = "corp.example"
    start: datetime = datetime(2020, 12, 20, tzinfo=UTC)
    """First moment of the logs."""
    end: datetime = datetime(2021, 4, 5, tzinfo=UTC)
    build: str = "15.1.2106.6"
    """Build before the update."""
    installed: datetime | None = None
    """When the March 2021 update was installed; null: never within the logs."""
    patched_build: str = "15.1.2106.13"
    attack: datetime = datetime(2021, 3, 3, 6, 49, 42, tzinfo=UTC)
    """Moment of the first forged request that matters; only stories with an intruder or a scanner use it."""
    clients: tuple[str, ...] = ("203.0.113.77", "198.51.100.23")
    """Addresses of the intruder (the first plants, all visit); documentation ranges only."""
    page: str = "RedirSuiteServerHelp.aspx"
    page_folder: str = "owa/auth"
    """`owa/auth`, `ecp/auth`, `aspnet_client` or `aspnet_client/system_web`."""
    reach: Stage = Stage.OPERATED
    """How far the intruder of a successful story gets."""
    schema_last: bool = True
    """Order of canary and schema in the forged address; both were seen."""
    density: float = 6.0
    """Requests an hour on average."""
    rotation_hours: int = 24
    """Hours that one file of an Exchange log covers (other logs than HttpProxy: at least 24); Exchange itself uses 1,
    more makes fewer files."""
    without: frozenset[str] = frozenset()
    """Log sources that the collection lacks, see `SOURCES`."""
    form: Form = Form.FOLDER
    event_form: EventForm = EventForm.OTRF
    exported: bool = False
    """Whether the collection holds what a responder exports by hand: objects, tasks, registry, listeners."""

    def __post_init__(self) -> None:
        if self.start >= self.end or self.density <= 0 or not self.clients:
            raise ValueError(f"server {self.name}: empty period, no traffic or no client")
        if unknown := self.without - SOURCES:
            raise ValueError(f"server {self.name}: no log source named {', '.join(sorted(unknown))}")
        quiet = self.story in (Story.QUIET_SHORT, Story.QUIET_WHOLE)
        if not quiet and not self.start + timedelta(hours=2) <= self.attack <= self.end - timedelta(hours=2):
            raise ValueError(f"server {self.name}: the attack lies outside of the logs")

    @property
    def fqdn(self) -> str:
        """Full name, as records write it."""
        return f"{self.name}.{self.domain}"

    def build_at(self, time: datetime) -> str:
        """Build that runs at a time."""
        return self.patched_build if self.installed is not None and time >= self.installed else self.build


class Truth(Struct, frozen=True, kw_only=True):
    """What a scan has to find in the evidence of one server."""

    story: Story
    host: str
    verdicts: frozenset[Verdict]
    """Words that are right; more than one where look-alikes may fairly count as probing, or where the collection
    has no record of processes, so that commands can only be inferred."""
    stage: Stage
    """What happened, whether or not the collection can show it."""
    pages: tuple[str, ...] = ()
    r"""Planted pages as Windows paths (`C:\…`)."""
    web_paths: tuple[str, ...] = ()
    """Planted pages as web paths."""
    clients: tuple[str, ...] = ()
    """Addresses of intruders and scanners that sent forged requests, sorted."""
    probed: datetime | None = None
    """First forged request of any kind."""
    exploited: datetime | None = None
    """First forged request that reached a back end beyond a probe."""
    implanted: datetime | None = None
    """First planted page written."""
    operated: datetime | None = None
    """First command run through a planted page."""
    modules: tuple[str, ...] = ()
    """Modules of the web server that the intruder left, by name."""
    removed: datetime | None = None
    """When the planted page was deleted; null: never."""
    visits: int = 0
    """Requests to planted pages that were answered 200."""
    last_visit: datetime | None = None
    forged: int = 0
    """Requests with a routing target chosen by the caller, whatever the answer (some may lie in logs cut out)."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Planted records by log source, as written (what was cut out is not counted)."""


STORY_DEFAULTS: Mapping[Story, Mapping[str, datetime]] = {
    Story.HELD: {
        "start": datetime(2021, 2, 24, tzinfo=UTC),
        "end": datetime(2021, 3, 16, tzinfo=UTC),
        "installed": datetime(2021, 3, 9, 19, 30, tzinfo=UTC),
    },
    Story.CLEANED: {
        "start": datetime(2021, 2, 24, tzinfo=UTC),
        "end": datetime(2021, 3, 16, tzinfo=UTC),
        "installed": datetime(2021, 3, 8, 18, 0, tzinfo=UTC),
    },
    Story.PROBED: {"installed": datetime(2021, 3, 4, 21, 10, tzinfo=UTC)},
    Story.QUIET_SHORT: {"start": datetime(2021, 3, 20, tzinfo=UTC)},
    Story.QUIET_WHOLE: {"installed": datetime(2021, 3, 3, 22, 0, tzinfo=UTC)},
    Story.PATCHED_ATTACKED: {
        "installed": datetime(2021, 3, 3, 2, 0, tzinfo=UTC),
        "attack": datetime(2021, 3, 6, 11, 5, tzinfo=UTC),
    },
    Story.ADMIN: {"installed": datetime(2021, 3, 10, 20, 0, tzinfo=UTC)},
    Story.ROTATED: {"installed": datetime(2021, 3, 12, 20, 0, tzinfo=UTC)},
    Story.TWO_ACTORS: {"installed": datetime(2021, 3, 14, 20, 0, tzinfo=UTC)},
}
"""Dates that make a story what it is."""


def invent(story: Story, seed: int, **chosen: object) -> Server:
    """A server of a story with the dates that story needs, unless chosen; other fields as `Server` has them."""
    values: dict[str, object] = {**STORY_DEFAULTS[story], **chosen}
    return Server(story=story, seed=seed, **values)  # type: ignore[arg-type] # checked by the class's own fields


SECOND_ACTOR_DELAY = timedelta(days=4, hours=7)
"""The second intruder comes later, so that the two are two."""
