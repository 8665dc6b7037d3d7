"""What a reader of a file finds, put together: what counts with its place, what does not with the reason."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field

from indicia.errors import EvidenceError
from indicia.knowledge.stated.naming import Meant, Naming
from indicia.model.stated import LeftOut, Stated, StatedKind

MOST_REFUSED = 500
"""A file with more entries that mean nothing is another kind of file."""
_MOST_SHOWN = 80


class Gathering(Struct):
    """Grows while a file is read."""

    name: str
    naming: Naming
    stated: list[Stated] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cites: dict[str, None] = field(default_factory=dict)
    own: dict[str, None] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    unknown: int = 0

    def take(self, meant: Meant, written: str, place: str, first: date | None = None, last: date | None = None) -> None:
        """Something that was done, or why it does not count."""
        if meant.value:
            self.state(meant.kind, meant.value, place, written=written, first=first, last=last)
        else:
            self.unknown += 1
            if self.unknown > MOST_REFUSED:
                raise EvidenceError(
                    f"{self.name}: more than {MOST_REFUSED} of its entries are nothing of ATT&CK (limit)",
                    hint="Is this the right file?",
                )
            self.leave(written, place, meant.why, refused=True)

    def state(
        self,
        kind: StatedKind,
        value: str,
        place: str,
        *,
        written: str = "",
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        """The same for something whose meaning is plain."""
        short = " ".join((written or value).split())[:_MOST_SHOWN]
        self.stated.append(Stated(kind=kind, value=value, place=place, written=short, first=first, last=last))

    def leave(self, what: str, place: str, why: str, *, refused: bool = False) -> None:
        """Something that does not count."""
        short = " ".join(what.split())[:_MOST_SHOWN] or "an entry without a name"
        self.left.append(LeftOut(what=short, place=place, why=why, refused=refused))

    def rest_on(self, names: Iterable[str]) -> None:
        """Reports that the file cites or is."""
        self.cites.update(dict.fromkeys(name for name in names if name))

    def is_called(self, names: Iterable[str]) -> None:
        """Names and addresses of the report that the file is."""
        self.own.update(dict.fromkeys(name for name in names if name))
        self.rest_on(self.own)

    def spans(self, first: date | None, last: date | None, what: str) -> None:
        """When the activity was; an end before its beginning is no time."""
        if first is not None and last is not None and last < first:
            self.notes.append(f"{what}: its last day, {last}, lies before its first, {first}: neither is used")
            return
        days = [day for day in (self.first, first, last) if day is not None]
        self.first = min(days, default=None)
        self.last = max([day for day in (self.last, first, last) if day is not None], default=None)


def day_of(value: object) -> date | None:
    """The day of a timestamp or day; null for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
