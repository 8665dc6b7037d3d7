"""What the values of a record say of its time, its host and the part of a log that it is of."""

from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.raw.times import DAY, NONE, parse_clock, parse_day, parse_stamp

NAME_BYTES = 64
"""Hosts and parts are told apart by so many bytes of their name."""


def time_of(values: list[str], layout: Layout) -> int:
    """Time of a record by its values; in a log without dates only the time of day."""
    if layout.stamp is not None:
        return parse_stamp(values[layout.stamp]) if layout.stamp < len(values) else NONE
    if layout.time is None or layout.time >= len(values):
        return NONE
    time = parse_clock(values[layout.time])
    if layout.date is None or time == NONE:
        return time
    day = parse_day(values[layout.date])
    return NONE if day == NONE else day * DAY + time


def name_of(values: list[str], column: int | None) -> str | None:
    """Host or part by the values of a record; null where the log has none."""
    if column is None or column >= len(values):
        return None
    return shown_name(values[column].encode("utf-8"))


def shown_name(value: bytes) -> str | None:
    """A host or part by the bytes of its value; null where there is none."""
    value = value[:NAME_BYTES]
    return value.decode("utf-8", "replace") if value not in {b"", b"-"} else None
