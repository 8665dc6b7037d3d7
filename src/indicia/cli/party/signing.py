"""`indicia party show`, `sign`, `apply` and `list`: read a change, sign it, put it in force, see the result."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.common.times import moment
from indicia.cli.party.folder import folder_options
from indicia.cli.party.keys import passphrase_option, pin_option
from indicia.errors import StatementError, UsageError

if TYPE_CHECKING:
    from indicia.statement.membership.members import Membership


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    show = verbs.add_parser(
        "show",
        help="what a change does, who signed it, who is missing",
        description="What is said is told from the change and the membership alone.  Exit code 0: enough officers "
        "signed; 1: signatures are missing; 4: it is no change to this membership, or a signature is false.",
    )
    folder_options(show)
    show.add_argument("changes", type=Path, nargs="+", metavar="CHANGE", help="the change, or copies signed apart")
    show.add_argument("--json", action="store_true", help="print everything as JSON")
    show.set_defaults(run=run_show)

    sign = verbs.add_parser(
        "sign",
        help="sign a change as an officer",
        description="Show what a change does, ask, and add both signatures of an officer.  Officers may sign one "
        "after the other, or copies at the same time.",
    )
    folder_options(sign)
    sign.add_argument("change", type=Path, metavar="CHANGE", help="the change; it is written again with the signatures")
    sign.add_argument("--key", type=Path, required=True, metavar="FILE", help="NAME.secret.json of an officer")
    sign.add_argument("--yes", action="store_true", help="do not ask; for who has read `party show`")
    passphrase_option(sign)
    pin_option(sign)
    sign.set_defaults(run=run_sign)

    apply = verbs.add_parser(
        "apply",
        help="put a change in force, when enough officers signed",
        description="Verify a change, or the signatures of several copies of it together, and write the next version "
        "of the membership.  Exit code 4, and nothing written, while signatures are missing.",
    )
    folder_options(apply)
    apply.add_argument("changes", type=Path, nargs="+", metavar="CHANGE", help="the change, or copies signed apart")
    apply.set_defaults(run=run_apply)

    shown = verbs.add_parser(
        "list",
        help="officers, parties and their keys, also those of before",
        description="Verify a membership and show it.  Piped, one line with tabs for each pair of keys: party, "
        "country, title, since, until, why, fingerprint.  Exit code 0; 1: it has expired by then; 4: it proves false "
        "or is older than one seen before.",
    )
    folder_options(shown)
    shown.add_argument("--at", type=moment, metavar="T", help="who was a party then, UTC (default: now)")
    shown.add_argument("--json", action="store_true", help="print everything as JSON")
    shown.set_defaults(run=run_list)


def run_show(arguments: argparse.Namespace) -> int:
    """Print what it does and what it lacks."""
    from indicia.cli.party.folder import held
    from indicia.report.terminal.statements.party import print_change
    from indicia.statement.membership.ceremony import check_fits, merged, roll_of, standing
    from indicia.statement.membership.differences import differences
    from indicia.statement.membership.folder import read_change_file

    base = held(arguments)
    change = merged([read_change_file(path) for path in arguments.changes])
    check_fits(change, base)
    needs = standing(change, base)
    told = differences(base.roll if base else None, roll_of(change, base))
    print_change(str(arguments.changes[0]), change, told, needs, as_json=arguments.json)
    return 1 if any(one.tally.missing for one in needs) else 0


def run_sign(arguments: argparse.Namespace) -> int:
    """Show, ask, sign."""
    from indicia.cli.common.passphrases import PHRASE_VARIABLE, PIN_VARIABLE, secret
    from indicia.cli.party.folder import held
    from indicia.report.terminal.sets import print_facts
    from indicia.report.terminal.statements.party import print_change
    from indicia.statement.keys.secret_file import MOST_BYTES, secret_file
    from indicia.statement.membership.ceremony import check_fits, roll_of, signed, standing
    from indicia.statement.membership.differences import differences
    from indicia.statement.membership.folder import read_change_file
    from indicia.statement.private_files import read_small, replace

    base = held(arguments)
    change = read_change_file(arguments.change)
    key = secret_file(read_small(arguments.key, MOST_BYTES, private=True), str(arguments.key))
    if key.alliance != change.targets.says.alliance:
        raise StatementError(f"{arguments.key}: keys for {key.alliance}, not for {change.targets.says.alliance}")
    check_fits(change, base)
    told = differences(base.roll if base else None, roll_of(change, base))
    if not arguments.yes:
        print_change(str(arguments.change), change, told, standing(change, base))
        _agreed(key.holder)
    phrase = secret("passphrase", arguments.passphrase_file, PHRASE_VARIABLE)
    keys = key.unlock(phrase, lambda: secret("PIN of the token", arguments.pin_file, PIN_VARIABLE))
    done = signed(change, base, keys)
    replace(arguments.change, done.to_bytes())
    missing = max(one.tally.missing for one in standing(done, base))
    note = f"officers still needed: {missing}" if missing else "enough officers signed: `indicia party apply`"
    print_facts("signed", (key.holder, keys.public.fingerprint, str(arguments.change)), note)
    return 0


def run_apply(arguments: argparse.Namespace) -> int:
    """Put it in force."""
    from indicia.cli.common.times import now
    from indicia.cli.party.folder import seen_file
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.membership.ceremony import merged
    from indicia.statement.membership.folder import check_highest, keep_highest, put_in_force, read_change_file

    change = merged([read_change_file(path) for path in arguments.changes])
    seen = seen_file(arguments)

    def check(found: "Membership") -> None:
        found.check_current(now())
        check_highest(seen, found)

    made = put_in_force(arguments.folder, change, check)
    keep_highest(seen, made)
    print_facts(
        "in force",
        (made.alliance, f"root {made.root.says.version}", f"targets {made.targets.says.version}"),
        f"give the folder {arguments.folder} to all parties; it holds nothing secret",
    )
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print it."""
    from indicia.cli.common.times import now
    from indicia.cli.party.folder import checked
    from indicia.report.terminal.statements.party import print_membership

    found = checked(arguments)
    at = (arguments.at or now()).replace(microsecond=0)
    print_membership(found, at, as_json=arguments.json)
    return 1 if any(one.tuf.signed.is_expired(at) for one in (found.root, found.targets)) else 0


def _agreed(officer: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError(
            "nobody is there to be asked whether this is right", hint="Read it with `indicia party show`; then --yes."
        )
    sys.stderr.write(f"  sign this as officer {officer}? yes/no: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() != "yes":
        raise UsageError("not signed")
