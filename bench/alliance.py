"""An invented alliance of many parties, with keys for each, for benchmarks of statements."""

from datetime import UTC, datetime

from indicia.statement.keys.announcement import Announcement, Purpose, announce, announced
from indicia.statement.keys.pair import KeyPair, make_pair
from indicia.statement.membership.ceremony import change_to, in_force, signed
from indicia.statement.membership.changes import founded, with_party
from indicia.statement.membership.members import Membership

ALLIANCE = "bench"
BEGIN = datetime(2021, 7, 1, tzinfo=UTC)
END = datetime(2031, 7, 1, tzinfo=UTC)


def alliance_of(parties: int) -> tuple[Membership, dict[str, KeyPair]]:
    """Its membership under one officer, and the keys of its parties `P0`, `P1`, …"""
    keys = {f"P{number}": make_pair() for number in range(parties)}
    officer = make_pair()

    def handed_in(name: str, pair: KeyPair, purpose: Purpose) -> Announcement:
        return announced(announce(pair, alliance=ALLIANCE, holder=name, purpose=purpose, made=BEGIN), name)

    roll = founded(ALLIANCE, (handed_in("officer", officer, Purpose.OFFICER),), 1, END, END)
    for name, pair in keys.items():
        roll = with_party(roll, handed_in(name, pair, Purpose.PARTY), country="XX", title=name, since=BEGIN)
    return in_force(signed(change_to(roll, None), None, officer), None), keys
