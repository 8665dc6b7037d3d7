"""Whether the values of a CSV row stand under other columns than their own, as one separator too many leaves them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_NUMBER = re.compile(r"[0-9]{1,10}")
_ADDRESS = re.compile(r"[0-9A-Fa-f.:%]{2,64}")
_TRUTH = re.compile(r"(?i:true|false)")
_LOOKS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("majorversion", "minorversion", "buildversion", "revisionversion"), _NUMBER),
    **dict.fromkeys(("httpstatus", "backendstatus", "substatus", "total-bytes", "recipient-count"), _NUMBER),
    **dict.fromkeys(("clientipaddress", "client-ip", "server-ip", "original-client-ip"), _ADDRESS),
    "isauthenticated": _TRUTH,
}
"""How values of known columns look, where they are not empty; names in lower case."""


def is_shifted(values: Sequence[str], fields: tuple[str, ...]) -> bool:
    """Whether some value of a column whose values are known to look alike looks otherwise."""
    return any(values[number] and look.fullmatch(values[number]) is None for number, look in _checks(fields))


@lru_cache(maxsize=64)
def _checks(fields: tuple[str, ...]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((number, _LOOKS[name.lower()]) for number, name in enumerate(fields) if name.lower() in _LOOKS)
