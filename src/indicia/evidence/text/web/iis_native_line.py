"""One line of an IIS log in the format "IIS", taken apart."""

import re

NAMES = (
    "c-ip", "cs-username", "date", "time", "s-sitename", "s-computername", "s-ip", "time-taken", "cs-bytes", "sc-bytes",
    "sc-status", "sc-win32-status", "cs-method", "cs-uri-stem", "cs-uri-query",
)  # fmt: skip
"""The values of a line, as the W3C extended format calls them."""
STEM, QUERY = 13, 14
_LINE = re.compile(
    r"(?:[^,]*, ){2}\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}, \d{1,2}[:.]\d\d[:.]\d\d[^,]{0,5}, "
    r"(?:[^,]*, ){3}(?:(?:\d{1,20}|-), ){5}[^,]*, (?P<address>.*), (?P<query>[^,]*),? *",
    re.ASCII | re.DOTALL,
)


def native_values(line: str) -> list[str] | None:
    """The values of a line, one for each of `NAMES`; null where it is none of such a log.

    Of surplus commas it is assumed that they stand in the address.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    front = line[: found.start("address") - 2].split(", ")
    return [*front, found["address"], found["query"]]
