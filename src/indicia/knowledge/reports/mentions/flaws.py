"""CVE numbers of a report, also in lists that write the year once."""

import re
from collections.abc import Iterator

from indicia.model.reported import Mention, MentionKind, Quoted

_DASH = r"[-‐‑‒–—−]"
_WHOLE = re.compile(
    rf"(?<![A-Za-z0-9])CVE(?:\s?{_DASH}\s?|[\s_])(?P<year>(?:19|20)\d\d)(?:{_DASH}|_)\s?(?P<number>\d{{4,7}})(?!\d)",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"(?P<between>\s*(?:,|/|;|&|\band\b|\bor\b|,\s*and\b|,\s*or\b|,\s*&)\s*)(?:(?P<year>(?:19|20)\d\d){_DASH})?(?P<dash>{_DASH}?)(?P<number>\d{{4,7}})"
    rf"(?![\w%]|{_DASH}\d|[.,]\d|\s+(?:\w+\s+){{0,2}}(?:servers?|organi[sz]ations?|victims?|systems|computers|companies|hosts|devices"
    r"|customers|users|people|times|attempts|instances|networks|countries|entities))",
    re.IGNORECASE,
)


def find_flaws(text: str) -> Iterator[Mention]:
    """Each CVE; of a list such as “CVE-2021-26855, 26857, and -27065” every number is one, quoted as it stands.

    A bare number goes on with the year before it where it has as many digits, or a dash in front.
    """
    until = 0
    for found in _WHOLE.finditer(text):
        if found.start() < until:
            continue
        until = found.end()
        year, size = found.group("year"), len(found.group("number"))
        yield _mention(text, found.start(), until, year, found.group("number"))
        while (more := _FURTHER.match(text, until)) is not None:
            number = more.group("number")
            if not more.group("year") and not more.group("dash") and (len(number) != size or size < 5):
                break
            year = more.group("year") or year
            start = more.end("between")
            until = more.end()
            yield _mention(text, start, until, year, number)


def _mention(text: str, start: int, end: int, year: str, number: str) -> Mention:
    quoted = Quoted(start=start, end=end, words=text[start:end])
    return Mention(kind=MentionKind.FLAW, quoted=quoted, value=f"CVE-{year}-{number}")
