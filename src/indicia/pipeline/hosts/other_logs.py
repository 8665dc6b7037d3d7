"""Logs that are no log source of the pack: read, searched with every rule meant for them, and no cover for any."""

from collections.abc import Iterable, Mapping, Sequence

from indicia.assessment.coverage.sources import trace
from indicia.knowledge.packs.log_names import channel_name
from indicia.knowledge.packs.pack import LogSource, Pack
from indicia.model.assessment import SourceCoverage, Standing
from indicia.model.coverage import Span
from indicia.model.evidence import Kind

_WEB_LOGS = {
    Kind.NCSA.value: "Web server log (NCSA)",
    Kind.IIS_NCSA.value: "IIS log in the NCSA format",
    Kind.IIS_NATIVE.value: "IIS log in its own format",
    Kind.WEB_CSV.value: "Web requests exported as CSV",
    Kind.WEB_JSON.value: "Web requests as JSON",
}
_SILENT_HOURS = 24
"""A server on the internet is asked for something every day."""
SEARCHED = "searched, but it is no log source of the pack and covers nothing for any of them"
_NOT_IIS = "searched, but not the IIS request log of Exchange, so it covers nothing for that"
_ROWS = frozenset((Kind.WEB_CSV.value, Kind.WEB_JSON.value))
_CHOSEN = "; what a query gave may be a selection, so that something is not among the rows says nothing"


def other_logs(pack: Pack, spans: Sequence[Span], sources: Mapping[str, tuple[int, int]]) -> tuple[SourceCoverage, ...]:
    """A line for each such log of one host that has records: web logs first, then by number of records.

    `sources`: log source or channel → (files, places that could not be read).
    """
    of_pack = {source.id for source in pack.sources}
    channels = {channel for source in pack.sources for channel in source.channels}
    lines = [
        _line(key, spans, *counts)
        for key, counts in sources.items()
        if key not in of_pack and key.lower() not in channels
    ]
    told = [line for line in lines if line.records]
    return tuple(sorted(told, key=lambda line: (line.source not in _WEB_LOGS, -line.records, line.source)))


def _line(key: str, spans: Sequence[Span], files: int, damaged: int) -> SourceCoverage:
    web = key in _WEB_LOGS
    name = _WEB_LOGS.get(key) or channel_name(key)
    traced = trace(LogSource(id=key, name=name, max_gap_hours=_SILENT_HOURS if web else 0), spans, files, damaged)
    return SourceCoverage(
        source=key,
        name=name,
        channels=(key.lower(),),
        standing=Standing.SEARCHED,
        first=traced.first,
        last=traced.last,
        records=traced.records,
        files=files,
        damaged=damaged,
        gaps=traced.gaps,
        # Hours are for the drawing, in which there is room for a few logs.
        hours=traced.hours if web else (),
        why=_NOT_IIS if web else SEARCHED,
    )


def notes(lines: Iterable[SourceCoverage]) -> tuple[str, ...]:
    """What is to be known of each web log among them: a sentence each."""
    return tuple(
        f"{line.name}: {line.why}{_CHOSEN if line.source in _ROWS else ''}{_silence(line)}"
        for line in lines
        if line.source in _WEB_LOGS
    )


def _silence(line: SourceCoverage) -> str:
    """When it holds no record for more than a day; empty where that never is."""
    if not line.gaps:
        return ""
    longest = max(line.gaps, key=lambda gap: gap.end - gap.start)
    text = f"; no record from {longest.start:%Y-%m-%d %H:%M} to {longest.end:%Y-%m-%d %H:%M}"
    more = len(line.gaps) - 1
    return f"{text} and {'once' if more == 1 else f'{more} times'} more for over a day" if more else text
