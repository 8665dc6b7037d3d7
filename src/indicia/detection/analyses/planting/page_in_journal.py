"""Script pages that the change journal of the volume saw come and go, also those of which nothing else is left."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, listed, moment, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.routes import JOURNAL
from indicia.detection.analyses.common.webfolder import (
    EXTENSIONS,
    Folder,
    folder_of,
    relative,
    script_in_web_folder,
    web_path,
)
from indicia.detection.analyses.common.webfolder import windows as windows_path
from indicia.detection.analyses.planting import unexpected_script, written_pages
from indicia.detection.conditions.condition import All, Not, Present, Test, ends, equals
from indicia.detection.detector import Binding, Detector
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.model.moments import earlier, later

WORDS = Words(
    name="page-in-journal",
    title="Script page in the change journal",
    mistakes=(
        "A change journal does not say who wrote: a custom page that an administrator made or took away looks the "
        "same.  Pages that come or go by the dozen, as an installation brings them, are only counted."
    ),
)
_MADE, _GONE = ("created", "renamed to"), ("deleted", "renamed from")
_WRITTEN = ("overwritten", "truncated", "extended")
_FILE = equals("Kind", "file")
WHOLE = Detector(
    "page-in-journal/whole",
    (
        Binding(
            JOURNAL, All((_FILE, script_in_web_folder("TargetFilename"), equals("Change", *_MADE, *_GONE, *_WRITTEN)))
        ),
    ),
)
PART = Detector(
    "page-in-journal/part",
    (Binding(JOURNAL, All((_FILE, script_in_web_folder("KnownPath"), equals("Change", *_MADE, *_GONE, *_WRITTEN)))),),
)
NAME = Detector(
    "page-in-journal/name",
    (
        Binding(
            JOURNAL,
            All((
                _FILE, Test("KnownPath", Present()), ends("KnownPath", *EXTENSIONS),
                Not(script_in_web_folder("KnownPath")), equals("Change", *_MADE, *_GONE),
            )),
        ),
    ),
)  # fmt: skip
_AROUND = timedelta(minutes=5)
_DOZENS = 12
"""Pages that come or go within `_AROUND` of each other from which on it is taken for an installation."""
_MOST_NAMES = 40


class Trace(Struct):
    """What the journal says of one page."""

    path: str
    """As written; begins with `?` where the upper folders are not known."""
    made: list[Seen] = field(default_factory=list)
    """It was created here, or came by its name here."""
    gone: list[Seen] = field(default_factory=list)
    """It was deleted here, or lost its name."""
    written: list[Seen] = field(default_factory=list)
    there: bool = False
    """Whether the last of it is that it is there."""
    crowded: bool = False
    """Whether it came or went among dozens of others."""

    @property
    def whole(self) -> bool:
        """Whether its path is known to the root of the volume."""
        return not self.path.startswith("?")

    @property
    def records(self) -> list[Seen]:
        """All of them; one that says both comes twice."""
        return [*self.made, *self.written, *self.gone]


def suspects(view: HostView) -> Mapping[str, Trace]:
    """Pages that no installation has where they came and went, by path in lower case."""
    return {path: trace for path, trace in _traces(view).items() if _suspect(trace, view)}


@analysis(
    WORDS.name,
    selectors=(WHOLE, PART, NAME),
    tests=("WS-01", "WS-02", "WS-04", "WS-05"),
    techniques=("T1505.003", "T1070.004"),
)
def judge(view: HostView) -> Iterator[Finding]:
    """One finding per page that is not known; removed, present or unknown as journal and collected files say.

    Front end: every page that is not in the baseline.  `aspnet_client`: every page.  Back end, which no baseline
    covers: pages that came and went again.  Below the site's root, where other applications have theirs: the same, as
    a low one.  Where the upper folders are not known confidence is lower; where only the name is known it is compared
    with what other records name, and proves nothing by itself.
    Source: artefact notes WS-01, WS-02, WS-04, WS-05 and WS-10.
    """
    traces = _traces(view)
    crowd = []
    for path, trace in sorted(traces.items()):
        if _suspect(trace, view):
            yield _finding(view, path, trace)
        elif trace.crowded and _unknown(path, view):
            crowd.append(trace)
    if crowd:
        yield _crowd(view, crowd)
    passing = [trace for trace in traces.values() if _passing(trace)]
    if passing:
        yield _passed(view, passing)
    yield from _by_name(view)


def _traces(view: HostView) -> dict[str, Trace]:
    found: dict[str, Trace] = {}
    for detector, name in ((WHOLE, "TargetFilename"), (PART, "KnownPath")):
        for seen in view.of(detector.id):
            path = text(seen, name)
            trace = found.setdefault(windows_path(path), Trace(path))
            change = _changes(seen)
            # One record may say both, of a file that was made and deleted at once.
            if change.intersection(_MADE):
                trace.made.append(seen)
            if change.intersection(_GONE):
                trace.gone.append(seen)
            elif not change.intersection(_MADE):
                trace.written.append(seen)
            trace.there = not change.intersection(_GONE)
    _mark_crowds(list(found.values()))
    return found


def _changes(seen: Seen) -> frozenset[str]:
    value = seen.sighting.record.fields.get("Change")
    return frozenset(value) if isinstance(value, tuple) else frozenset()


def _mark_crowds(traces: Sequence[Trace]) -> None:
    moments = sorted(
        {
            (time, number)
            for number, trace in enumerate(traces)
            for seen in (*trace.made, *trace.gone)
            if (time := moment(seen)) is not None
        }
    )
    times = [time for time, _ in moments]
    for number, trace in enumerate(traces):
        own = sorted(time for seen in (*trace.made, *trace.gone) if (time := moment(seen)) is not None)
        # What came or went by itself at any time is looked at.
        trace.crowded = bool(own) and all(_is_crowd(moments, times, time, number) for time in own)


def _is_crowd(moments: Sequence[tuple[datetime, int]], times: Sequence[datetime], time: datetime, own: int) -> bool:
    first, last = bisect_left(times, earlier(time, _AROUND)), bisect_right(times, later(time, _AROUND))
    others: set[int] = set()
    for _, number in moments[first:last]:
        if number != own:
            others.add(number)
            if len(others) >= _DOZENS - 1:
                return True
    return False


def _unknown(path: str, view: HostView) -> bool:
    """Whether a page is one of the front end that no baseline has, or of `aspnet_client`."""
    folder, hashes = folder_of(path), view.pack.baseline.hashes
    if folder is Folder.FRONT_END:
        return bool(hashes) and relative(path) not in hashes
    return folder is Folder.ASPNET_CLIENT


def _suspect(trace: Trace, view: HostView) -> bool:
    folder = folder_of(trace.path)
    if folder is Folder.ASPNET_CLIENT:
        return bool(trace.made or trace.gone)
    if trace.crowded:
        return False
    if folder is Folder.FRONT_END:
        return _unknown(trace.path, view) and bool(trace.made or trace.gone)
    return folder is Folder.BACK_END and _came_and_went(trace)


def _came_and_went(trace: Trace) -> bool:
    """Made within the reach of the journal and gone at its end.  What replaces a page lets it come again."""
    return bool(trace.made and trace.gone) and not trace.there


def _passing(trace: Trace) -> bool:
    return folder_of(trace.path) is Folder.SITE and _came_and_went(trace) and not trace.crowded


def _finding(view: HostView, path: str, trace: Trace) -> Finding:
    presence, after = _afterwards(view, trace)
    name = basename(trace.path)
    what = "made" if trace.made else "deleted" if any("deleted" in _changes(one) for one in trace.gone) else "renamed"
    sure = trace.whole and bool(trace.made)
    lost = "" if trace.whole else "; its upper folders are not known"
    return compose(
        view,
        WORDS,
        title=f"{quoted(name, 60)} {what} in a web folder" + (", removed again" if _came_and_went(trace) else ""),
        summary=f"The change journal names {quoted(trace.path, 160)}: {_story(trace)}; {after}{lost}.",
        stage=Stage.IMPLANTED,
        severity=Severity.HIGH if trace.made else Severity.MEDIUM,
        confidence=Confidence.STRONG if sure and folder_of(path) is not Folder.BACK_END else Confidence.MODERATE,
        records=trace.records,
        telling=[*trace.made[:1], *trace.gone[-1:]],
        techniques=("T1505.003", *(("T1070.004",) if trace.gone and not trace.there else ())),
        tests=_tests(path),
        objects=(path, web_path(path)),
        presence=presence,
        next_step=(
            "Search the IIS logs for its address, shadow copies and backups of that time for its content, and "
            "Temporary ASP.NET Files for its compiled form."
        ),
    )


def _tests(path: str) -> list[str]:
    """The artefact tests that ask for such a page."""
    folder, name = folder_of(path), basename(path)
    found = {Folder.ASPNET_CLIENT: ["WS-01"], Folder.FRONT_END: ["WS-02"]}.get(folder or Folder.SITE, [])
    if folder is Folder.FRONT_END and relative(path).startswith("frontend\\httpproxy\\ecp\\auth\\"):
        found = [*found, "WS-05"]
    return [*found, "WS-04"] if unexpected_script.imitates(name) else found


def _story(trace: Trace) -> str:
    """What happened to it, in order of time."""
    steps = sorted(
        {
            (time, word)
            for seen in trace.records
            if (time := moment(seen)) is not None
            for word in _changes(seen).intersection((*_MADE, *_GONE))
        }
    )
    if not steps:
        return "it was written"
    told = [f"{word} {time:%Y-%m-%dT%H:%M:%SZ}{_other(trace, word, time)}" for time, word in steps]
    return ", ".join(told if len(told) <= 5 else [*told[:3], f"{len(told) - 4} more", told[-1]])


def _other(trace: Trace, word: str, time: datetime) -> str:
    """Of a page that got its name by renaming, the name before."""
    if word != "renamed to":
        return ""
    before = next((text(seen, "SourceFilename", "SourceKnownPath") for seen in trace.made if moment(seen) == time), "")
    return f" (was {quoted(before, 120)})" if before else ""


def _afterwards(view: HostView, trace: Trace) -> tuple[Presence, str]:
    """What journal and collected files say of the page now."""
    held = {
        (folder_of(path), web_path(path))
        for path in (text(seen, "Path") for seen in view.of(unexpected_script.TREE.id) if not text(seen, "Deleted"))
    }
    here = (folder_of(trace.path), web_path(trace.path))
    if here in held:
        return Presence.PRESENT, "it is among the collected files"
    if not trace.there:
        return Presence.REMOVED, "so it is gone"
    folder = here[1].rpartition("/")[0]
    if any(kind is here[0] and address.rpartition("/")[0] == folder for kind, address in held):
        return Presence.REMOVED, "the collected files of that folder do not hold it"
    return Presence.UNKNOWN, "the journal does not say that it went, and no file of its folder was collected"


def _crowd(view: HostView, crowd: Sequence[Trace]) -> Finding:
    names = [quoted(trace.path, 100) for trace in crowd]
    return compose(
        view,
        WORDS,
        title="Pages that no baseline has came or went among dozens of others",
        summary=(
            f"Within minutes of dozens of other pages the change journal names {listed(names, 3)}: so does an "
            "installation, and the known files end with March 2021."
        ),
        stage=None,
        severity=Severity.INFORMATIONAL,
        confidence=Confidence.WEAK,
        records=[seen for trace in crowd for seen in trace.records],
        techniques=("T1505.003",),
        objects=[windows_path(trace.path) for trace in crowd],
        next_step="Ask whether Exchange was updated at that time; if not, look at each of them.",
    )


def _passed(view: HostView, passing: Sequence[Trace]) -> Finding:
    names = [quoted(trace.path, 100) for trace in passing]
    return compose(
        view,
        WORDS,
        title="Pages of other applications came and went",
        summary=f"The change journal names pages below the site's root that came and went: {listed(names, 3)}.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=[seen for trace in passing for seen in trace.records],
        techniques=("T1505.003", "T1070.004"),
        objects=[windows_path(trace.path) for trace in passing],
        presence=Presence.SEEN_ONCE,
        next_step="Ask who maintains that application; search the IIS logs for the addresses.",
    )


def _by_name(view: HostView) -> Iterator[Finding]:
    """Pages in folders that are not known: those whose name other records have, and how many more there are."""
    named = {basename(path) for path in (*written_pages.pages(view), *unexpected_script.unexpected(view))}
    groups: dict[str, list[Seen]] = {}
    for seen in view.of(NAME.id):
        groups.setdefault(basename(text(seen, "KnownPath")), []).append(seen)
    telling = [name for name in sorted(groups) if name in named or unexpected_script.imitates(name)]
    for name in telling:
        yield _named(view, name, groups[name], other=name in named)
    rest = {name: records for name, records in groups.items() if name not in telling}
    gone = [name for name, records in sorted(rest.items()) if any(_changes(one).intersection(_GONE) for one in records)]
    if gone:
        yield compose(
            view,
            WORDS,
            title="Pages deleted or renamed in folders that are not known",
            summary=(
                f"The change journal names {len(gone)} script pages without their folders: "
                f"{listed([quoted(name, 60) for name in gone], 4)}.  The $MFT of the volume would tell where they lay."
            ),
            stage=None,
            severity=Severity.INFORMATIONAL,
            confidence=Confidence.WEAK,
            records=[seen for name in gone for seen in rest[name]],
            techniques=("T1505.003",),
            objects=gone[:_MOST_NAMES],
            next_step="Collect the $MFT of the same volume, and search the IIS logs for these names.",
        )


def _named(view: HostView, name: str, records: Sequence[Seen], *, other: bool) -> Finding:
    words = listed(sorted({word for seen in records for word in _changes(seen).intersection((*_MADE, *_GONE))}))
    why = "other records name a page like it" if other else "the name imitates a page of Exchange"
    return compose(
        view,
        WORDS,
        title=f"{quoted(name, 60)} in a folder that is not known",
        summary=f"The change journal names {quoted(name, 60)} ({words}), not the folder it lay in; {why}.",
        stage=None,
        severity=Severity.LOW,
        confidence=Confidence.WEAK,
        records=list(records),
        techniques=("T1505.003",),
        objects=(name,),
        next_step="Collect the $MFT of the same volume: it tells the folder.",
    )
