"""`indicia knowledge`: catalogues that this user keeps (KEV, ATT&CK, D3FEND, MISP galaxies), and models."""

import argparse
import sys
from pathlib import Path

from indicia.errors import UsageError

_KINDS = ("kev", "attack", "d3fend", "misp-galaxy")


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb and the verbs below it."""
    verb = verbs.add_parser(
        "knowledge",
        help="keep newer catalogues: KEV, ATT&CK, D3FEND, MISP galaxies",
        description="Keep newer editions of public catalogues, and models of techniques that `indicia train-techniques "
        "--out` wrote.  Without any of them the facts that come with Indicia serve.",
    )
    below = verb.add_subparsers(dest="action", metavar="ACTION", required=True)

    update = below.add_parser(
        "update",
        help="take catalogues from files, folders or the network",
        description="Take catalogues; what a file is, is told from its content.  Nothing is fetched unless --url or "
        "--official says so.  Exit code 0: all were taken; 4: one was refused, or there was none.",
    )
    update.add_argument(
        "--from", dest="sources", type=Path, action="append", default=[], metavar="PATH", help="a file, or a folder"
    )
    update.add_argument("--url", action="append", default=[], metavar="URL", help="fetch one (https only)")
    update.add_argument(
        "--official", action="append", default=[], choices=_KINDS, help="fetch this kind from its publisher"
    )
    _into(update)
    update.set_defaults(run=run_update)

    show = below.add_parser(
        "list",
        help="show what is kept: kind, edition, date, where from",
        description="Show what is kept, newest first.  Piped, one line with tabs for each: kind, name, version, date, "
        "bytes, file it came from, SHA-256, why it is not used.",
    )
    show.add_argument("--json", action="store_true", help="print everything as JSON")
    _into(show)
    show.set_defaults(run=run_list)

    actor = below.add_parser(
        "actor",
        help="who is called by a name, according to whom, and who disagrees",
        description="Print every cluster that some source calls so: its names with source and day, who disagrees, and "
        "what speakers say of the organisation or state behind it.  Claims only; nothing is merged.  Exit code 0 "
        "when somebody is called so, 1 when nobody is.",
    )
    actor.add_argument("name", help="a name, however it is written, or an ATT&CK id such as G0125")
    actor.add_argument("--until", metavar="DATE", help="only what was said by the end of that day")
    actor.add_argument("--json", action="store_true", help="print everything as JSON")
    _into(actor)
    actor.set_defaults(run=run_actor)

    remove = below.add_parser("remove", help="take a kept file away")
    remove.add_argument("sha256", help="its hash in the list, or the beginning of it")
    _into(remove)
    remove.set_defaults(run=run_remove)


def _into(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--into", type=Path, metavar="DIR", help="folder of the store (default: your data folder)")


def run_update(arguments: argparse.Namespace) -> int:
    """Take and print; 4 when anything was refused or nothing was taken."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.kept.store import Store
    from indicia.pipeline.fetched.knowledge import OFFICIAL, keep_knowledge
    from indicia.report.terminal.error import print_error
    from indicia.report.terminal.sets import print_facts

    urls = [*arguments.url, *(url for kind in arguments.official for url in OFFICIAL[kind])]
    if not arguments.sources and not urls:
        raise UsageError("nothing to take", hint="Say --from FILE, --from DIR, --url URL or --official kev.")
    taken = refused = 0
    for done in keep_knowledge(arguments.sources, urls, Store(arguments.into or knowledge_folder())):
        if done.refused is not None:
            refused += 1
            print_error(done.refused)
        elif done.kept is not None:
            taken += 1
            kept = done.kept
            edition = " ".join(
                part for part in (kept.kind, kept.name if kept.name != kept.kind else "", kept.version) if part
            )
            note = f"{len(done.faults)} places could not be read: {done.faults[0]}" if done.faults else ""
            print_facts(
                "there" if done.there else "taken", (edition, str(kept.day or "no date"), kept.sha256[:12]), note
            )
    if not taken and not refused:
        raise UsageError(
            "nothing was taken: no file there is KEV, ATT&CK, D3FEND, a MISP galaxy or a model of techniques",
            hint="Kinds are told by content; the publishers' own files are recognised, also packed with gzip.",
        )
    return 4 if refused else 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print what is kept."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.kept.store import Store
    from indicia.plain import to_json
    from indicia.report.terminal.others.knowledge import print_kept

    kept = Store(arguments.into or knowledge_folder()).entries()
    if arguments.json:
        sys.stdout.buffer.write(to_json(kept))
    else:
        print_kept(kept)
    return 0


def run_actor(arguments: argparse.Namespace) -> int:
    """Print who is called so; 1 when nobody is."""
    from indicia.cli.common.days import day_of
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.actors.clusters import shipped_actors
    from indicia.knowledge.called import called
    from indicia.knowledge.kept.store import Store
    from indicia.plain import to_json
    from indicia.report.terminal.others.called import print_called

    store = Store(arguments.into or knowledge_folder())
    found = called(arguments.name, shipped_actors(), store, day_of("--until", arguments.until))
    if arguments.json:
        sys.stdout.buffer.write(to_json(found))
    else:
        print_called(arguments.name, found)
    return 0 if found else 1


def run_remove(arguments: argparse.Namespace) -> int:
    """Take it away."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.kept.store import Store

    gone = Store(arguments.into or knowledge_folder()).remove(arguments.sha256)
    sys.stdout.write(f"removed {gone.kind} {gone.sha256}\n")
    return 0
