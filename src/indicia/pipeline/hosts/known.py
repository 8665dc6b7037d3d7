"""From the readings of all files to what is known about each host."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indicia.assessment.coverage.sources import Traced, trace
from indicia.assessment.hosts.assigning import Hosts, assign
from indicia.assessment.hosts.misspelt import FileNames, misspelt
from indicia.case import Listed
from indicia.detection.analyses.common.picked import PickedBy
from indicia.detection.analyses.common.registry import HostView, Seen
from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.ticks import EXTRACT as TICKS
from indicia.detection.damage import Torn, torn
from indicia.detection.extracts import extract_path, whole_name
from indicia.detection.kept import Kept
from indicia.detection.packed import micros, timeless
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.product.builds import Build, parse_build
from indicia.model.assessment import SourceCoverage
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Fault, Kind
from indicia.model.reading import Reading
from indicia.pipeline.hosts.choosing import Chosen, by_detector
from indicia.pipeline.hosts.other_logs import notes as other_notes
from indicia.pipeline.hosts.other_logs import other_logs
from indicia.pipeline.reading.units import log_name

TORN_TAIL = "torn last line"
"""A log that was being written while it was copied: no damage."""
_OF_SEVERAL = frozenset(
    {Kind.EVTX, Kind.EVENTS_JSON, Kind.EVENTS_XML, Kind.EVENTS_CSV, Kind.MESSAGE_TRACKING, Kind.EXCHANGE_OTHER}
    | {Kind.WEB_CSV, Kind.WEB_JSON}
)
"""Kinds of files that may well hold what other hosts wrote or did."""
_WEB_TREES = ("\\frontend\\httpproxy\\", "\\inetpub\\wwwroot\\", "\\clientaccess\\owa\\", "\\clientaccess\\ecp\\")


class Read(Struct, frozen=True):
    """One evidence file with the readings it got."""

    listed: Listed
    log: Reading | None
    """Without its records; null for plain files."""
    kept: tuple[range, ...] = ()
    """Numbers of the records that were kept of it."""


class Listing(Struct, frozen=True):
    """A batch of the file table."""

    reading: Reading
    """Without its records."""
    kept: range


class HostWork(Struct, frozen=True, kw_only=True):
    """One host before judgement."""

    host: str
    view: HostView
    traced: Mapping[str, Traced]
    builds: tuple[tuple[datetime, Build], ...]
    first: datetime | None
    last: datetime | None
    others: tuple[SourceCoverage, ...]
    notes: tuple[str, ...]


def assign_hosts(files: Sequence[Read], faults: Sequence[Fault] = ()) -> Hosts:
    """Decide which host each file and record belongs to; `faults` are those of taking the evidence in."""
    every = (*faults, *(fault for item in files if item.log is not None for fault in _own_faults(item)))
    return decide_hosts(
        [(item.listed.evidence, item.log.spans if item.log is not None else ()) for item in files], every
    )


def _own_faults(item: Read) -> Iterator[Fault]:
    """A reading is shared by equal files; each file names the fault under its own path."""
    for fault in item.log.faults if item.log is not None else ():
        yield replace(fault, path=item.listed.evidence.path)


def decide_hosts(files: Sequence[tuple[Evidence, Sequence[Span]]], faults: Iterable[Fault]) -> Hosts:
    """The same of files with the spans of what was read of them, and all faults under the paths of the files."""
    bad: Counter[str] = Counter()
    for fault in faults:
        bad[fault.path] += fault.count if TORN_TAIL not in fault.reason else 0
    named = []
    for evidence, spans in files:
        names: Counter[str] = Counter()
        for span in spans:
            if span.host:
                names[span.host] += span.records
        named.append(
            FileNames(
                scope=evidence.scope,
                file=evidence.sha256,
                names=names,
                faults=bad[evidence.path],
                alone=evidence.kind not in _OF_SEVERAL,
            )
        )
    return assign(
        [(item.scope, name, number) for item in named for name, number in item.names.items()],
        [(evidence.scope, evidence.host) for evidence, _ in files if evidence.host],
        (evidence.scope for evidence, _ in files),
        misspelt(named),
    )


def host_work(
    pack: Pack,
    kept: Kept,
    hosts: Hosts,
    files: Sequence[Read],
    listings: Sequence[Listing],
    period: tuple[datetime | None, datetime | None],
    faults: Sequence[Fault] = (),
    folder: Path | None = None,
    called: Callable[[str], str] = str,
) -> list[HostWork]:
    """Everything known about each host, hosts in order of name.

    `period` is what was asked for, from and to; `faults` are those of taking the evidence in; `folder` holds the
    readings and their extracts; `called` says how a person is told of a detector.
    """
    partial_intake = {fault.path for fault in faults}
    spans: dict[str, list[Span]] = defaultdict(list)
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    damage: dict[str, Counter[str]] = defaultdict(Counter)
    builds: dict[str, list[tuple[datetime, Build]]] = defaultdict(list)
    notes: dict[str, dict[str, None]] = defaultdict(dict)
    said: list[tuple[str, frozenset[str], str, tuple[str, ...]]] = []
    states: dict[str, dict[str, None]] = defaultdict(dict)
    for item in files:
        evidence = item.listed.evidence
        owner = hosts.of(evidence.scope, None)
        mine = _spans(item, hosts)
        for host, span in mine:
            spans[host].append(span)
            if span.source in pack.states:
                states[host].setdefault(evidence.scope)
        for host, source in {(host, span.source) for host, span in mine}:
            sources[host][source] += 1
            if item.log is not None:
                damage[host][source] += sum(f.count for f in item.log.faults if TORN_TAIL not in f.reason)
                damage[host][source] += evidence.path in partial_intake
        if item.log is not None:
            if not mine and item.log.faults:
                damage[owner][evidence.kind.value] += sum(fault.count for fault in item.log.faults)
            if item.log.notes:
                said.append((owner, frozenset(host for host, _ in mine), evidence.path, item.log.notes))
        if item.listed.build is not None:
            moment, text = item.listed.build
            build = parse_build(text)
            if build is not None:
                host = mine[0][0] if mine else owner
                builds[host].append((moment, build))
    picked = _picked(kept, hosts, files, listings, period)
    extracts = _extracts(hosts, files, folder) if folder else {}
    overflow = _overflow(hosts, files, called)
    places = _damaged_places(files)
    names = sorted({*spans, *picked, *_otherwise_unnamed(hosts, files)})
    known = frozenset(names)
    for owner, named, path, texts in said:
        # What is said of a log stands with those it tells of where nobody is called like the collection.
        for host in (owner,) if owner in known or not named else sorted(named):
            notes[host].update(dict.fromkeys(f"{path}: {text}" for text in texts))
    return [
        _one(
            pack,
            name,
            spans[name],
            {key: (sources[name][key], damage[name][key]) for key in {*sources[name], *damage[name]}},
            builds[name],
            picked.get(name, {}),
            extracts.get(name, {}),
            places,
            tuple(hosts.notes.get(name, ())),
            (
                *_several(states[name]),
                *overflow.get(name, ()),
                *notes[name],
            ),
        )
        for name in names
    ]


def _damaged_places(files: Sequence[Read]) -> dict[str, Torn]:
    found = {}
    for item in files:
        if item.log is not None and item.log.faults:
            faults = [fault for fault in item.log.faults if TORN_TAIL not in fault.reason]
            places = torn(faults, item.log.account.count)
            if places is not None:
                found[item.listed.evidence.sha256] = places
    return found


def _several(scopes: Mapping[str, None]) -> tuple[str, ...]:
    """What is assumed where files and settings of one host come from several collections."""
    if len(scopes) < 2:
        return ()
    shown = ", ".join(list(scopes)[:3]) + (f" and {len(scopes) - 3} more" if len(scopes) > 3 else "")
    return (
        f"assumption: files and settings of this host come from {len(scopes)} collections ({shown}); what any of them "
        "holds counts as present now. To compare days, scan the first alone and use indicia evict --check",
    )


def _otherwise_unnamed(hosts: Hosts, files: Sequence[Read]) -> set[str]:
    """Owners of scopes in which no record names a host: they are hosts even if nothing of them could be read."""
    named = {item.listed.evidence.scope for item in files if item.log and any(span.host for span in item.log.spans)}
    scopes = {item.listed.evidence.scope for item in files}
    return {hosts.of(scope, None) for scope in scopes - named}


def _one(
    pack: Pack,
    name: str,
    spans: Sequence[Span],
    sources: Mapping[str, tuple[int, int]],
    builds: Sequence[tuple[datetime, Build]],
    picked: Mapping[str, Sequence[Seen]],
    extracts: Mapping[str, Sequence[Path]],
    damage: Mapping[str, Torn],
    said: tuple[str, ...],
    more: tuple[str, ...],
) -> HostWork:
    """`sources`: log source or channel → (files, places that could not be read); `said` and `more`: notes."""
    others = other_logs(pack, spans, sources)
    traced = {}
    for source in pack.sources:
        mine = [both for key, both in sources.items() if key == source.id or key.lower() in source.channels]
        if mine:
            traced[source.id] = trace(source, spans, sum(files for files, _ in mine), sum(bad for _, bad in mine))
    logs = [span for span in spans if span.source not in pack.states]
    newest = max((span.last for span in logs if span.last is not None), default=None)
    return HostWork(
        host=name,
        view=HostView(
            host=name,
            picked=picked,
            pack=pack,
            newest=newest,
            extracts=extracts,
            headers=tuple(sorted({build for _, build in builds})),
            damage=damage,
        ),
        traced=traced,
        builds=tuple(sorted(set(builds))),
        first=min((span.first for span in logs if span.first is not None), default=None),
        last=newest,
        others=others,
        notes=(*said, *other_notes(others), *more),
    )


def _spans(item: Read, hosts: Hosts) -> list[tuple[str, Span]]:
    """(host, span) of one file: its log spans, and one for the state it shows (web tree, IIS configuration)."""
    evidence = item.listed.evidence
    found = []
    if item.log is not None:
        found = [(hosts.of(evidence.scope, span.host), span) for span in item.log.spans]
    owner = hosts.of(evidence.scope, None)
    path = (evidence.original or evidence.path.replace("/", "\\")).lower()
    if any(tree in path for tree in _WEB_TREES) and "\\logging\\" not in path:
        span = Span(
            source="fs",
            host=None,
            records=1,
            first=evidence.modified,
            last=evidence.modified,
            parts={"content": 1, "hash": 1},
        )
        found.append((owner, span))
    if path.endswith("\\report.wer"):
        found.append((owner, Span(source="wer", host=None, records=1, first=evidence.modified, last=evidence.modified)))
    if evidence.kind is Kind.IIS_CONFIG and path.endswith("applicationhost.config"):
        found.append((owner, Span(source="apphost", host=None, records=1, first=None, last=None)))
    return found


def _picked(
    kept: Kept,
    hosts: Hosts,
    files: Sequence[Read],
    listings: Sequence[Listing],
    period: tuple[datetime | None, datetime | None],
) -> dict[str, PickedBy]:
    """Records by host and detector, in order of time, one of each event, within the period asked for."""
    evidence = [item.listed.evidence for item in files]
    found: dict[str, Chosen] = defaultdict(Chosen)
    inside = _inside(*period)
    for owner, item in enumerate(files):
        for number in chain.from_iterable(item.kept):
            if inside(kept.time(number)):
                host = hosts.of(evidence[owner].scope, kept.host(number))
                found[host].add(number, owner)
    by_path = {(one.sha256, _file_path(one)): owner for owner, one in enumerate(evidence)}
    for listing in listings:
        for number in listing.kept:
            record = kept[number].record
            at = by_path.get((record.at.sha256, str(record.fields.get("Path", ""))))
            if at is not None:
                found[hosts.of(evidence[at].scope, None)].add(number, at)
    return by_detector(found, kept, evidence)


def _file_path(evidence: Evidence) -> str:
    """`Path` of a file's row in the file table."""
    return evidence.original or evidence.path.replace("/", "\\")


def _inside(since: datetime | None, until: datetime | None) -> Callable[[int], bool]:
    """Whether a time (`packed.micros`) is within the period; what has no time always is."""
    begins = None if since is None else micros(since)
    ends = None if until is None else micros(until)

    def inside(time: int) -> bool:
        return timeless(time) or ((begins is None or time >= begins) and (ends is None or time <= ends))

    return inside


def _extracts(hosts: Hosts, files: Sequence[Read], folder: Path) -> dict[str, dict[str, list[Path]]]:
    """Tables by the host whose collection they come from and their name, each content once."""
    found: dict[str, dict[str, dict[Path, None]]] = defaultdict(lambda: defaultdict(dict))
    for item in sorted(files, key=lambda item: item.listed.evidence.path):
        evidence = item.listed.evidence
        for name in item.log.extracts if item.log else ():
            path = extract_path(folder / log_name(evidence), name)
            found[hosts.of(evidence.scope, None)][whole_name(name)].setdefault(path)
    return {host: {name: list(paths) for name, paths in tables.items()} for host, tables in found.items()}


def tick_files(hosts: Hosts, files: Sequence[Read], folder: Path) -> list[TickFile]:
    """What the logs left for correlations, each content once for each collection it lies in."""
    found: dict[tuple[Path, str], TickFile] = {}
    for item in sorted(files, key=lambda item: item.listed.evidence.path):
        evidence = item.listed.evidence
        for name in item.log.extracts if item.log else ():
            if whole_name(name) == TICKS:
                path = extract_path(folder / log_name(evidence), name)
                file = TickFile(path=path, evidence=evidence.path, host_of=partial(hosts.of, evidence.scope))
                found.setdefault((path, evidence.scope), file)
    return list(found.values())


def _overflow(hosts: Hosts, files: Sequence[Read], called: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in files:
        if item.log is not None:
            for detector, number in item.log.overflow:
                found[hosts.of(item.listed.evidence.scope, None)].append(
                    f"{item.listed.evidence.path}: {number:,} further records of {called(detector)}"
                    " were counted but not kept"
                )
    return found


def fault_lines(files: Sequence[Read], listings: Sequence[Listing], faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Every fault of the scan, in order of path and place."""
    every = [*faults]
    for item in files:
        if item.log is not None:
            every.extend(_own_faults(item))
    for listing in listings:
        every.extend(listing.reading.faults)
    return tuple(sorted(every, key=lambda fault: (fault.path, fault.at.offset if fault.at else -1, fault.reason)))
