"""How long a window is."""

import re

from indicia.detection.sigma.refused import Refused

_SPAN = re.compile(r"([0-9]{1,9})([smhdwMy])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "M": 2_629_746, "y": 31_556_952}
_MOST = 100 * _SECONDS["y"]


def timespan(value: object) -> int:
    """Microseconds of `90s`, `5m`, `1h`, `2d`, `1w`; `1M` is a twelfth of the Gregorian mean year `1y`, as in pySigma.

    Raises Refused for anything else; a number without its unit says nothing.
    """
    if value is None:
        raise Refused("it has no timespan")
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused(f"the timespan {str(value)[:40]!r} is not a number followed by s, m, h, d, w, M or y")
    seconds = int(found[1]) * _SECONDS[found[2]]
    if not 0 < seconds <= _MOST:
        raise Refused(f"the timespan {found[0]!r} is not between one second and a hundred years")
    return seconds * 1_000_000


def spoken(microseconds: int) -> str:
    """`5 min`, `1 h`, `90 s`: the largest unit that goes in whole."""
    seconds = microseconds // 1_000_000
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
