"""`indicia rules update`, `list` and `remove`: the sets this user keeps."""

import argparse
import sys
from pathlib import Path

from indicia.errors import UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verbs."""
    verb = verbs.add_parser(
        "update",
        help="install signed sets of rules and indicators",
        description="Install set archives of publishers you trust.  Nothing is fetched unless --url says so.  Exit "
        "code 0: all are installed; 4: one was refused, and what was installed before stays.",
    )
    verb.add_argument(
        "--from",
        dest="sources",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="a set archive, or a folder of them",
    )
    verb.add_argument("--url", action="append", default=[], metavar="URL", help="fetch a set archive (https only)")
    verb.add_argument(
        "--trust", action="append", default=[], metavar="KEY", help="first trust this publisher, as `rules trust add`"
    )
    verb.add_argument("--unsigned", action="store_true", help="take unsigned sets too; every report says so")
    verb.add_argument(
        "--allow-older", action="store_true", help="take a set that is older than the installed one, or has expired"
    )
    _into(verb)
    verb.set_defaults(run=run_update)

    verb = verbs.add_parser(
        "list",
        help="show installed sets: version, date, age, signer",
        description="Show installed sets.  Piped, one line with tabs for each: name, version, date, days, files, "
        "signer, digest, why it is not used.",
    )
    verb.add_argument("--json", action="store_true", help="print everything as JSON")
    _into(verb)
    verb.set_defaults(run=run_list)

    verb = verbs.add_parser("remove", help="take an installed set away")
    verb.add_argument("name", help="its name in the list")
    _into(verb)
    verb.set_defaults(run=run_remove)


def _into(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--into", type=Path, metavar="DIR", help="folder of the sets (default: your data folder)")


def run_update(arguments: argparse.Namespace) -> int:
    """Install and print; 0 when nothing was refused."""
    from indicia.cli.common.places import sets_folder, trusted
    from indicia.cli.common.times import now
    from indicia.detection.sets.keys import read_public
    from indicia.pipeline.fetched.sets import Permissions, update
    from indicia.report.terminal.error import print_error
    from indicia.report.terminal.sets import print_facts

    if not arguments.sources and not arguments.url:
        raise UsageError("nothing to install", hint="Say --from FILE, --from DIR or --url URL.")
    keys = trusted()
    for given in arguments.trust:
        key = read_public(given)
        if keys.add(key):
            print_facts("trusted", (key.name, key.fingerprint))
    folder = arguments.into or sets_folder()
    allowed = Permissions(unsigned=arguments.unsigned, older=arguments.allow_older)
    refused = False
    for done in update(arguments.sources, arguments.url, folder, keys, now(), allowed):
        if done.refused is not None:
            refused = True
            print_error(done.refused)
        elif done.installed is not None and done.installed.manifest is not None:
            made = done.installed.manifest
            state = "unchanged" if done.unchanged else "updated" if done.before else "installed"
            was = f"was {done.before}" if done.before and not done.unchanged else ""
            print_facts(state, (f"{made.name} {made.version}", f"{made.date:%Y-%m-%d}", done.installed.signer), was)
    return 4 if refused else 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print what is installed."""
    from indicia.cli.common.places import installed
    from indicia.cli.common.times import now
    from indicia.report.terminal.sets import InstalledLine, print_installed

    sets = installed(arguments.into)
    lines = [
        InstalledLine(
            name=item.name,
            version=item.manifest.version if item.manifest else "",
            date=item.manifest.date if item.manifest else None,
            expires=item.manifest.expires if item.manifest else None,
            files=dict(item.counts),
            signer=item.signer,
            digest=item.digest,
            problem=item.problem,
        )
        for item in sets
    ]
    if arguments.json:
        from indicia.plain import to_json

        sys.stdout.buffer.write(to_json(lines))
    else:
        print_installed(lines, now())
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Take it away."""
    from indicia.cli.common.places import sets_folder
    from indicia.detection.sets.installed import remove

    path = remove(arguments.into or sets_folder(), arguments.name)
    sys.stdout.write(f"removed {path.name}\n")
    return 0
