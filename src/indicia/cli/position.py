"""`indicia position`: what one party says to each claim of a statement, and what the accused answered."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.statement.options import alone, folder_argument, marking, opened, read_file
from indicia.cli.statement.seal import key_options
from indicia.errors import UsageError

if TYPE_CHECKING:
    from indicia.statement.folder import StatementFolder
    from indicia.statement.policy import Heard
    from indicia.statement.positions import NewPosition
    from indicia.statement.version import Version


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "position",
        help="one party's stance to each claim of a statement: draft, check, seal, sign; reply of the accused",
        description="Agree, agree in part in your own words, acknowledge, abstain, or dissent with reasons, claim by "
        "claim; with measures taken or declined.  A signature is over a position, never over the statement of others.",
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)

    draft = below.add_parser("draft", help="write a file to fill in, with every claim that is disclosed to you")
    folder_argument(draft)
    draft.add_argument("--party", required=True, metavar="NAME")
    draft.add_argument("--version", type=int, metavar="N", help="of the statement (default: the newest)")
    draft.add_argument("--out", type=Path, metavar="FILE", help="default: print it")
    draft.set_defaults(run=run_draft)

    for name, what, run in (
        ("check", "read the file, and show what would be sealed", run_check),
        ("seal", "seal the position: what is signed, with stances as salted commitments", alone(run_seal)),
    ):
        one = below.add_parser(name, help=what)
        folder_argument(one)
        one.add_argument("file", type=Path, metavar="FILE", help="what `draft` wrote, filled in")
        one.add_argument("--version", type=int, metavar="N", help="of the statement (default: the newest)")
        one.set_defaults(run=run)

    sign = below.add_parser("sign", help="sign a sealed position, with both keys of a key file")
    folder_argument(sign)
    sign.add_argument("--party", required=True, metavar="NAME")
    sign.add_argument("--sequence", type=int, metavar="N", help="default: the newest")
    key_options(sign)
    sign.set_defaults(run=alone(run_sign))

    revoke = below.add_parser(
        "revoke",
        help="take a signed position back, with nothing in its place",
        description="Sign that a position no longer stands.  Once the ledger has logged it, the party is silent, and "
        "what it had said before does not come back.  To say something else, seal another position.",
    )
    folder_argument(revoke)
    revoke.add_argument("--party", required=True, metavar="NAME")
    revoke.add_argument("--sequence", type=int, metavar="N", help="default: the newest")
    revoke.add_argument("--why", required=True, metavar="TEXT", help="for everybody to read")
    key_options(revoke)
    revoke.set_defaults(run=alone(run_revoke))

    reply = below.add_parser(
        "reply",
        help="record what the accused answered",
        description="The reply of the accused has its own place.  It speaks for nobody else, and whoever records it "
        "vouches for its words, not for what they say.",
    )
    folder_argument(reply)
    reply.add_argument("--speaker", required=True, metavar="TEXT", help="who answered")
    reply.add_argument("--text", required=True, metavar="TEXT", help="in the words of the speaker")
    reply.add_argument("--day", required=True, metavar="DATE", help="2021-07-19")
    reply.add_argument("--source", required=True, metavar="TEXT", help="where it was said")
    reply.add_argument("--recorded-by", required=True, metavar="PARTY")
    reply.add_argument("--marking", type=marking, default="TLP:RED", metavar="TLP", help="default: TLP:RED")
    reply.set_defaults(run=alone(run_reply))

    sign_reply = below.add_parser("sign-reply", help="sign a reply as the party that recorded it")
    folder_argument(sign_reply)
    sign_reply.add_argument("number", type=int, metavar="N")
    key_options(sign_reply)
    sign_reply.set_defaults(run=alone(run_sign_reply))


def run_draft(arguments: argparse.Namespace) -> int:
    """Write it; 0."""
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.position_file import position_file
    from indicia.statement.private_files import write_new

    version = opened(arguments.folder).version(arguments.version)
    text = position_file(version, arguments.party)
    if arguments.out is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        return 0
    write_new(arguments.out, text.encode("utf-8"), private=True)
    standing = sum(one.withdrawn is None for one in version.claims)
    print_facts("written", (str(arguments.out), f"{standing} claims", f"{len(version.hidden)} not disclosed to you"))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Show what would be sealed; 0, or 4 where it cannot be."""
    from indicia.report.terminal.statements.position import print_position

    version, made = _made(arguments)
    print_position(made, version)
    return 0


def run_seal(arguments: argparse.Namespace) -> int:
    """Seal it; 0."""
    from indicia.report.terminal.sets import print_facts

    folder = opened(arguments.folder)
    _, made = _made(arguments)
    heard = folder.save_position(made.payload, made.disclosures)
    position = heard.position
    print_facts(
        "sealed",
        (f"{position.party}'s position {position.sequence}", f"{len(position.stances)} stances", heard.digest),
        f"indicia position sign {arguments.folder} --party {position.party} --key {position.party}.secret.json",
    )
    return 0


def run_sign(arguments: argparse.Namespace) -> int:
    """Sign it; 0."""
    from indicia.cli.common.signing import signed_by
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.envelope import PayloadType

    folder = opened(arguments.folder)
    position = _own(folder, arguments).position
    stem = f"{position.party}.{position.sequence}"
    path, fingerprint = signed_by(folder, PayloadType.POSITION, stem, position.alliance, position.party, arguments)
    print_facts("signed", (f"{position.party}'s position {position.sequence}", fingerprint), str(path))
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """Sign it; 0."""
    from indicia.cli.common.signing import take_back

    folder = opened(arguments.folder)
    mine = _own(folder, arguments)
    take_back(folder, arguments.party, mine.digest, f"position {mine.position.sequence}", arguments)
    return 0


def _own(folder: "StatementFolder", arguments: argparse.Namespace) -> "Heard":
    """The position that is meant: of that party, with that sequence or the newest."""
    mine = [one for one in folder.heard() if one.position.party == arguments.party]
    wanted = [one for one in mine if arguments.sequence in (None, one.position.sequence)]
    if not wanted:
        raise UsageError(f"no such position of {arguments.party} here", hint="`indicia position seal` makes one.")
    return max(wanted, key=lambda one: one.position.sequence)


def run_reply(arguments: argparse.Namespace) -> int:
    """Keep it; 0."""
    from indicia.cli.common.days import day_of
    from indicia.model.statement import Marking, Reply
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.names import holder_name

    folder = opened(arguments.folder)
    statement = folder.version().statement
    day = day_of("--day", arguments.day)
    if day is None or not arguments.text.strip():
        raise UsageError("a reply has a day and words")
    reply = Reply(
        alliance=statement.alliance,
        statement=statement.statement,
        speaker=arguments.speaker,
        text=arguments.text,
        day=day.isoformat(),
        source=arguments.source,
        recorded_by=holder_name(arguments.recorded_by),
        marking=Marking(arguments.marking),
    )
    number = folder.save_reply(reply)
    print_facts(
        "recorded",
        (f"reply {number}", reply.speaker),
        f"indicia position sign-reply {arguments.folder} {number} --key {reply.recorded_by}.secret.json",
    )
    return 0


def run_sign_reply(arguments: argparse.Namespace) -> int:
    """Sign it; 0."""
    from indicia.cli.common.signing import signed_by
    from indicia.report.terminal.sets import print_facts
    from indicia.statement.envelope import PayloadType

    folder = opened(arguments.folder)
    reply = folder.reply(arguments.number)
    path, fingerprint = signed_by(
        folder, PayloadType.REPLY, str(arguments.number), reply.alliance, reply.recorded_by, arguments
    )
    print_facts("signed", (f"reply {arguments.number}", reply.recorded_by, fingerprint), str(path))
    return 0


def _made(arguments: argparse.Namespace) -> "tuple[Version, NewPosition]":
    """The position as the file says it."""
    from indicia.cli.common.times import now
    from indicia.statement.position_file import MOST_BYTES, meant_of
    from indicia.statement.positions import new_position

    folder = opened(arguments.folder)
    version = folder.version(arguments.version)
    meant = meant_of(read_file(arguments.file, MOST_BYTES), str(arguments.file), version)
    return version, new_position(meant, version, folder.heard(), now())
