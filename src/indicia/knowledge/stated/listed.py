"""A plain list or CSV of ATT&CK ids and names of tools, with days where somebody noted them."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date

from indicia.errors import EvidenceError
from indicia.knowledge.stated.gathering import Gathering
from indicia.knowledge.stated.naming import CVE_ID, SOFTWARE_ID, TECHNIQUE_ID

MOST_LINES = 20_000
MOST_LINE = 10_000
_WORDS = 7
"""A line with so many words is a sentence, not a name."""
_HEADS = frozenset(
    """id ids technique techniques technique_id attack_id attack mitre ttp ttps tactic software tool tools malware name
    value date day first last first_seen last_seen seen firstseen lastseen start end note notes comment description cve
    """.split()
)
_NAMED = frozenset(
    "id ids technique techniques technique_id attack_id attack mitre ttp ttps software tool tools".split()
)
_NAMED |= {"malware", "name", "value", "cve"}
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]{4,16}(?:Z|[+-]\d\d:?\d\d)?)?\Z")
_LIKE_A_DAY = re.compile(r"[\d./:-]{6,}(?:[T ][\d:.]+Z?)?\Z")
_IDS = (TECHNIQUE_ID, SOFTWARE_ID, CVE_ID)
_LONG_NAME = 4
_BEFORE_NAME = re.compile(
    r"(?P<id>[A-Z]\d{4}(?:[./]\d{3})?)\s*(?P<sign>[:–—(-]?)\s*(?P<name>\S.{0,120})\Z", re.IGNORECASE
)
_BULLET = re.compile(r"^(?:[-*•]\s+)")


def read_list(text: str, found: Gathering) -> None:
    """Every line that is neither empty nor a comment (`#`).

    Raises EvidenceError for prose, and beyond the limits.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES or any(len(line) > MOST_LINE for line in lines):
        raise EvidenceError(f"{found.name}: more than {MOST_LINES:,} lines, or a line of over {MOST_LINE:,} (limit)")
    columns: tuple[int, ...] | None = None
    begun = False
    for number, cells in _rows(lines):
        if not begun and _is_head(cells):
            named = tuple(place for place, cell in enumerate(cells) if _head(cell) in _NAMED)
            columns, begun = named or None, True
            continue
        begun = True
        _row(cells, columns, f"line {number}", found)


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    kept = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    kept = [(number, line) for number, line in kept if line and not line.startswith("#")]
    sign = max(",;\t", key=lambda each: sum(line.count(each) for _, line in kept[:200]))
    for number, line in kept:
        # Each line by itself, so that an open quotation mark takes no other line with it.
        try:
            cells = next(csv.reader([_BULLET.sub("", line)], delimiter=sign), [])
        except csv.Error:
            cells = line.split(sign)
        yield number, [cell.strip() for cell in cells]


def _row(cells: Sequence[str], columns: Sequence[int] | None, place: str, found: Gathering) -> None:
    days = [day for cell in cells if (day := _day(cell, place, found)) is not None]
    first, last = min(days, default=None), max(days, default=None)
    found.spans(first, last, place)
    things = [id for cell in cells if (id := _id(cell, found))]
    if not things:
        chosen = [cells[each] for each in columns or () if each < len(cells)] or list(cells[:1])
        things = [cell for cell in chosen if cell and not _LIKE_A_DAY.match(cell)]
    if not things and any(cells) and not days:
        found.leave(" ".join(cells), place, "neither an id nor a name in it")
    for thing in things:
        if len(thing.split()) >= _WORDS or (columns is None and _prose(thing, cells)):
            raise EvidenceError(
                f"{found.name}: {place} is a sentence, not an ATT&CK id or the name of a tool",
                hint="A report is read first: indicia read FILE --json > reading.json",
            )
        found.take(found.naming.meant(thing), thing, place, first, last)


def _day(cell: str, place: str, found: Gathering) -> date | None:
    if _ISO.match(cell):
        try:
            return date.fromisoformat(cell[:10])
        except ValueError:
            pass
    elif not _LIKE_A_DAY.match(cell):
        return None
    found.leave(cell, place, "no day: write it as 2021-03-02")
    return None


def _id(cell: str, found: Gathering) -> str:
    """The id that a cell holds, also before its name: `T1190: Exploit …`; empty for anything else."""
    if any(pattern.match(cell) for pattern in _IDS):
        return cell
    named = _BEFORE_NAME.match(cell)
    if named is None or not any(pattern.match(named["id"]) for pattern in _IDS):
        return ""
    # Between an id and its name stands a sign; “T1190 was not seen” says something else.
    meant = found.naming.meant(named["name"]) if not named["sign"] else None
    return named["id"] if meant is None or meant.value == found.naming.meant(named["id"]).value else ""


def _prose(thing: str, cells: Sequence[str]) -> bool:
    """A sentence with commas in it."""
    return len(thing.split()) >= _LONG_NAME and sum(len(cell.split()) for cell in cells) >= _WORDS


def _is_head(cells: Sequence[str]) -> bool:
    return any(_head(cell) in _HEADS for cell in cells) and not any(
        pattern.match(cell) for cell in cells for pattern in (*_IDS, _ISO)
    )


def _head(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_").replace("-", "_")
