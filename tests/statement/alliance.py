"""An alliance with three officers, two needed, and two parties; with real keys."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from indicia.statement.canonical import canonical, parsed
from indicia.statement.keys.announcement import Announcement, Purpose, announce, announced
from indicia.statement.keys.pair import KeyPair, make_pair
from indicia.statement.membership.ceremony import Change, change_to, in_force, signed
from indicia.statement.membership.members import Membership
from indicia.statement.membership.roll import Roll

ALLIANCE = "example-2021"
BEGIN = datetime(2021, 7, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    """So many days after the alliance began."""
    return BEGIN + timedelta(days=number)


@dataclass
class Scene:
    """Who is there, with their keys; `membership` is the first version."""

    keys: dict[str, KeyPair]
    handed_in: dict[str, Announcement]
    membership: Membership

    def newcomer(self, name: str, purpose: Purpose = Purpose.PARTY) -> tuple[KeyPair, Announcement]:
        """New keys, handed in."""
        return handed_in_by(name, purpose)

    def passed(self, roll: Roll, *officers: str, base: Membership | None = None) -> Membership:
        """The membership after a change that these officers signed."""
        before = base or self.membership
        change = change_to(roll, before)
        for name in officers or ("ann", "bob"):
            change = signed(change, before, self.keys[name])
        return in_force(change, before)

    def files(self, membership: Membership | None = None) -> tuple[dict[int, bytes], bytes]:
        """As they lie on a disk."""
        shown = membership or self.membership
        return {one.says.version: one.to_bytes() for one in shown.roots}, shown.targets.to_bytes()


def signed_change(change: Change, base: Membership | None, *keys: KeyPair) -> Change:
    """With all these signatures."""
    for one in keys:
        change = signed(change, base, one)
    return change


def edited(data: bytes, *path: str | int, to: object) -> bytes:
    """The same JSON with one member set to something else."""
    value = parsed(data, "test")
    at = value
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return canonical(value)


def handed_in_by(name: str, purpose: Purpose) -> tuple[KeyPair, Announcement]:
    keys = make_pair()
    file = announce(keys, alliance=ALLIANCE, holder=name, purpose=purpose, made=BEGIN)
    return keys, announced(file, f"{name}.keys.json")
