"""Days, months, years and ranges of a report; relative ones against the day of the document, and then said to be."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from indicia.model.reported import Mention, MentionKind, Quoted

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_MONTH = rf"(?:{_MONTHS}|{_MONTHS.upper()})\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_ISO = rf"{_YEAR}(?P<dash>[-/])(?:0[1-9]|1[0-2])(?P=dash)(?:0[1-9]|[12]\d|3[01])"
DATE = (
    rf"(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}"
    rf"|{_YEAR}[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
"""A whole date with its year, as an expression without groups."""
_WHOLE = re.compile(
    rf"(?:(?P<m1>{_MONTH})\s+(?P<d1>{_DAY}),?\s+(?P<y1>{_YEAR})"
    rf"|(?P<d2>{_DAY})(?:\s+of)?\s+(?P<m2>{_MONTH}),?\s+(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})[-/](?P<m3>0[1-9]|1[0-2])[-/](?P<d3>0[1-9]|[12]\d|3[01]))(?!\d)",
    re.IGNORECASE,
)
_TO = r"\s*(?:to|until|till|through|and|[-–—])\s*"
_EDGE = r"(?<![\w./:-])"
_END = r"(?![\w/:]|[-.]\d)"
_PARTS = re.compile(
    _EDGE
    + "(?:"
    + "|".join(
        (
            # January 6 to March 2, 2021 · January to March 2021 · January 2021 to March 2021
            rf"(?:(?:[Ee]arly|[Mm]id|[Ll]ate)["
            rf" -])?(?P<rm1>{_MONTH})(?:\s+(?P<rd1>{_DAY}))?(?:,?\s+(?P<ry1>{_YEAR}))?{_TO}"
            rf"(?:(?:early|mid|late)[ -])?(?P<rm2>{_MONTH})(?:\s+(?P<rd2>{_DAY}))?,?\s+(?P<ry2>{_YEAR})",
            # 6 January to 2 March 2021
            rf"(?P<sd1>{_DAY})\s+(?P<sm1>{_MONTH})(?:,?\s+(?P<sy1>{_YEAR}))?{_TO}(?P<sd2>{_DAY})\s+(?P<sm2>{_MONTH}),?\s+(?P<sy2>{_YEAR})",
            # March 2-5, 2021 · 2-5 March 2021
            rf"(?P<tm>{_MONTH})\s+(?P<td1>{_DAY}){_TO}(?P<td2>{_DAY}),?\s+(?P<ty>{_YEAR})",
            rf"(?P<ud1>{_DAY}){_TO}(?P<ud2>{_DAY})\s+(?P<um>{_MONTH}),?\s+(?P<uy>{_YEAR})",
            # whole days
            rf"(?P<m1>{_MONTH})\s+(?P<d1>{_DAY}),?\s+(?P<y1>{_YEAR})",
            rf"(?P<d2>{_DAY})(?:\s+of)?\s+(?P<m2>{_MONTH}),?\s+(?P<y2>{_YEAR})",
            rf"(?P<iso>{_ISO})(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?",
            rf"(?P<n1>\d{{1,2}})(?P<mark>[./])(?P<n2>\d{{1,2}})(?P=mark)(?P<ny>{_YEAR})",
            # months and years
            rf"(?:(?:early|mid|late)[ -])?(?P<m4>{_MONTH})(?:\s+of)?,?\s+(?P<y4>{_YEAR})",
            rf"(?P<yr1>{_YEAR})(?:\s*[-–—]\s*|\s+(?:to|until|through)\s+)(?P<yr2>{_YEAR})",
            rf"(?:between|from)\s+(?P<yr3>{_YEAR})\s+(?:and|to|until|through)\s+(?P<yr4>{_YEAR})",
            # a day without its year
            rf"(?P<m5>{_MONTH})\s+(?P<d5>{_DAY})(?!\s*[,.]?\s*\d|,\d|\s*%|\s+(?:percent|million|people))",
            rf"(?P<d6>{_DAY})(?:\s+of)?\s+(?P<m6>{_MONTH})",
        )
    )
    + ")"
    + _END
)
_PLAIN_YEAR = re.compile(
    rf"\b(?:in|since|from|until|till|by|during|before|after|through|early|mid|late|around|of)(?:\s+|-)(?P<year>{_YEAR})"
    r"(?![\w/:]|[-–.,]\d|\s*(?:\w+\s+)?(?:servers?|organi[sz]ations?|victims?|people|times|systems|companies))"
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RELATIVE = re.compile(
    rf"\b(?:(?P<weekday>(?:[Ll]ast\s+)?(?:{'|'.join(_WEEKDAYS)}))\b(?!,?\s+(?:the\s+)?(?:\d|{_MONTHS}))"
    r"|(?P<word>[Tt]oday|[Yy]esterday)|(?P<span>(?:[Ee]arlier\s+)?(?:[Tt]his|[Ll]ast)\s+(?:week|month|year))"
    r"|(?P<ago>(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<unit>day|week"
    r"|month|year)s?\s+ago))\b"
)
_COUNTS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten".split())}


def day_written(text: str, start: int) -> date | None:
    """The whole date that begins at a place of the text; null when there is none."""
    found = _WHOLE.match(text, start)
    if found is None:
        return None
    parts = found.groupdict()
    for number in "123":
        if parts[f"y{number}"]:
            return _date(parts[f"y{number}"], parts[f"m{number}"], parts[f"d{number}"])
    return None


def find_days(text: str, published: date | None) -> Iterator[Mention]:
    """Every day, month, year or range.

    `value` is `2021-03-02`, `2021-03`, `2021`, or two of these with a slash between them.  `sort` is `day`, `month`,
    `year`, `range`; ` of the document` follows where the year, or all of it, comes from the document's own day.
    Without such a day relative dates are left out.
    """
    taken: list[tuple[int, int]] = []
    for found in _PARTS.finditer(text):
        made = _made(found, published)
        if made is not None:
            taken.append(found.span())
            yield _mention(found.start(), found.group(), *made)
    inside = _Inside(taken)
    for found in _PLAIN_YEAR.finditer(text):
        if not inside.holds(found.start("year")):
            yield _mention(found.start("year"), found.group("year"), found.group("year"), "year")
    if published is None:
        return
    for found in _RELATIVE.finditer(text):
        if not inside.holds(found.start()):
            value, sort = _relative(found, published)
            yield _mention(found.start(), found.group(), value, f"{sort} of the document")


class _Inside:
    """Whether a place lies in one of some stretches; asked in order."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self._stretches = stretches

    def holds(self, place: int) -> bool:
        index = bisect_right(self._stretches, (place, 1 << 60)) - 1
        return index >= 0 and self._stretches[index][0] <= place < self._stretches[index][1]


def _made(found: re.Match[str], published: date | None) -> tuple[str, str] | None:
    got = {key: value for key, value in found.groupdict().items() if value}
    if "rm1" in got:
        return _range(
            (got.get("ry1", got["ry2"]), got["rm1"], got.get("rd1", "")), (got["ry2"], got["rm2"], got.get("rd2", ""))
        )
    if "sm1" in got:
        return _range((got.get("sy1", got["sy2"]), got["sm1"], got["sd1"]), (got["sy2"], got["sm2"], got["sd2"]))
    if "tm" in got:
        return _range((got["ty"], got["tm"], got["td1"]), (got["ty"], got["tm"], got["td2"]))
    if "um" in got:
        return _range((got["uy"], got["um"], got["ud1"]), (got["uy"], got["um"], got["ud2"]))
    for number in "12":
        if f"m{number}" in got:
            day = _date(got[f"y{number}"], got[f"m{number}"], got[f"d{number}"])
            return (day.isoformat(), "day") if day else None
    if "iso" in got:
        day = _date(*re.split(r"[-/]", got["iso"]))
        return (day.isoformat(), "day") if day else None
    if "ny" in got:
        return _numbers(int(got["n1"]), int(got["n2"]), got["mark"], got["ny"])
    if "m4" in got:
        return f"{got['y4']}-{_month(got['m4']):02}", "month"
    for first, last in (("yr1", "yr2"), ("yr3", "yr4")):
        if first in got:
            return (f"{got[first]}/{got[last]}", "range") if got[first] <= got[last] else None
    month, number = ("m5", "d5") if "m5" in got else ("m6", "d6")
    if published is None or month not in got:
        return None
    for year in (published.year, published.year - 1):
        # The day before the document that is nearest to it; up to a month ahead for what is announced.
        day = _date(str(year), got[month], got[number])
        if day and day <= published + timedelta(days=31):
            return day.isoformat(), "day of the document"
    return None


def _range(first: tuple[str, str, str], last: tuple[str, str, str]) -> tuple[str, str] | None:
    ends = []
    for year, month, number in (first, last):
        if number:
            day = _date(year, month, number)
            if day is None:
                return None
            ends.append(day.isoformat())
        else:
            ends.append(f"{year}-{_month(month):02}")
    if ends[0] > ends[1]:
        # "November to March 2021" began in the year before.
        ends[0] = f"{int(ends[0][:4]) - 1}{ends[0][4:]}"
    return "/".join(ends), "range"


def _numbers(one: int, two: int, mark: str, year: str) -> tuple[str, str] | None:
    """03/02/2021: which number is the month is told only by one above 12, or by full stops, which stand day first."""
    if mark == "." or one > 12:
        day = _date(year, str(two), str(one))
    elif two > 12 or one == two:
        day = _date(year, str(one), str(two))
    else:
        return f"{year}-{min(one, two):02}/{year}-{max(one, two):02}", "range, day and month not told apart"
    return (day.isoformat(), "day") if day else None


def _relative(found: re.Match[str], published: date) -> tuple[str, str]:
    if weekday := found.group("weekday"):
        back = (published.weekday() - _WEEKDAYS.index(weekday.split()[-1])) % 7
        if weekday.lower().startswith("last") and back == 0:
            back = 7
        return (published - timedelta(days=back)).isoformat(), "day"
    if word := found.group("word"):
        return (published - timedelta(days=int(word.lower() == "yesterday"))).isoformat(), "day"
    if span := found.group("span"):
        unit, back = span.split()[-1], int("last" in span.lower())
    else:
        count = found.group("count")
        unit, back = found.group("unit"), int(count) if count.isdigit() else _COUNTS.get(count, 1)
    if unit == "day":
        return (published - timedelta(days=back)).isoformat(), "day"
    if unit == "week":
        start = published - timedelta(days=published.weekday() + 7 * back)
        return f"{start.isoformat()}/{(start + timedelta(days=6)).isoformat()}", "range"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - back
        return f"{months // 12}-{months % 12 + 1:02}", "month"
    return str(published.year - back), "year"


def _date(year: str, month: str, number: str) -> date | None:
    try:
        return date(int(year), _month(month), int(re.sub(r"\D", "", number)))
    except ValueError:
        return None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        text[:3].lower()
    ) + 1


def _mention(start: int, words: str, value: str, sort: str) -> Mention:
    quoted = Quoted(start=start, end=start + len(words), words=words)
    return Mention(kind=MentionKind.DAY, quoted=quoted, value=value, sort=sort)
