"""Whether Sysmon's own clock agrees with the time of its events; it does not where a sensor took local time for UTC."""

from datetime import timedelta

from indicia.evidence.events.decoding.moment import parse, utc_text

_SAMPLE = 50
_MARK = b'"UtcTime":"'
_MARK_SPACED = b'"UtcTime": "'
SYSMON = "Microsoft-Windows-Sysmon"
"""The provider whose events are looked at."""
_TOLERANCE = timedelta(minutes=10)


class SysmonClock:
    """Compares `UtcTime` with the event time in the first Sysmon events of a file."""

    def __init__(self) -> None:
        self._differences: list[float] = []
        self.open = True
        """Whether more events are wanted."""

    def see(self, time: str, text: bytes) -> None:
        """Look at one event of Sysmon; `time` is what `moment.utc_text` gives."""
        mark = _MARK if _MARK in text else _MARK_SPACED
        start = text.find(mark)
        if start < 0:
            return
        start += len(mark)
        end = text.find(b'"', start, start + 40)
        own = parse(utc_text(text[start:end].decode("ascii", "replace"))) if end > 0 else None
        event = parse(time)
        if own and event:
            self._differences.append((own - event).total_seconds())
            self.open = len(self._differences) < _SAMPLE

    def note(self) -> str:
        """One sentence when they disagree by more than ten minutes; empty otherwise."""
        if not self._differences:
            return ""
        difference = timedelta(seconds=_median(self._differences))
        if abs(difference) <= _TOLERANCE:
            return ""
        minutes = round(abs(difference).total_seconds() / 60)
        way = "ahead of" if difference > timedelta() else "behind"
        return (
            f"Sysmon's UtcTime runs {minutes // 60} h {minutes % 60:02} min {way} the event time; event times are used"
        )


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2
