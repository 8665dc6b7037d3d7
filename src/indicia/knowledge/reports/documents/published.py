"""The day a report was published, where its text says so."""

import re
from datetime import date

from indicia.knowledge.reports.mentions.days import DATE, day_written

_LOOKED_AT = 4000
_LABELLED = re.compile(
    r"\b(?:original(?:ly)? (?:release|publi(?:shed|cation)) date|original(?:ly)? (?:released|published)(?: on)?"
    r"|release date|released(?: on)?|publi(?:shed|cation) date|published(?: on| at)?|date published|posted(?: on)?"
    r"|issued(?: on)?|date(?: of issue)?|for immediate release|last (?:revised|updated|modified)|updated)"
    r"\s*[:|,–—-]?\s*"
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?={DATE})",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"\b(?:initial (?:version|release|publication)|first published)\s*[:|-]?\s*(?={DATE})", re.IGNORECASE
)
_ALONE = re.compile(
    rf"^[^\S\n]*(?:(?:by|from)\s[^\n]{{1,60}}[|•·,–—-]\s*)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?P<day>{DATE})"
    r"(?:[^\S\n]*(?:[|•·,–—@-]|at\b|\d)[^\n]{0,80})?$",
    re.IGNORECASE | re.MULTILINE,
)
_DATELINE = re.compile(
    rf"^[A-Z][A-Z .,'’-]{{2,40}}(?:\([A-Za-z ]{{2,20}}\))?[ ,]*(?P<day>{DATE})[^\n]{{0,30}}?\s[–—-]", re.M
)


def published_day(text: str) -> date | None:
    """By a label ("Original release date: …"), a line of its own, a date line, or a list of revisions."""
    head = text[:_LOOKED_AT]
    if first := _FIRST.search(text, max(0, len(text) - _LOOKED_AT)):
        # Lists of revisions stand at the end.
        return day_written(text, first.end())
    for pattern in (_LABELLED, _ALONE, _DATELINE):
        for found in pattern.finditer(head):
            start = found.end() if pattern is _LABELLED else found.start("day")
            day = day_written(text, start)
            if day is not None:
                return day
    return None
