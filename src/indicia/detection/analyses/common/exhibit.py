"""From picked records to the exhibits a finding shows: whole, in order of time, at most twelve."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from indicia.detection.analyses.common.fieldtext import moment
from indicia.detection.analyses.common.registry import Seen
from indicia.model.finding import Exhibit

MOST = 12
_NEVER = datetime.max.replace(tzinfo=UTC)


def exhibit(seen: Seen) -> Exhibit:
    """One record as a finding keeps it."""
    record = seen.sighting.record
    return Exhibit(
        table=record.table,
        source=record.source,
        time=record.time,
        path=seen.evidence.path,
        at=record.at,
        fields=record.fields,
        matched=seen.sighting.matched,
        raw=record.raw,
    )


def in_order(records: Iterable[Seen]) -> list[Seen]:
    """Each record once, in order of time (those without a time last), then of file and place."""
    once = {_place(seen): seen for seen in records}
    return sorted(once.values(), key=lambda seen: (moment(seen) or _NEVER, seen.evidence.path, *_place(seen)))


def exhibits(records: Sequence[Seen], telling: Iterable[Seen] = ()) -> tuple[Exhibit, ...]:
    """The most telling record first, then by time: the telling ones, the first and the last, then others in order.

    `records` come from `in_order`; `telling` is in order of weight.
    """
    chosen: dict[_Place, Seen] = {}
    for seen in (*telling, records[0], records[-1], *records):
        if len(chosen) == MOST:
            break
        chosen.setdefault(_place(seen), seen)
    front, *rest = chosen.values()
    if _place(records[-1]) not in chosen and rest:
        rest[-1] = records[-1]
    return tuple(exhibit(seen) for seen in (front, *in_order(rest)))


_Place = tuple[str, int, int, str]


def _place(seen: Seen) -> _Place:
    """Where a record stands; equal files are different records, equal copies of a log are not."""
    record = seen.sighting.record
    return record.at.sha256, record.at.offset, record.at.length, seen.evidence.path if record.table == "file" else ""
