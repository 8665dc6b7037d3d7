"""`indicia attribute`: who it could have been, how sure that makes anybody, and what would change it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicia.cli.attribute import stated_files
from indicia.cli.attribute.stated_files import day
from indicia.cli.common.servers import servers_of
from indicia.errors import ReportError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from indicia.attribution.attribute import Known
    from indicia.attribution.history import History
    from indicia.attribution.profiles import Claims
    from indicia.case import Case
    from indicia.model.assessment import Result
    from indicia.model.attribution import Attribution


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "attribute",
        help="who it could have been: rival explanations with probabilities, and what would change them",
        description="Weigh what the findings of a case show, or what files of others state of an activity, against "
        "clusters that were known, always beside an actor nobody has named, several independent actors, and one "
        "imitating another.  Which organisation or state is behind a cluster is shown as claims of others.  It accuses "
        "nobody.",
        epilog="Cases and files are taken as one question because they are given together.  A FILE is a layer of the "
        "ATT&CK Navigator, what `indicia read --json` wrote, a STIX 2.1 bundle of a campaign, or a list or CSV of "
        "ATT&CK ids and names of tools, with days where they are known.",
    )
    verb.add_argument("case", type=Path, nargs="+", metavar="CASE|FILE", help="case folder, or a file as below")
    verb.add_argument("--until", metavar="DATE", help="only what was known by the end of this day, e.g. 2021-03-31")
    stated_files.add(verb)
    verb.add_argument(
        "--host", action="append", default=[], metavar="NAME", help="only this server (its first label is enough)"
    )
    verb.add_argument("--sector", default="", metavar="TEXT", help="sector of the victim, e.g. government")
    verb.add_argument("--country", default="", metavar="TEXT", help="country of the victim, e.g. Norway")
    verb.add_argument(
        "--private",
        action="append",
        default=[],
        metavar="NAME",
        help="maker of an indicator list that was not public before the event, so that nobody could copy it",
    )
    verb.add_argument("--scale", default="icd203", choices=("icd203", "phia"), help="words of likelihood")
    verb.add_argument(
        "--attack",
        type=Path,
        metavar="FILE",
        help="ATT&CK bundle (default: the newest of `indicia knowledge list`, else the shipped facts alone)",
    )
    verb.add_argument("--html", type=Path, metavar="FILE", help="write a page")
    verb.add_argument("--json", action="store_true", help="print it for machines")
    verb.add_argument("-v", "--verbose", action="store_true", help="every row, claim and source")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print or write; 0 when it is done, whatever can be said."""
    from indicia.attribution.attribute import attribute
    from indicia.attribution.features.gather import Asked
    from indicia.knowledge.actors.likelihood import scale
    from indicia.plain import to_json
    from indicia.report.page.attribution import attribution_page
    from indicia.report.terminal.case.attribution import print_attribution

    until = day("--until", arguments.until)
    folders, paths = stated_files.split(arguments.case)
    stated_files.check(arguments, paths)
    cases = named_cases(folders)
    results = [(name, case.result()) for name, case in cases]
    there = sorted({host.host for _, result in results for host in result.hosts})
    hosts = servers_of(arguments.host, there, "these cases")
    known = _known(arguments.attack)
    files = stated_files.opened(arguments, paths, known.claims)
    found = attribute(
        results,
        known,
        scale(arguments.scale),
        until=until,
        asked=Asked(
            sector=arguments.sector.strip(),
            country=arguments.country.strip(),
            private=frozenset(arguments.private),
            times=_times(cases, results, hosts),
        ),
        hosts=hosts,
        files=files,
        without=stated_files.left_out(arguments, files, known.claims),
    )
    if arguments.html is not None:
        _write(arguments.html, attribution_page(found))
    if arguments.json:
        sys.stdout.buffer.write(to_json(found))
    elif arguments.html is None or arguments.verbose:
        print_attribution(found, verbose=arguments.verbose)
    return 0


def answered(cases: "list[tuple[str, Case]]", until: "date | None") -> "Attribution":
    """The answer about these cases with nothing else given, and with the knowledge that this user keeps."""
    from indicia.attribution.attribute import attribute
    from indicia.attribution.features.gather import Asked
    from indicia.knowledge.actors.likelihood import scale

    results = [(name, case.result()) for name, case in cases]
    asked = Asked(times=_times(cases, results, ()))
    return attribute(results, _known(None), scale("icd203"), until=until, asked=asked)


def _times(
    cases: "list[tuple[str, Case]]", results: "list[tuple[str, Result]]", hosts: "Sequence[str]"
) -> "tuple[datetime, ...]":
    """When the intruder acted by hand, for working hours."""
    from indicia.attribution.features.deeds import deeds_of
    from indicia.pipeline.acts import acts

    return tuple(
        time for (_, case), named in zip(cases, results, strict=True) for time in acts(case, deeds_of([named], hosts))
    )


def named_cases(cases: list[Path]) -> "list[tuple[str, Case]]":
    """Each case with a name; the same folder twice is refused."""
    from indicia.case import Case

    if len({case.resolve() for case in cases}) < len(cases):
        raise UsageError("the same case is given twice", hint="One source counts once: give each case once.")
    found: list[tuple[str, Case]] = []
    for case in cases:
        name = case.resolve().name
        taken = {before for before, _ in found}
        unique = name if name not in taken else f"{name}-{len(found) + 1}"
        found.append((unique, Case.open(case)))
    return found


def _known(given: Path | None) -> "Known":
    """The shipped facts, with the bundle that is given or kept."""
    from indicia.attribution.attribute import Known
    from indicia.attribution.profiles import Claims
    from indicia.cli.common.places import knowledge_folder
    from indicia.knowledge.actors.clusters import shipped_actors
    from indicia.knowledge.actors.positions import load_positions
    from indicia.knowledge.kept.kinds import KnowledgeKind
    from indicia.knowledge.kept.store import Store
    from indicia.knowledge.kept.unpacking import unpacked
    from indicia.knowledge.packs.load import load_pack
    from indicia.knowledge.published.actor_uses import actor_uses

    data, name = b"", ""
    if given is not None:
        data, name = unpacked(_bytes(given), str(given)), given.name
    else:
        store = Store(knowledge_folder())
        kept = store.newest(KnowledgeKind.ATTACK, "enterprise-attack")
        if kept is not None:
            data, name = store.read(kept), "kept by `indicia knowledge`"
    claims = history = None
    bundle = ""
    if data:
        uses = actor_uses(data, name)
        claims = Claims(uses)
        history = _history(data, claims)
        bundle = f"ATT&CK {uses.version or 'without a version'} ({name}), {len(claims.actors)} groups by report and day"
    return Known(
        pack=load_pack(),
        actors=shipped_actors(),
        positions=load_positions(),
        claims=claims,
        history=history,
        bundle=bundle,
    )


def _history(data: bytes, claims: "Claims") -> "History":
    """Cases of the past, out of the cache or worked out now."""
    import hashlib

    from indicia.attribution.history import cache_name, history, unpack
    from indicia.cli.common.places import cache_folder
    from indicia.cli.common.progress import Counted
    from indicia.detection.cache import Cache

    cache = Cache(cache_folder())
    name = cache_name(hashlib.sha256(data).hexdigest())
    kept = cache.get(name)
    found = unpack(kept) if kept is not None else None
    if found is None:
        with Counted("learning from reports of the past, once for a bundle") as progress:
            found = history(claims, progress.told)
        cache.put(name, found.pack())
    return found


def _bytes(path: Path) -> bytes:
    from indicia.knowledge.published.actor_uses import MAX_BYTES

    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None


def _write(target: Path, page: str) -> None:
    try:
        target.write_text(page, "utf-8")
    except OSError as error:
        raise ReportError(f"{target}: {error.strerror}") from error
    sys.stderr.write(f"{target}\n")
