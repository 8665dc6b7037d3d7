"""Changes to a roll, each a roll to a roll.  What may not be is refused here, before anybody is asked to sign it."""

from datetime import datetime

from msgspec.structs import replace

from indicia.errors import StatementError
from indicia.statement.canonical import time_text
from indicia.statement.keys.announcement import Announcement, Purpose
from indicia.statement.keys.public import PublicPair
from indicia.statement.membership.roll import Officer, Roll, Tenure, Why
from indicia.statement.names import holder_name


def founded(
    alliance: str,
    officers: tuple[Announcement, ...],
    threshold: int,
    root_expires: datetime,
    targets_expires: datetime,
) -> Roll:
    """A new alliance without parties."""
    roll = Roll(
        alliance=alliance,
        officers=(),
        threshold=threshold,
        tenures=(),
        root_expires=root_expires,
        targets_expires=targets_expires,
    )
    return replace(
        roll, officers=tuple(Officer(name=one.holder, pair=_for(one, roll, Purpose.OFFICER)) for one in officers)
    )


def with_party(roll: Roll, keys: Announcement, *, country: str, title: str, since: datetime) -> Roll:
    """A party more; one that left may come back, with new keys."""
    name = holder_name(keys.holder)
    held = roll.tenures_of(name)
    if held and held[-1].until is None:
        raise StatementError(f"{name} is a party already", hint="Its keys are replaced by `indicia party rotate`.")
    tenure = Tenure(
        party=name,
        country=country,
        title=title,
        joined=since,
        pair=_new_pair(keys, roll),
        since=since,
    )
    return replace(roll, tenures=(*roll.tenures, tenure))


def with_new_keys(roll: Roll, keys: Announcement, *, why: Why, until: datetime, since: datetime) -> Roll:
    """Other keys for a party: the old ones count up to `until`, the new ones from `since` on."""
    old = _open(roll, keys.holder)
    pair = _new_pair(keys, roll)
    ended = _ended(roll, old, why, until)
    return replace(ended, tenures=(*ended.tenures, replace(old, pair=pair, since=since, until=None, why=None)))


def without_party(roll: Roll, party: str, *, why: Why, until: datetime, fingerprint: str | None = None) -> Roll:
    """A party less; what it said before `until` keeps its weight.

    Of keys that have ended already, its last or those of this fingerprint, the end may be moved to an earlier time.
    """
    held = roll.tenures_of(party)
    if not held:
        raise StatementError(f"{party} is no party of {roll.alliance}")
    if fingerprint is None:
        return _ended(roll, held[-1], why, until)
    wanted = "".join(fingerprint.lower().split())
    for one in held:
        if one.pair.fingerprint.replace(" ", "") == wanted:
            return _ended(roll, one, why, until)
    raise StatementError(f"{party} never had keys {fingerprint}", hint="`indicia party list` shows all it had.")


def with_officer(roll: Roll, keys: Announcement, *, threshold: int | None) -> Roll:
    """An officer more."""
    if any(one.name == keys.holder for one in roll.officers):
        raise StatementError(f"{keys.holder} is an officer already", hint="`indicia party rotate` gives new keys.")
    officer = Officer(name=holder_name(keys.holder), pair=_for(keys, roll, Purpose.OFFICER))
    return _staffed(roll, (*roll.officers, officer), threshold)


def with_new_officer_keys(roll: Roll, keys: Announcement) -> Roll:
    """Other keys for an officer."""
    _check_officer(roll, keys.holder)
    pair = _for(keys, roll, Purpose.OFFICER)
    officers = tuple(replace(one, pair=pair) if one.name == keys.holder else one for one in roll.officers)
    return replace(roll, officers=officers)


def without_officer(roll: Roll, name: str, *, threshold: int | None) -> Roll:
    """An officer less."""
    _check_officer(roll, name)
    return _staffed(roll, tuple(one for one in roll.officers if one.name != name), threshold)


def renewed(roll: Roll, *, root_expires: datetime | None, targets_expires: datetime | None) -> Roll:
    """The same for longer."""
    return replace(
        roll,
        root_expires=root_expires or roll.root_expires,
        targets_expires=targets_expires or roll.targets_expires,
    )


def _staffed(roll: Roll, officers: tuple[Officer, ...], threshold: int | None) -> Roll:
    needed = threshold or roll.threshold
    if not 1 <= needed <= len(officers):
        raise StatementError(
            f"{needed} of {len(officers)} officers cannot be reached", hint="Say another --threshold along with it."
        )
    return replace(roll, officers=officers, threshold=needed)


def _check_officer(roll: Roll, name: str) -> None:
    if all(one.name != name for one in roll.officers):
        names = ", ".join(one.name for one in roll.officers)
        raise StatementError(f"{name} is no officer of {roll.alliance}", hint=f"Its officers are: {names}.")


def _ended(roll: Roll, tenure: Tenure, why: Why, until: datetime) -> Roll:
    if until < tenure.since:
        raise StatementError(
            f"keys of {tenure.party} count from {time_text(tenure.since)} on and cannot end before, "
            f"at {time_text(until)}"
        )
    if tenure.until is not None and until >= tenure.until:
        raise StatementError(
            f"these keys of {tenure.party} ended at {time_text(tenure.until)}, and that can only be moved to an "
            f"earlier time"
        )
    ended = replace(tenure, until=until, why=why)
    return replace(roll, tenures=tuple(ended if one == tenure else one for one in roll.tenures))


def _open(roll: Roll, party: str) -> Tenure:
    for one in roll.open:
        if one.party == party:
            return one
    names = ", ".join(one.party for one in roll.open) or "none"
    raise StatementError(f"{party} is no party of {roll.alliance}", hint=f"Its parties are: {names}.")


def _new_pair(keys: Announcement, roll: Roll) -> PublicPair:
    pair = _for(keys, roll, Purpose.PARTY)
    for tenure in roll.tenures:
        if set(pair.keyids) & set(tenure.pair.keyids):
            raise StatementError(f"these keys were registered before, for {tenure.party}; new ones are needed")
    return pair


def _for(keys: Announcement, roll: Roll, purpose: Purpose) -> PublicPair:
    if keys.alliance != roll.alliance:
        raise StatementError(f"keys of {keys.holder} are for the alliance {keys.alliance}, not {roll.alliance}")
    if keys.purpose is not purpose:
        made, wanted = ("an officer" if one is Purpose.OFFICER else "a party" for one in (keys.purpose, purpose))
        raise StatementError(
            f"keys of {keys.holder} were made for {made}, not {wanted}",
            hint="Officers sign the membership, parties sign positions; the same keys never do both.",
        )
    return keys.pair
