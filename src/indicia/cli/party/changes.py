"""`indicia party init`, `add`, `rotate`, `revoke` and `renew`: write a change, for officers to sign."""

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.times import moment
from indicia.cli.party.folder import folder_options
from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.keys.announcement import Announcement
    from indicia.statement.membership.members import Membership
    from indicia.statement.membership.roll import Roll

_OFFICERS_DAYS, _PARTIES_DAYS = 730, 365
_REASONS = ("planned", "lost", "stolen", "left")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    init = verbs.add_parser(
        "init",
        help="begin an alliance: its officers, and how many of them any change needs",
        description="Write the first version of a membership, unsigned.  Parties can be added to the same change "
        "before anybody signs it.",
    )
    init.add_argument("--alliance", required=True, metavar="NAME", help="its name, which stands in all it signs")
    init.add_argument(
        "--officer",
        dest="officers",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="NAME.keys.json of an officer; once for each",
    )
    init.add_argument("--threshold", type=int, required=True, metavar="K", help="so many officers for any change")
    _expiry(init, f" (default: in {_OFFICERS_DAYS} days)", f" (default: in {_PARTIES_DAYS} days)")
    _change(init)
    init.set_defaults(run=run_init)

    more = verbs.add_parser(
        "add",
        help="a party more, or an officer more",
        description="Add whoever handed in the public file.  What it was made for says whether it is a party or an "
        "officer.  Compare the fingerprint with its sender by voice: the file proves only that the sender holds the "
        "keys.",
    )
    folder_options(more)
    more.add_argument("keys", type=Path, help="NAME.keys.json")
    more.add_argument("--country", metavar="CC", help="of a party, as two letters, or EU, NATO …")
    more.add_argument("--title", metavar="TEXT", help="of a party, as people read it")
    more.add_argument("--since", type=moment, metavar="T", help="from when its keys count, UTC (default: now)")
    _threshold(more)
    _change(more)
    more.set_defaults(run=run_add)

    rotate = verbs.add_parser(
        "rotate",
        help="other keys for a party or an officer",
        description="Replace the keys of whoever handed in the public file.  What the old keys signed keeps its "
        "weight if the ledger logged it before --until; what is logged later is refused.",
    )
    folder_options(rotate)
    rotate.add_argument("keys", type=Path, help="NAME.keys.json with the new keys")
    rotate.add_argument("--why", choices=_REASONS[:3], default="planned", help="why (default: planned)")
    rotate.add_argument("--until", type=moment, metavar="T", help="up to when the old keys count (default: now)")
    rotate.add_argument("--since", type=moment, metavar="T", help="from when the new ones count (default: now)")
    _change(rotate)
    rotate.set_defaults(run=run_rotate)

    revoke = verbs.add_parser(
        "revoke",
        help="a party less, or an officer less",
        description="End a party's keys without new ones, or take an officer away.  What a party said keeps its "
        "weight if the ledger logged it before --until.  Of a theft found out late, --until is the time of the theft; "
        "with --keys the end of keys that were replaced already is moved to an earlier time.",
    )
    folder_options(revoke)
    revoke.add_argument("name", help="the party, or the officer with --officer")
    revoke.add_argument("--officer", action="store_true", help="an officer, not a party")
    revoke.add_argument("--why", choices=_REASONS[1:], default="left", help="why (default: left)")
    revoke.add_argument("--keys", metavar="FINGERPRINT", help="of a party: these keys (default: its last)")
    revoke.add_argument("--until", type=moment, metavar="T", help="up to when its keys count (default: now)")
    _threshold(revoke)
    _change(revoke)
    revoke.set_defaults(run=run_revoke)

    renew = verbs.add_parser(
        "renew",
        help="the same membership for longer",
        description="Move the days on which the lists of officers and of parties expire.",
    )
    folder_options(renew)
    _expiry(renew, "", f" (default: in {_PARTIES_DAYS} days)")
    _change(renew)
    renew.set_defaults(run=run_renew)


def run_init(arguments: argparse.Namespace) -> int:
    """Write the first change."""
    from indicia.cli.common.times import now
    from indicia.statement.membership.changes import founded

    if arguments.change.exists():
        raise UsageError(f"{arguments.change}: is there already", hint="A new alliance begins with a new file.")
    roll = founded(
        arguments.alliance,
        tuple(_keys(path) for path in arguments.officers),
        arguments.threshold,
        _seconds(arguments.officers_expire, now() + timedelta(days=_OFFICERS_DAYS)),
        _seconds(arguments.expires, now() + timedelta(days=_PARTIES_DAYS)),
    )
    return _write(arguments.change, None, None, roll)


def run_add(arguments: argparse.Namespace) -> int:
    """Add a party or an officer."""
    from indicia.statement.keys.announcement import Purpose
    from indicia.statement.membership.changes import with_officer, with_party

    keys = _keys(arguments.keys)

    def change(roll: "Roll") -> "Roll":
        if keys.purpose is Purpose.OFFICER:
            return with_officer(roll, keys, threshold=arguments.threshold)
        if not arguments.country or not arguments.title:
            raise UsageError(f"{keys.holder} is a party: say its --country and --title")
        return with_party(roll, keys, country=arguments.country, title=arguments.title, since=_seconds(arguments.since))

    return _amend(arguments, change)


def run_rotate(arguments: argparse.Namespace) -> int:
    """Replace keys."""
    from indicia.statement.keys.announcement import Purpose
    from indicia.statement.membership.changes import with_new_keys, with_new_officer_keys
    from indicia.statement.membership.roll import Why

    keys = _keys(arguments.keys)

    def change(roll: "Roll") -> "Roll":
        if keys.purpose is Purpose.OFFICER:
            return with_new_officer_keys(roll, keys)
        until, since = _seconds(arguments.until), _seconds(arguments.since)
        return with_new_keys(roll, keys, why=Why(arguments.why), until=until, since=max(since, until))

    return _amend(arguments, change)


def run_revoke(arguments: argparse.Namespace) -> int:
    """End keys."""
    from indicia.statement.membership.changes import without_officer, without_party
    from indicia.statement.membership.roll import Why

    def change(roll: "Roll") -> "Roll":
        if arguments.officer:
            return without_officer(roll, arguments.name, threshold=arguments.threshold)
        until = _seconds(arguments.until)
        return without_party(roll, arguments.name, why=Why(arguments.why), until=until, fingerprint=arguments.keys)

    return _amend(arguments, change)


def run_renew(arguments: argparse.Namespace) -> int:
    """Move the expiry."""
    from indicia.cli.common.times import now
    from indicia.statement.membership.changes import renewed

    root = arguments.officers_expire
    return _amend(
        arguments,
        lambda roll: renewed(
            roll,
            root_expires=_seconds(root) if root else None,
            targets_expires=_seconds(arguments.expires, now() + timedelta(days=_PARTIES_DAYS)),
        ),
    )


def _change(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--change",
        type=Path,
        required=True,
        metavar="FILE",
        help="the change to write; an unsigned one that is there is gone on with, so one ceremony does many things",
    )


def _threshold(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--threshold", type=int, metavar="K", help="with an officer: so many officers for any change")


def _expiry(verb: argparse.ArgumentParser, officers: str, parties: str) -> None:
    verb.add_argument("--expires", type=moment, metavar="T", help=f"when the list of parties expires{parties}")
    verb.add_argument("--officers-expire", type=moment, metavar="T", help=f"when that of the officers does{officers}")


def _keys(path: Path) -> "Announcement":
    from indicia.statement.keys.announcement import MOST_BYTES, announced
    from indicia.statement.private_files import read_small

    return announced(read_small(path, MOST_BYTES), str(path))


def _amend(arguments: argparse.Namespace, change: "Callable[[Roll], Roll]") -> int:
    """Go on from the change that is there, or from the membership, and write what comes out."""
    from indicia.cli.party.folder import held
    from indicia.statement.membership.ceremony import check_fits, roll_of
    from indicia.statement.membership.folder import read_change_file

    base = held(arguments)
    begun: Roll | None = None
    if arguments.change.exists():
        there = read_change_file(arguments.change)
        check_fits(there, base)
        if there.signed_by_somebody:
            raise UsageError(
                f"{arguments.change}: is signed already, and a signature is over exactly what it says",
                hint="Put it in force first, or write another change.",
            )
        begun = roll_of(there, base)
    elif base is None:
        raise UsageError(
            f"{arguments.folder}: no membership is here, and {arguments.change} is no change that begins one",
            hint="`indicia party init --change FILE` begins one.",
        )
    else:
        begun = base.roll
    return _write(arguments.change, base, begun, change(begun))


def _write(path: Path, base: "Membership | None", begun: "Roll | None", roll: "Roll") -> int:
    from indicia.report.terminal.statements.party import print_change
    from indicia.statement.membership.ceremony import change_to, standing
    from indicia.statement.membership.differences import differences
    from indicia.statement.private_files import replace

    if roll == begun:
        raise UsageError("this changes nothing")
    change = change_to(roll, base)
    replace(path, change.to_bytes())
    print_change(str(path), change, differences(base.roll if base else None, roll), standing(change, base))
    return 0


def _seconds(given: datetime | None, otherwise: datetime | None = None) -> datetime:
    """Whole seconds; now where nothing is said."""
    from indicia.cli.common.times import now

    return (given or otherwise or now()).replace(microsecond=0)
