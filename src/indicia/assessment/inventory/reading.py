"""An inventory of hosts: which build each is said to run, since when that is known, and what could not be read."""

from datetime import UTC, datetime

from msgspec import Struct, field

from indicia.assessment.inventory.builds_in_words import Named, named_build
from indicia.assessment.inventory.columns import Columns, columns, yes_or_no
from indicia.assessment.inventory.days import NoDay, Order, day_order, read_day
from indicia.assessment.inventory.sheet import Row, Torn, decoded, rows
from indicia.errors import UsageError
from indicia.knowledge.product.builds import BuildTable, branch_of, show_build
from indicia.model.exposure import BuildOrigin, BuildSeen, Precision
from indicia.model.fleet import InventoryFault

_MOST_NAME = 253
"""Longest host name there can be."""
_MOST_FAULTS = 1_000
_BASE = (
    "a build from a column that does not say where it is from is taken for the file version of ExSetup.exe; if it is "
    "AdminDisplayVersion, a host on the bare build of a cumulative update may hold updates that do not show"
)


class ListedHost(Struct):
    """One host of an inventory."""

    name: str
    seen: list[BuildSeen] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    exposed: bool | None = None


class Inventory(Struct, frozen=True, kw_only=True):
    """Hosts in order of their first line; every line is a host, a fault, or both."""

    hosts: tuple[ListedHost, ...]
    newest: datetime | None
    """Newest date in it, UTC."""
    faults: tuple[InventoryFault, ...]
    assumptions: tuple[str, ...]


def read_inventory(data: bytes, table: BuildTable, until: datetime | None = None) -> Inventory:
    """Read a CSV of hosts.

    A build, a date or a line that cannot be read is a fault with its line, and the host is kept; dates after `until`
    are faults.  Raises UsageError where there is no header with a host and a build.
    """
    text, encoding = decoded(data)
    reading = _Reading(table, until)
    if encoding:
        reading.assume(encoding)
    every = list(rows(text))
    head = next((item for item in every if isinstance(item, Row)), None)
    if head is None:
        raise UsageError("the inventory holds no rows", hint="It needs a header line with a host and a build column.")
    found = columns(head.values)
    if found.host is None or not found.names_builds:
        lacking = "a host" if found.host is None else "a build"
        raise UsageError(
            f"line {head.line}: no column names {lacking}; the header says: {', '.join(head.values)[:200]}",
            hint="Name the columns, for example: Host, ExSetup (or Build, AdminDisplayVersion, CU), Seen, Internet.",
        )
    body = [item for item in every if item is not head]
    order = Order.UNTOLD
    if found.date is not None:
        date = found.date
        order = day_order([row.values[date] for row in body if isinstance(row, Row) and len(row.values) > date])
        if order is not Order.UNTOLD:
            reading.assume(f"dates with slashes are read {order}, as those show that can be read in one way only")
    else:
        reading.assume("the inventory has no column with a date")
    for item in body:
        if isinstance(item, Torn):
            reading.fault(item.line, "", item.reason)
        else:
            reading.take(item, found, len(head.values), order)
    return reading.done()


class _Reading:
    """What has been read so far."""

    def __init__(self, table: BuildTable, until: datetime | None) -> None:
        self._table = table
        self._until = until
        self._hosts: dict[str, ListedHost] = {}
        self._faults: list[InventoryFault] = []
        self._unlisted = 0
        self._assumptions: dict[str, None] = {}

    def assume(self, text: str) -> None:
        """Note an assumption once."""
        self._assumptions.setdefault(text)

    def fault(self, line: int, host: str, reason: str) -> None:
        """Note a fault; beyond the limit they are counted."""
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(InventoryFault(line=line, host=host, reason=reason))
        else:
            self._unlisted += 1

    def take(self, row: Row, found: Columns, width: int, order: Order) -> None:
        """One row."""
        name = self._value(row, found.host)
        if len(row.values) > width and any(row.values[width:]):
            self.fault(row.line, name, f"{len(row.values)} values under {width} columns; those beyond were not read")
        if not name or len(name) > _MOST_NAME or any(ord(letter) < 32 for letter in name):
            self.fault(row.line, "", "no host name" if not name else "the host name is no name")
            return
        host = self._hosts.setdefault(name.casefold().rstrip("."), ListedHost(name))
        if host.lines:
            self.fault(
                row.line, name, f"this host is on line {host.lines[0]} too; each line is taken as one look at it"
            )
        host.lines.append(row.line)
        told = self._value(row, found.exposed)
        exposed = yes_or_no(told)
        if told and exposed is None:
            self.fault(row.line, name, f"{told[:40]!r} says neither that it is reachable nor that it is not")
        # One line that says so is enough: the worse one counts.
        host.exposed = exposed if host.exposed is None else host.exposed or bool(exposed)
        time = self._time(row, found, name, order)
        seen = self._builds(row, found, name, time)
        for item in seen:
            self._agree(host, item, row.line)

    def done(self) -> Inventory:
        """Everything, in the order of the file."""
        faults = list(self._faults)
        if self._unlisted:
            faults.append(InventoryFault(line=0, host="", reason=f"{self._unlisted:,} more faults were not listed"))
        times = [item.time for host in self._hosts.values() for item in host.seen if item.time is not None]
        return Inventory(
            hosts=tuple(self._hosts.values()),
            newest=max(times, default=None),
            faults=tuple(faults),
            assumptions=tuple(self._assumptions),
        )

    def _value(self, row: Row, column: int | None) -> str:
        return row.values[column] if column is not None and column < len(row.values) else ""

    def _time(self, row: Row, found: Columns, name: str, order: Order) -> datetime | None:
        text = self._value(row, found.date)
        if not text:
            if found.date is not None:
                self.fault(row.line, name, "no date")
            return None
        time = read_day(text, order)
        if isinstance(time, NoDay):
            self.fault(row.line, name, time.reason)
            return None
        if text.isdigit() and len(text) == 5:
            self.assume("five-digit dates are read as a spreadsheet's count of days since 1899-12-30")
        if self._until is not None and time.date() > self._until.date():
            self.fault(row.line, name, f"the date {time:%Y-%m-%d} is after {self._until:%Y-%m-%d}: not taken")
            return None
        if time < datetime(2010, 1, 1, tzinfo=UTC):
            self.fault(row.line, name, f"the date {time:%Y-%m-%d} is before anything in these tables: not taken")
            return None
        return time

    def _builds(self, row: Row, found: Columns, name: str, time: datetime | None) -> list[BuildSeen]:
        seen: list[BuildSeen] = []
        refused: list[str] = []
        for columns_, plain in ((found.full, False), (found.vague, False), (found.build, True)):
            for column in columns_:
                if text := self._value(row, column):
                    self._one(text, row, time, seen, refused, vague=columns_ is found.vague, plain=plain)
        words = " ".join(text for column in found.words if (text := self._value(row, column)))
        if words and not any(item.precision is Precision.FULL for item in seen):
            self._one(words, row, time, seen, refused if not seen else [], vague=False, plain=False)
        if not seen:
            self.fault(row.line, name, "; ".join(refused) or "no build")
        elif refused:
            self.fault(row.line, name, "; ".join(refused))
        return [self._dated(item, row.line, name) for item in seen]

    def _one(
        self,
        text: str,
        row: Row,
        time: datetime | None,
        seen: list[BuildSeen],
        refused: list[str],
        *,
        vague: bool,
        plain: bool,
    ) -> None:
        named = named_build(text, self._table)
        if not isinstance(named, Named):
            refused.append(named.reason)
            return
        if named.assumption:
            self.assume(named.assumption)
        branch = self._table.branch_of(named.build)
        product = self._table.product_of(named.build)
        if product is None:
            refused.append(f"{show_build(named.build)} is no build of Exchange that is known here")
            return
        precision = named.precision
        bare = branch is not None and named.build == branch.base
        if vague and bare:
            precision = Precision.CU_ONLY
        elif plain and bare and precision is Precision.FULL:
            self.assume(_BASE)
        if branch is None:
            refused.append(f"{show_build(named.build)} ({product.name}) is in no table: nothing is judged by it")
        seen.append(
            BuildSeen(
                time=time,
                build=show_build(named.build),
                origin=BuildOrigin.INVENTORY,
                precision=precision,
                place=f"line {row.line}",
            )
        )

    def _dated(self, item: BuildSeen, line: int, name: str) -> BuildSeen:
        """Without its date where the build cannot have been there that day."""
        numbers = tuple(int(part) for part in item.build.split("."))
        branch = branch_of((numbers[0], numbers[1], numbers[2], numbers[3]), self._table.branches)
        if item.time is None or branch is None or branch.released is None or item.time.date() >= branch.released:
            return item
        self.fault(
            line,
            name,
            f"the date {item.time:%Y-%m-%d} is before {branch.cu} came out ({branch.released}): not taken",
        )
        return BuildSeen(time=None, build=item.build, origin=item.origin, precision=item.precision, place=item.place)

    def _agree(self, host: ListedHost, item: BuildSeen, line: int) -> None:
        """Add a look at a host; of two builds on one day that contradict each other the lower one counts."""
        for other in host.seen:
            same = other.time == item.time and other.precision is item.precision
            if not same or other.build == item.build or other.place == item.place:
                continue
            low, high = sorted((other, item), key=lambda each: tuple(map(int, each.build.split("."))))
            self.fault(
                line,
                host.name,
                f"{low.build} ({low.place}) and {high.build} ({high.place}) on one day: the lower one counts",
            )
            if high is item:
                return
            host.seen.remove(other)
            break
        host.seen.append(item)
