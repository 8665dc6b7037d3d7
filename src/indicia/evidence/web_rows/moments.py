"""When a request was, by what its row says of it."""

import re
from functools import lru_cache

from indicia.evidence.events.csv.written_times import WrittenTimes
from indicia.evidence.text.raw.times import DAY, NONE, parse_clock, parse_day, parse_stamp
from indicia.evidence.text.web.ncsa_line import micros_of
from indicia.evidence.web_rows.flat import Flat
from indicia.evidence.web_rows.names import Plan

_EPOCH = re.compile(r"([0-9]{9,10})(?:\.([0-9]{1,9}))?|([0-9]{13})|([0-9]{16})", re.ASCII)
"""Since 1970: seconds, milliseconds, microseconds."""
_OF_SERVERS = re.compile(r"\[?(\d{1,2}/[A-Za-z]{3}/\d{4}:[^\]]{8,24})\]?", re.ASCII)


class Moments:
    """Brings times to UTC where rows say enough for that."""

    def __init__(self) -> None:
        self.written = WrittenTimes()

    def micros(self, flat: Flat, plan: Plan) -> int:
        """Microseconds since 1970 UTC, or `times.NONE`, of which `why_none` tells."""
        if plan.day is not None:
            day, clock = (str(flat.get(name, "")) for name in plan.day)
            micros = _of_w3c(day, clock)
            if micros != NONE:
                return micros
        for name, known in plan.times:
            value = _first(flat, name)
            if value and (micros := self._of(value, known=known)) != NONE:
                return micros
        return NONE

    def lose(self, flat: Flat, plan: Plan) -> None:
        """Count a row without a time that could be taken."""
        for name, known in plan.times:
            if value := _first(flat, name):
                self.written.lose(value, known=known)
                return
        self.written.lose("", known=False)

    def _of(self, value: str, *, known: bool) -> int:
        found = _EPOCH.fullmatch(value) if value[4:5] != "-" else None
        if found:
            if found[1]:
                return int(found[1]) * 1_000_000 + int((found[2] or "")[:6].ljust(6, "0"))
            return int(found[3]) * 1000 if found[3] else int(found[4])
        server = _OF_SERVERS.fullmatch(value)
        if server:
            micros = micros_of(server[1])
            return NONE if micros is None else micros
        if value[19:] == "Z" and value[10:11] == "T":
            return _second(value[:19])
        if value[19:20] == "." and value[-1:] == "Z" and value[10:11] == "T":
            begin = _second(value[:19])
            digits = value[20:-1]
            if begin != NONE and digits.isdecimal() and digits.isascii() and len(digits) < 10:
                return begin + int(digits[:6].ljust(6, "0"))
        text = self.written.utc(value, known=known)
        return parse_stamp(text) if text else NONE


def _first(flat: Flat, name: str) -> str:
    value = flat.get(name, "")
    return str(value[0]) if isinstance(value, tuple) else str(value)


@lru_cache(maxsize=1024)
def _second(text: str) -> int:
    return parse_stamp(text)


def _of_w3c(day: str, clock: str) -> int:
    days, micros = _day(day[:10]), parse_clock(clock)
    return NONE if NONE in (days, micros) else days * DAY + micros


@lru_cache(maxsize=64)
def _day(text: str) -> int:
    return parse_day(text)
