"""`indicia rules pack`, `keygen` and `trust`: publish sets, and say whose are trusted."""

import argparse
import getpass
import sys
from pathlib import Path

from indicia.cli.common.times import moment
from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    verb = verbs.add_parser(
        "pack",
        help="make a signed set archive of a folder",
        description="Put every file of a folder into one signed archive.  Its content is encoded, so that virus "
        "scanners leave it alone; that keeps nothing secret.",
    )
    verb.add_argument("folder", type=Path, help="folder of rules and indicators")
    verb.add_argument("--key", type=Path, metavar="FILE", help="secret key that `rules keygen` wrote")
    verb.add_argument("--unsigned", action="store_true", help="make an unsigned archive")
    verb.add_argument("--out", type=Path, required=True, metavar="FILE", help="the archive (name it *.indicia-set)")
    verb.add_argument("--name", help="name of the set (default: that of pack.toml in the folder)")
    verb.add_argument("--version", help="version, e.g. 2026.4 (default: that of pack.toml in the folder)")
    verb.add_argument("--date", type=moment, metavar="T", help="when it was made, UTC (default: now)")
    verb.add_argument("--expires", type=moment, metavar="T", help="after this nobody should install it any more")
    verb.add_argument("--about", default="", metavar="TEXT", help="one line on what it is")
    verb.set_defaults(run=run_pack)

    verb = verbs.add_parser("keygen", help="make a key to sign sets with")
    verb.add_argument("file", type=Path, help="secret key; the public one is written beside it, with .pub behind")
    verb.add_argument("--name", default="", help="whose key it is, as others read it")
    verb.add_argument("--passphrase", action="store_true", help="protect the secret key with one, asked for here")
    verb.set_defaults(run=run_keygen)

    verb = verbs.add_parser("trust", help="say whose sets are installed; nobody's are at first")
    below = verb.add_subparsers(dest="what", metavar="WHAT", required=True)
    one = below.add_parser("add", help="trust a publisher")
    one.add_argument("key", help="the publisher's .pub file, or the line in it")
    one.set_defaults(run=run_trust_add)
    one = below.add_parser("list", help="show whom you trust")
    one.set_defaults(run=run_trust_list)
    one = below.add_parser("remove", help="trust a publisher no more; installed sets of theirs are no longer used")
    one.add_argument("key", help="name or fingerprint in the list")
    one.set_defaults(run=run_trust_remove)


def run_pack(arguments: argparse.Namespace) -> int:
    """Make and write the archive."""
    from indicia.cli.common.times import now
    from indicia.detection.sets.archive import SetArchive
    from indicia.detection.sets.keys import SecretKey, fingerprint
    from indicia.detection.sets.making import About, folder_files, make_set, named_in
    from indicia.detection.sets.trusted import UNSIGNED
    from indicia.knowledge.kept.writing import write_whole
    from indicia.report.terminal.sets import print_facts

    if (arguments.key is None) != arguments.unsigned:
        raise UsageError("say either --key FILE or --unsigned", hint="Make a key with `indicia rules keygen FILE`.")
    name, version = named_in(arguments.folder)
    name, version = arguments.name or name, arguments.version or version
    if not name or not version:
        raise UsageError("the set needs --name and --version", hint="Or a pack.toml with both in the folder.")
    key = SecretKey(arguments.key, _passphrase) if arguments.key else None
    files, left_out = folder_files(arguments.folder)
    about = About(
        name=name,
        version=version,
        date=(arguments.date or now()).replace(microsecond=0),
        expires=arguments.expires and arguments.expires.replace(microsecond=0),
        about=arguments.about,
    )
    data = make_set(files, about, key)
    write_whole(arguments.out, data)
    made = SetArchive(data)
    facts = (f"{name} {version}", f"{len(files):,} files", made.digest, fingerprint(made.key) if made.key else UNSIGNED)
    print_facts("made", facts, f"left out: {', '.join(left_out)}" if left_out else "")
    return 0


def run_keygen(arguments: argparse.Namespace) -> int:
    """Make the keys."""
    from indicia.detection.sets.keys import make_keys
    from indicia.report.terminal.sets import print_facts

    passphrase = _new_passphrase() if arguments.passphrase else ""
    public = make_keys(arguments.file, arguments.name, passphrase)
    note = f"keep {arguments.file} secret; give {arguments.file}.pub to others"
    print_facts("made", (public.name, public.fingerprint), note)
    return 0


def _passphrase() -> str:
    try:
        return getpass.getpass("passphrase of the key: ")
    except EOFError:
        raise UsageError("the key has a passphrase, and nobody is there to be asked for it") from None


def _new_passphrase() -> str:
    passphrase = _passphrase()
    if not passphrase or getpass.getpass("once more: ") != passphrase:
        raise UsageError("no passphrase, or not the same one twice")
    return passphrase


def run_trust_add(arguments: argparse.Namespace) -> int:
    """Trust a key."""
    from indicia.cli.common.places import trusted
    from indicia.detection.sets.keys import read_public
    from indicia.report.terminal.sets import print_facts

    key = read_public(arguments.key)
    new = trusted().add(key)
    print_facts("trusted" if new else "trusted before", (key.name, key.fingerprint))
    return 0


def run_trust_list(_: argparse.Namespace) -> int:
    """Print the trusted keys."""
    from indicia.cli.common.places import trusted
    from indicia.report.terminal.sets import print_facts

    keys = trusted().keys
    for key in keys:
        print_facts("trusted", (key.name, key.fingerprint))
    if not keys:
        sys.stdout.write("nobody is trusted\n")
    return 0


def run_trust_remove(arguments: argparse.Namespace) -> int:
    """Trust a key no more."""
    from indicia.cli.common.places import trusted
    from indicia.report.terminal.sets import print_facts

    key = trusted().remove(arguments.key)
    print_facts("no longer trusted", (key.name, key.fingerprint))
    return 0
