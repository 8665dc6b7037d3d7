"""What an intruder left on a host that others may have left elsewhere: values that can be compared between hosts."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.model.finding import Stage


class TraitKind(StrEnum):
    """What a value is; kinds of one block depend on each other and count together (see `kinds.FACTS`)."""

    SHELL_HASH = "web-shell hash"
    SHELL_CODE = "web-shell code"
    """SHA-256 of a script without what a host adds around it (a dump of settings differs on every host)."""
    PASSWORD = "password parameter"  # noqa: S105  # the name of a kind, no secret
    """Name of the request value that a web shell runs."""
    PAGE = "page address"
    PAGE_NAME = "page name"
    CLIENT = "client address"
    VISIT = "visit"
    """An address and the ten minutes in which it came; two overlapping ones for each visit."""
    AGENT = "user agent"
    FORGED = "forged request"
    """Shape of a request whose sender chose the back end, without the host's own name."""
    MARKER = "marker"
    """A token or canary that a program sent."""
    MAILBOX = "mailbox asked for"
    """Local part of a mailbox that a forged request named."""
    COMMAND = "command"
    IMPLANT = "implant path"
    TOOL_HASH = "tool hash"


class Commonness(StrEnum):
    """Whether a list says of a value that many use it."""

    NO = ""
    KNOWN = "known"
    """Published, or part of a kit that several groups use: it links a little."""
    COMMON = "common"
    """In use everywhere: it links nothing."""


class Trait(Struct, frozen=True, kw_only=True):
    """One value on one host.  Comparable between hosts by kind and value."""

    kind: TraitKind
    value: str
    """Normalised; at most 300 characters."""
    first: datetime | None
    last: datetime | None
    """UTC; null where no record has a time."""
    findings: tuple[str, ...]
    """Ids in the result of the case."""
    commonness: Commonness = Commonness.NO
    why_common: str = ""
    """Who says so; empty where no list does."""


class Activity(Struct, frozen=True, kw_only=True):
    """Findings of one host that one visitor explains, with the traits in them.  A host hit by two groups has two."""

    case: str
    host: str
    number: int
    """From 1 within the host, in order of time."""
    stage: Stage
    first: datetime | None
    last: datetime | None
    findings: tuple[str, ...]
    traits: tuple[Trait, ...]
    why: tuple[str, ...] = ()
    """Why these findings are one activity."""

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is told apart by."""
        return self.case, self.host, self.number
