"""Rows of text: CSV with any delimiter, with or without a header, and plain lists."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from msgspec import Struct, field

from indicia.detection.indicators.given import Bad, Given, Heading
from indicia.detection.indicators.recognise import maker_of, recognise
from indicia.detection.indicators.refused import Refused
from indicia.detection.indicators.sources import MAX_LINE

_DELIMITERS = ",;\t|"
_SAMPLED = 50
_LONGEST = 50
"""Lines of one row; more are the work of a quote that nobody closed."""
_COMMENT = re.compile(r"(?<!\s)\s+(?:#|//)\s*(.*)$")
_HEADING = re.compile(
    r"^(?:#|//|;)+\s*(title|name|feed|version|date|updated|last updated|source|author|tlp)\s*[:=]\s*(.+)$", re.I
)
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)
"""What spreadsheets write before the header."""
_HASH = "(?P<{}>[0-9a-f]{{64}}|[0-9a-f]{{40}}|[0-9a-f]{{32}})"
_SUM = re.compile(
    rf"\\?{_HASH.format('sum')}\s+\*?(?P<name>\S.*)|(?:md5|sha-?1|sha-?256)\s*[:=]\s*{_HASH.format('bare')}"
    rf"|(?:md5|sha-?1|sha-?256)\s*\((?P<file>.+)\)\s*=\s*{_HASH.format('last')}",
    re.IGNORECASE,
)
"""A hash with the name of its file, as `sha256sum` and its kind write them, or behind its own name."""
_INSISTS = frozenset({"1", "true", "yes", "y", "insist", "force"})

_ROLES = {
    "value": "indicator ioc iocs value iocvalue indicatorvalue observable observablevalue artifact artefact item entry",
    "type": "type indicatortype ioctype kind observabletype attributetype category",
    "text": "description comment comments details detail name threat threattype malware malwarefamily title note notes",
    "id": "id uuid iocid indicatorid",
    "since": "validfrom validsince start startdate",
    "until": "validuntil validto expires expiration expirationdate expirationdatetime expirydate end enddate",
    "excluding": "falsepositive falsepositives falsepositiveregex fp fpregex exclude excluding exclusion allowlist "
    "whitelist",
    "tlp": "tlp tlplevel",
    "confidence": "confidence score",
    "link": "link reference references source url_reference report",
    "insist": "insist force allow",
    "seen": "firstseen firstseenutc dateadded lastseen",
}
"""Column names, without case, blanks and signs."""
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names.split()}


class _Columns(Struct):
    """Which column says what."""

    roles: dict[str, list[int]] = field(default_factory=dict)
    typed: list[tuple[int, str]] = field(default_factory=list)
    """Columns that are named after what they hold (`sha256`, `domain`)."""
    header: bool = False

    def one(self, role: str, row: Sequence[str]) -> str:
        for column in self.roles.get(role, ()):
            if column < len(row) and row[column].strip():
                return row[column].strip()
        return ""


def read_rows(lines: Iterator[str], heading: Heading) -> Iterator[Given | Bad]:
    """One indicator a row; several where a row has a column for each kind of hash.

    Columns are known by their names, else the column of values is the one whose values are recognised; in rows by
    themselves it is the first cell that is.  Without a header `value;score;regular expression` is Loki's form.  `#`
    and `//` begin comments; `# insist` behind a value of a plain list asks for it although it would match everything.
    """
    numbered = enumerate(lines, 1)
    sample = list(islice(numbered, _SAMPLED))
    said = _SEPARATOR.fullmatch(sample[0][1]) if sample else None
    if said:
        del sample[0]
    delimiter = said.group(1) if said else _delimiter([line for _, line in sample])
    rows = _rows(chain(sample, numbered), delimiter, heading)
    first = next(rows, None)
    if first is None:
        return
    columns = columns_named(first[1])
    if not delimiter:
        kind = columns.typed[0][1] if columns.typed else ""
        for number, row in rows if columns.header else chain([first], rows):
            yield _plain(row[0], number, kind)
        return
    if not columns.header:
        rows = chain([first], rows)
        columns = _unnamed(delimiter)
    for number, row in rows:
        yield from given_of_row(row, number, columns)


def _rows(numbered: Iterator[tuple[int, str]], delimiter: str, heading: Heading) -> Iterator[tuple[int, list[str]]]:
    """(Number of the first line, cells) of each row that is neither empty nor a comment.

    A quote that is not closed within `_LONGEST` lines, or not at all, is a sign like any other: what looks like one
    long cell is rows, and none of them is lost.
    """
    waiting: deque[tuple[int, str]] = deque()

    def content() -> Iterator[tuple[int, str]]:
        for number, line in numbered:
            text = line.strip()
            if not text:
                continue
            if text.startswith(("#", "//")) or (text.startswith(";") and delimiter != ";"):
                _head(text, heading)
                continue
            yield number, line

    lines = content()
    csv.field_size_limit(2**20)
    while line := waiting.popleft() if waiting else next(lines, None):
        number, text = line
        if not delimiter:
            yield number, [text]
        elif '"' not in text:
            yield number, text.split(delimiter)
        else:
            row, taken = _quoted(text, chain(waiting, lines), delimiter)
            for _ in range(min(len(waiting), len(taken))):
                waiting.popleft()
            if row is None:
                waiting.extendleft(reversed(taken))
                row = text.split(delimiter)
            yield number, row


def _quoted(
    text: str, rest: Iterator[tuple[int, str]], delimiter: str
) -> tuple[list[str] | None, list[tuple[int, str]]]:
    """The row that begins with a line in which quotes stand, null where one is not closed; and the lines it took."""
    taken: list[tuple[int, str]] = []

    def feed() -> Iterator[str]:
        yield text
        while len(taken) < _LONGEST and (line := next(rest, None)):
            taken.append(line)
            yield line[1]

    try:
        row = next(csv.reader(feed(), delimiter=delimiter, strict=False))
        if taken:
            next(csv.reader([text, *(line for _, line in taken)], delimiter=delimiter, strict=True))
    except csv.Error:
        return None, taken
    return row, taken


def _head(text: str, heading: Heading) -> None:
    found = _HEADING.match(text)
    if found is None:
        return
    name, value = found.group(1).lower(), found.group(2).strip()[:200]
    if name in {"title", "name", "feed"}:
        heading.title = heading.title or value
    elif name in {"version", "date", "updated", "last updated"}:
        heading.version = heading.version or value
    elif name == "tlp":
        heading.tlp = heading.tlp or value
    else:
        heading.source = heading.source or value


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most lines; empty for a plain list."""
    content = [line for line in lines if line.strip() and not line.lstrip().startswith(("#", "//"))]
    if not content:
        return ""
    # A comma or semicolon of a user agent parts no columns: one value a line is a plain list.
    best, most = "", 0
    for sign in _DELIMITERS:
        parted = sum(sign in line for line in content)
        if parted > most and parted * 10 >= len(content) * 6:
            best, most = sign, parted
    if best and not columns_named(next(csv.reader([content[0]], delimiter=best))).header:
        cells = [next(csv.reader([line], delimiter=best), []) for line in content]
        if not any(_known(cell) for row in cells for cell in row):
            return ""
    return best


def _known(cell: str) -> bool:
    try:
        recognise(cell, allowed=True)
    except Refused:
        return False
    return True


def plain_name(name: str) -> str:
    """A column name without case, blanks and signs."""
    return re.sub(r"[^a-z0-9_]+", "", name.strip().lower()).replace("_", "")


def columns_named(row: Sequence[str]) -> _Columns:
    """What a header says; no header when it names no column of values or is itself a row of them."""
    found = _Columns()
    for column, cell in enumerate(row):
        name = plain_name(cell)
        role = _ROLE_OF.get(name)
        if role is not None:
            found.roles.setdefault(role, []).append(column)
        elif name and maker_of(name) is not None:
            found.typed.append((column, name))
    if found.roles.get("value"):
        found.header, found.typed = True, []
    elif found.typed:
        found.header = True
    return found


def _unnamed(delimiter: str) -> _Columns:
    return _Columns(roles={"confidence": [1], "excluding": [2]} if delimiter == ";" else {})


def _plain(line: str, number: int, kind: str = "") -> Given | Bad:
    place = f"line {number}"
    if len(line) >= MAX_LINE - 4:
        return Bad(line[:80], place, f"a line of more than {MAX_LINE // 1024} KiB")
    note = ""
    found = _COMMENT.search(line) if "#" in line or "//" in line else None
    if found:
        note, line = found.group(1), line[: found.start()]
    insists = note.strip().lower() == "insist"
    value = line.strip()
    found = _SUM.fullmatch(value) if "=" in value or ":" in value or " " in value or "\t" in value else None
    if found:
        value = found["sum"] or found["bare"] or found["last"]
        note = note or found["name"] or found["file"] or ""
    return Given(
        value, type=kind, place=place, text="" if insists else note, allowed=insists, pattern=_is_pattern(value)
    )


def _is_pattern(value: str) -> bool:
    """A STIX pattern begins with a bracket and compares something in it."""
    return (
        value[:1] in {"[", "("}
        and ":" in value
        and re.match(r"[(\[\s]+(?:EXISTS\s+)?[a-z0-9-]+:[a-z_]", value) is not None
    )


def given_of_row(row: Sequence[str], number: int, columns: _Columns) -> Iterator[Given | Bad]:
    """The indicators of one row.  `columns` as `columns_named` gave them."""
    place = f"line {number}"
    if columns.header:
        cells = [(columns.one("value", row), columns.one("type", row))]
        if columns.typed:
            cells = [(row[column].strip(), name) for column, name in columns.typed if column < len(row)]
            cells = [cell for cell in cells if cell[0] and cell[0] != "-"]
        if not any(value for value, _ in cells):
            yield Bad(" ".join(row)[:80], place, "no value in this row")
            return
    else:
        value = next((cell.strip() for cell in row if _known(cell)), "")
        if not value:
            yield Bad(next((cell.strip() for cell in row if cell.strip()), "")[:80], place, "of no known kind")
            return
        cells = [(value, "")]
    for value, type_name in cells:
        yield Given(
            value,
            # A category such as "malware" is no kind of value.
            type=type_name if maker_of(type_name) is not None or not columns.header else _unknown(type_name, columns),
            place=place,
            id=columns.one("id", row),
            text=columns.one("text", row) or ("" if columns.header else _rest(row, value)),
            since=columns.one("since", row),
            until=columns.one("until", row),
            excluding=columns.one("excluding", row),
            tlp=columns.one("tlp", row),
            confidence=columns.one("confidence", row),
            link=columns.one("link", row),
            allowed=columns.one("insist", row).lower() in _INSISTS,
            pattern=_is_pattern(value),
        )


def _unknown(type_name: str, columns: _Columns) -> str:
    """The type as written where it is meant to tell the kind; nothing where kinds are told by other columns."""
    return "" if columns.typed or not type_name else type_name


def _rest(row: Sequence[str], value: str) -> str:
    cells = (cell.strip() for cell in row)
    return " ".join(cell for cell in cells if cell and cell != value and not cell.isdigit())[:300]
