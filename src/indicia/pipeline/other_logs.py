"""What is said of web logs that are none of the log sources of the pack: read and searched, but no cover for any."""

from collections.abc import Mapping, Sequence

from indicia.assessment.sources import trace
from indicia.knowledge.log_names import LOGS
from indicia.knowledge.pack import LogSource
from indicia.model.coverage import Span
from indicia.model.evidence import Kind

_SOURCES = (Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE)
_SILENT_HOURS = 24
"""A server on the internet is asked for something every day."""


def other_logs(spans: Sequence[Span], files: Mapping[str, int]) -> tuple[str, ...]:
    """A sentence for each kind of them on one host; `files`: number of files by log source."""
    return tuple(_sentence(kind.value, spans, files[kind.value]) for kind in _SOURCES if files.get(kind.value))


def _sentence(source: str, spans: Sequence[Span], files: int) -> str:
    name = LOGS[source]
    traced = trace(LogSource(id=source, name=name, blind="", max_gap_hours=_SILENT_HOURS), spans, files, 0)
    many = f"{traced.records:,} request{'' if traced.records == 1 else 's'} in {files} file{'' if files == 1 else 's'}"
    when = ", without times"
    if traced.first is not None and traced.last is not None:
        when = f", {traced.first:%Y-%m-%d} to {traced.last:%Y-%m-%d}"
    if traced.gaps:
        longest = max(traced.gaps, key=lambda gap: gap.end - gap.start)
        when += f" (none from {longest.start:%Y-%m-%d %H:%M} to {longest.end:%Y-%m-%d %H:%M}"
        when += _more(len(traced.gaps) - 1)
    return f"{name} log: {many}{when}; searched, but not the IIS request log of Exchange, so it covers nothing for that"


def _more(gaps: int) -> str:
    if not gaps:
        return ")"
    return f" and {'once' if gaps == 1 else f'{gaps} times'} more for over a day)"
