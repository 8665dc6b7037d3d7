"""Files of others beside cases: when their activity was, and what is assumed because a file says it and no record."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from itertools import combinations

from indicia.attribution.features.deeds import Deeds
from indicia.attribution.features.stated import STATED, SourceFile
from indicia.attribution.prepared import LAG_DAYS
from indicia.attribution.profiles import Claims
from indicia.model.attribution import AskedFile
from indicia.model.stated import StatedFile

_ADDRESS = re.compile(r"^https?://(?:web\.archive\.org/web/\d+/)?(?:https?://)?(?:www\.)?", re.IGNORECASE)
_LEAST_TITLE = 12
"""Shorter titles are words that any report may have."""
_SHOWN = 12


def source_files(files: Sequence[StatedFile], *, with_prefix: bool) -> tuple[SourceFile, ...]:
    """The files, with their names before their places where there are several sources.

    Files that are the same, or of which one cites the other, are one source: who repeats a report adds nothing to it,
    also where two repeat each other in a circle.
    """
    block = list(range(len(files)))
    for (one, mine), (other, theirs) in combinations(enumerate(files), 2):
        if mine.sha256 == theirs.sha256 or _rests(mine, theirs) or _rests(theirs, mine):
            low, high = sorted((block[one], block[other]))
            block = [low if number == high else number for number in block]
    together: dict[int, list[str]] = {}
    for number, file in zip(block, files, strict=True):
        together.setdefault(number, []).append(file.name)
    return tuple(
        SourceFile(file, f"{file.name}: " if with_prefix else "", tuple(together[number]))
        for number, file in zip(block, files, strict=True)
    )


def _rests(one: StatedFile, other: StatedFile) -> bool:
    """Whether one cites the other by an address or a title of its own."""
    own = {_key(text) for text in other.own if "/" in text or len(text) >= _LEAST_TITLE}
    return bool(own & {_key(text) for text in one.cites})


def period(deeds: Deeds, files: Sequence[StatedFile]) -> tuple[datetime | None, datetime | None]:
    """First and last deed of cases and files together, UTC; null where nothing says."""
    firsts = [deeds.first, *(_moment(file.first or file.last) for file in files)]
    lasts = [deeds.last or deeds.first, *(_moment(file.last or file.first) for file in files)]
    return (
        min((moment for moment in firsts if moment is not None), default=None),
        max((moment for moment in lasts if moment is not None), default=None),
    )


def asked_files(files: Sequence[StatedFile]) -> tuple[AskedFile, ...]:
    """What of them is shown in the answer."""
    return tuple(
        AskedFile(
            name=file.name,
            sha256=file.sha256,
            format=file.format,
            stated=len({(item.kind, item.value) for item in file.stated}),
            left=len(file.left),
            first=file.first,
            last=file.last,
        )
        for file in files
    )


def own_reports(files: Sequence[StatedFile], claims: Claims | None) -> tuple[str, ...]:
    """Reports of the bundle that the files cite or are, by name, address or title; sorted."""
    if claims is None:
        return ()
    cited = {_key(text) for file in files for text in file.cites} - {""}
    return tuple(
        sorted(
            name
            for name, source in claims.uses.sources.items()
            if _key(name) in cited
            or (source.url and _key(source.url) in cited)
            or (len(source.title) >= _LEAST_TITLE and _key(source.title) in cited)
        )
    )


def file_assumptions(
    files: Sequence[StatedFile],
    claims: Claims | None,
    begin: datetime | None,
    until: date | None,
    without: Collection[str],
    *,
    cases: int,
) -> tuple[str, ...]:
    """Everything that is taken for granted because of the files; empty without any."""
    if not files:
        return ()
    found = [
        f"what a file states is somebody's reading of an activity, no record of it: moderately reliable ({STATED})"
    ]
    if len(files) + cases > 1:
        found.append("cases and files are one activity because they were given together; each file is one source")
    for names in dict.fromkeys(source.together for source in source_files(files, with_prefix=False)):
        if len(names) > 1:
            found.append(f"{', '.join(names)} are one source: they are the same, or cite one another")
    found += [f"{file.name}: {note}" for file in files for note in file.notes]
    found += _time(files, claims, begin)
    if begin is not None and until is not None and until < begin.date() and not cases:
        found.append(f"the day asked about, {until}, lies before the activity: it cuts off knowledge, not evidence")
    own = [name for name in own_reports(files, claims) if name not in without]
    if own:
        more = f" and {len(own) - _SHOWN} more" if len(own) > _SHOWN else ""
        found.append(
            f"profiles may rest on reports that these files cite or are ({', '.join(own[:_SHOWN])}{more}): a profile "
            "made from this very activity recognises itself; --without NAME leaves one out, --without-cited all of them"
        )
    return tuple(found)


def _time(files: Sequence[StatedFile], claims: Claims | None, begin: datetime | None) -> list[str]:
    found = [
        f"{file.name} gives one day, {file.first or file.last}: the activity is taken to be of that day alone"
        for file in files
        if (file.first is None) != (file.last is None)
    ]
    silent = [file.name for file in files if file.first is None and file.last is None]
    if silent:
        found.append(
            f"when it was is not said in {', '.join(silent[:4])}{' …' if len(silent) > 4 else ''} (--first, --last): "
            "nothing is said of use before disclosure"
        )
    if begin is None and claims is not None:
        found.append(
            f"without a time, reports about this very activity (from its first day until {LAG_DAYS} days after its "
            "last) cannot be left out: where a profile rests on one, it recognises itself"
        )
    return found


def _moment(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day is not None else None


def _key(text: str) -> str:
    """A name, an address or a title as they are compared."""
    return _ADDRESS.sub("", " ".join(text.split())).rstrip("/").casefold()
