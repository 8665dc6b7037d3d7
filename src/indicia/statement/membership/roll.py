"""What the officers of an alliance sign: who they are, and which keys belonged to which party from when to when.

Nothing is ever taken out of the list of tenures.  A pair of keys that is no longer used stays, with the time up to
which it counts, so that what was logged before still verifies years later.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.keys.public import PublicPair
from indicia.statement.names import alliance_name, holder_name

MOST_OFFICERS = 100
MOST_TENURES = 2_000
_MOST_TITLE = 200


class Why(StrEnum):
    """Why a pair of keys no longer counts."""

    PLANNED = "planned"
    LOST = "lost"
    STOLEN = "stolen"
    LEFT = "left"


class Officer(Struct, frozen=True, kw_only=True):
    """Somebody who may change the membership, together with others."""

    name: str
    pair: PublicPair


class Tenure(Struct, frozen=True, kw_only=True):
    """One pair of keys of one party, and when it counts."""

    party: str
    country: str
    title: str
    joined: datetime
    """Since when the party has been a member, through all its keys."""
    pair: PublicPair
    since: datetime
    until: datetime | None = None
    """Up to and without this time; null while it counts."""
    why: Why | None = None

    def counts_at(self, moment: datetime) -> bool:
        """Whether what was logged then, by this pair, is the party's."""
        return self.since <= moment and (self.until is None or moment < self.until)


class Roll(Struct, frozen=True, kw_only=True):
    """Everything one version of the membership says."""

    alliance: str
    officers: tuple[Officer, ...]
    threshold: int
    """So many officers, each with both keys, for any change."""
    tenures: tuple[Tenure, ...]
    """In the order in which they were entered."""
    root_expires: datetime
    targets_expires: datetime

    @property
    def open(self) -> tuple[Tenure, ...]:
        """Those without an end, one for each party: the roles of the metadata."""
        return tuple(one for one in self.tenures if one.until is None)

    def tenures_of(self, party: str) -> tuple[Tenure, ...]:
        """All of a party, the oldest first."""
        return tuple(one for one in self.tenures if one.party == party)


def check_officers(alliance: str, officers: Sequence[Officer], threshold: int, where: str) -> None:
    """Raises StatementError where these officers could not stand together."""
    alliance_name(alliance)
    if not officers or len(officers) > MOST_OFFICERS:
        raise StatementError(f"{where}: {len(officers)} officers, not 1 to {MOST_OFFICERS}")
    if not 1 <= threshold <= len(officers):
        raise StatementError(f"{where}: a threshold of {threshold} of {len(officers)} officers")
    _one_name_each([holder_name(one.name) for one in officers], where, "an officer")
    _one_holder_each(((one.name, one.pair) for one in officers), where)


def check_tenures(tenures: Sequence[Tenure], where: str) -> None:
    """Raises StatementError where these tenures contradict each other."""
    if len(tenures) > MOST_TENURES:
        raise StatementError(f"{where}: more than {MOST_TENURES} pairs of keys")
    names = {holder_name(one.party): None for one in tenures}
    _one_name_each(list(names), where, "a party")
    _one_holder_each(((str(number), one.pair) for number, one in enumerate(tenures)), where)
    last: dict[str, Tenure] = {}
    for one in tenures:
        if not all(_is_label(text) for text in (one.country, one.title)):
            raise StatementError(
                f"{where}: {one.party} needs a country and a title, each of 1 to {_MOST_TITLE} printable characters"
            )
        if (one.until is None) != (one.why is None):
            raise StatementError(f"{where}: keys of {one.party} end without a reason, or have one without an end")
        if one.since < one.joined or (one.until is not None and one.until < one.since):
            raise StatementError(f"{where}: keys of {one.party} count before it joined, or end before they begin")
        before = last.get(one.party)
        if before is not None and (before.until is None or one.since < before.until):
            raise StatementError(f"{where}: {one.party} has two pairs of keys for the same time")
        last[one.party] = one


def check_apart(officers: Sequence[Officer], tenures: Sequence[Tenure], where: str) -> None:
    """Raises StatementError for a key that is an officer's and a party's: one theft would be two."""
    offices = {keyid: one.name for one in officers for keyid in one.pair.keyids}
    for tenure in tenures:
        for keyid in tenure.pair.keyids:
            if keyid in offices:
                raise StatementError(f"{where}: officer {offices[keyid]} and party {tenure.party} share a key")


def check_continues(before: Sequence[Tenure], after: Sequence[Tenure], where: str) -> None:
    """Raises StatementError where a later version tells the past in another way than an earlier one.

    Keys may get an end, and an end may be moved to an earlier time (a theft found out late), never to a later one.
    """
    if len(after) < len(before):
        raise StatementError(f"{where}: rewrites the past: {len(before) - len(after)} pairs of keys were taken out")
    for old, new in zip(before, after, strict=False):
        same = (old.party, old.country, old.title, old.joined, old.pair, old.since) == (
            (new.party, new.country, new.title, new.joined, new.pair, new.since)
        )
        if not same:
            raise StatementError(f"{where}: rewrites the past of {old.party}")
        if old.until is not None and (new.until is None or new.until > old.until):
            raise StatementError(f"{where}: rewrites the past: keys of {old.party} that had ended count again")


def _is_label(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and len(text) <= _MOST_TITLE


def _one_name_each(names: Sequence[str], where: str, what: str) -> None:
    seen: set[str] = set()
    for name in names:
        # Two names that differ by case only are one file on many disks, and one name to a reader in a hurry.
        if name.lower() in seen:
            raise StatementError(f"{where}: {what} called {name} is there twice")
        seen.add(name.lower())


def _one_holder_each(pairs: Iterator[tuple[str, PublicPair]], where: str) -> None:
    holders: dict[str, str] = {}
    for name, pair in pairs:
        for keyid in pair.keyids:
            if keyid in holders:
                raise StatementError(f"{where}: one key is there twice: {keyid[:16]}…")
            holders[keyid] = name
