"""What both sides of TAXII write on the wire: media types, times, versions."""

import re
import time
from datetime import UTC, datetime

TAXII = "application/taxii+json;version=2.1"
STIX = {20: "application/stix+json;version=2.0", 21: "application/stix+json;version=2.1"}
"""Media type by specification, 20 or 21."""
_TYPE = "application/taxii+json"
_MOMENT = re.compile(
    r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))(?:\.(\d{1,20}))?Z\Z",
    re.ASCII,
)
_MILLISECONDS = 3


def acceptable(accept: str | None) -> bool:
    """Whether a client that sends this `Accept` takes TAXII 2.1; without a version any version is meant.

    Wildcards do not count, and neither does anything that the client weighs with 0.  Source: TAXII 1.6.8.
    """
    return any(_is_taxii(one, bare=True) for one in (accept or "").split(","))


def content(given: str | None) -> bool:
    """Whether a body is said to be TAXII 2.1, with its version."""
    return _is_taxii(given or "", bare=False)


def _is_taxii(given: str, *, bare: bool) -> bool:
    kind, *rest = (part.strip().lower() for part in given.split(";"))
    if kind != _TYPE:
        return False
    parameters = {part.partition("=")[0].strip(): part.partition("=")[2].strip().strip('"') for part in rest}
    weight = parameters.pop("q", "1")
    charset = parameters.pop("charset", "utf-8")
    version = parameters.pop("version", "2.1" if bare else "")
    return version == "2.1" and charset == "utf-8" and not parameters and _weighs(weight)


def _weighs(text: str) -> bool:
    try:
        return 0 < float(text) <= 1
    except ValueError:
        return False


def now() -> int:
    """Microseconds since 1970, UTC."""
    return time.time_ns() // 1000


def moment(micros: int) -> str:
    """`2021-07-19T12:00:00.000001Z`, always six digits."""
    return datetime.fromtimestamp(micros // 1_000_000, UTC).strftime(f"%Y-%m-%dT%H:%M:%S.{micros % 1_000_000:06d}Z")


def micros(text: str) -> int:
    """The inverse, for any number of digits; what is finer than a microsecond is cut off.  Raises ValueError."""
    found = _MOMENT.match(text)
    if found is None:
        raise ValueError("no time such as 2021-07-19T12:00:00.000Z")
    whole = datetime.fromisoformat(found[1].replace(":60", ":59")).replace(tzinfo=UTC)
    return int(whole.timestamp()) * 1_000_000 + int((found[2] or "0")[:6].ljust(6, "0"))


def version_key(text: str) -> str:
    """A version as text that sorts like the time it says, whatever its number of digits.  Raises ValueError."""
    found = _MOMENT.match(text)
    if found is None:
        raise ValueError("no time such as 2021-07-19T12:00:00.000Z")
    datetime.fromisoformat(found[1].replace(":60", ":59"))
    digits = (found[2] or "").rstrip("0")
    return f"{found[1]}.{digits}" if digits else found[1]


def version_text(key: str) -> str:
    """A version as STIX writes it: at least milliseconds."""
    whole, _, digits = key.partition(".")
    return f"{whole}.{digits.ljust(_MILLISECONDS, '0')}Z"
