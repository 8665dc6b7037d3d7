"""The forms in which commands print objects as text: CSV, JSON and lists of `Name : value`."""

import csv
import re
from collections.abc import Iterable, Iterator

import orjson

from indicia.evidence.exports.classes import by_columns, by_command, by_type
from indicia.evidence.exports.long_text import Lined
from indicia.evidence.exports.objects import Exported
from indicia.evidence.exports.text import Place, Text, fault_at
from indicia.evidence.exports.values import plain_value, text_value
from indicia.model.evidence import Evidence
from indicia.model.record import Value
from indicia.tables.batch import Ledger

_MOST_COLUMNS = 2000
_LONGEST = 2**20
_PAIR = re.compile(r"([A-Za-z_][\w.() -]{0,80}?)\s*:(?: (.*)|)$")
_DEPTH = 20
_PROMPTS = ("PS ", "[PS]", ">>", "---", "***")
"""How lines begin that a copied console or a transcript has between objects."""


def from_csv(text: Lined, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Objects of `Export-Csv`, with or without its `#TYPE` line, also as a spreadsheet writes it (`sep=;`).

    A row with more or fewer values than the header is a fault with its line; the others come out.
    """
    kind, separator = "", ","
    header: list[str] = []
    begun = ""
    reader = _CsvLines(text)
    for place, line in reader:
        if not header:
            if line.startswith("#TYPE"):
                kind = by_type(line[5:])
                continue
            if line.lower().startswith("sep=") and len(line) <= 6:
                separator = line[4:5] or ","
                continue
            if not line.strip():
                continue
            if separator == ",":
                separator = separator_of(line)
            header = _distinct(_split(line, separator)[:_MOST_COLUMNS], ledger)
            begun = line
            kind = kind or by_command(name) or by_columns(header)
            continue
        # `schtasks` writes its header again for each folder.
        if not line.strip() or line == begun:
            continue
        values = _split(line, separator)
        if len(values) != len(header):
            ledger.fault(fault_at(evidence, place, f"{len(values)} values, {len(header)} columns"))
            ledger.faulty += place.length
            continue
        own = {column: text_value(value) for column, value in zip(header, values, strict=True) if column}
        yield Exported(kind, own, place)


def separator_of(header: str) -> str:
    """What separates the columns of a header: the commonest of comma, semicolon and tab outside quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))


def columns_of(line: str) -> list[str]:
    """Column names of a header line."""
    return _split(line, separator_of(line))[:_MOST_COLUMNS]


def _distinct(names: list[str], ledger: Ledger) -> list[str]:
    """Column names, a second one of the same name with its number: neither hides the other."""
    found: dict[str, None] = {}
    for number, name in enumerate(names, start=1):
        repeated = name in found
        if repeated:
            ledger.note(f"column {name} is there more than once")
        found[f"{name} ({number})" if repeated else name or f"column {number}"] = None
    return list(found)


class _CsvLines:
    """Logical lines of a CSV file: a quoted value may go on over line ends."""

    def __init__(self, text: Lined) -> None:
        self._lines = text.lines()

    def __iter__(self) -> Iterator[tuple[Place, str]]:
        waiting: list[str] = []
        start: Place | None = None
        end = size = quotes = 0
        for place, line in self._lines:
            waiting.append(line)
            start = start or place
            end = place.offset + place.length
            size += len(line)
            quotes += line.count('"')
            if quotes % 2 and size < _LONGEST:
                continue
            yield Place(start.offset, end - start.offset, start.line), "\n".join(waiting)
            waiting, start, size, quotes = [], None, 0, 0
        if start is not None:
            yield Place(start.offset, end - start.offset, start.line), "\n".join(waiting)


def _split(line: str, separator: str) -> list[str]:
    csv.field_size_limit(_LONGEST * 2)
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def from_json(text: Text, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Objects of `ConvertTo-Json`: one, an array, or one a line.  What is no JSON is a fault as a whole."""
    documents: list[tuple[Place, object]] = []
    whole = text.place(0, len(text.text))
    try:
        documents.append((whole, orjson.loads(text.text)))
    except ValueError as error:
        for place, line in text.lines():
            if line.strip():
                try:
                    documents.append((place, orjson.loads(line)))
                except ValueError:
                    # A file of one object over many lines is broken as a whole; one of lines only in this line.
                    if not documents:
                        ledger.fault(fault_at(evidence, whole, f"not JSON: {error}"))
                        ledger.faulty += whole.length
                        return
                    ledger.fault(fault_at(evidence, place, "not JSON"))
                    ledger.faulty += place.length
    yield from _from_documents(documents, name)


def from_json_lines(text: Lined, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Objects of a file with one a line; a line that is no JSON is a fault."""
    for place, line in text.lines():
        if line.strip():
            try:
                document = orjson.loads(line)
            except ValueError:
                ledger.fault(fault_at(evidence, place, "not JSON"))
                ledger.faulty += place.length
                continue
            yield from _from_documents([(place, document)], name)


def _from_documents(documents: Iterable[tuple[Place, object]], name: str) -> Iterator[Exported]:
    for place, document in documents:
        for item in _objects(document, 0):
            own = {str(key): plain_value(value) for key, value in item.items()}
            typed, of_directory = own.get("PSTypeName") or own.get("__CLASS"), own.get("ObjectClass")
            kind = (
                (by_type(typed) if isinstance(typed, str) else "")
                or by_command(name)
                or (by_type(of_directory) if isinstance(of_directory, str) else "")
                or by_columns(own)
            )
            yield Exported(kind, own, place)


def _objects(document: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEPTH:
        return
    if isinstance(document, list):
        for item in document:
            yield from _objects(item, depth + 1)
    elif isinstance(document, dict):
        wrapped = document.get("value")
        if isinstance(wrapped, list) and len(document) <= 3:
            yield from _objects(wrapped, depth + 1)
        else:
            yield document


def from_list(text: Lined, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Objects of `Format-List`: `Name : value`, a blank line between objects, values going on in indented lines."""
    kind = by_command(name)
    values: dict[str, str] = {}
    last, start, end = "", None, 0
    for place, line in text.lines():
        found = _PAIR.match(line)
        if not line.strip():
            if start is not None:
                yield _listed(kind, values, start, end)
            values, last, start = {}, "", None
        elif line[:1].isspace() and last:
            values[last] = (values[last] + " " + line.strip())[:_LONGEST]
        elif found is not None:
            last = found[1].strip()
            if last in values and start is not None:
                yield _listed(kind, values, start, end)
                values, start = {}, None
            values[last] = found[2] or ""
            start = start or place
        elif line.startswith(_PROMPTS):
            last = ""
        else:
            ledger.fault(fault_at(evidence, place, "no property and no rest of one"))
            ledger.faulty += place.length
            last = ""
        end = place.offset + place.length
    if start is not None:
        yield _listed(kind, values, start, end)


def _listed(kind: str, values: dict[str, str], start: Place, end: int) -> Exported:
    own = {name: text_value(value) for name, value in values.items()}
    return Exported(kind or by_columns(own), own, Place(start.offset, end - start.offset, start.line))


def from_http_state(text: Lined, evidence: Evidence, ledger: Ledger, name: str) -> Iterator[Exported]:
    """Addresses that `netsh http show servicestate` says something listens on, with the processes behind them.

    Source: Microsoft, netsh http commands, show servicestate.
    """
    processes: tuple[str, ...] = ()
    group = ""
    for place, line in text.lines():
        bare = line.strip()
        lower = bare.lower()
        if lower.startswith(("request queue name:", "server session id:", "url group id:")):
            group = bare
            if lower.startswith("request queue name:"):
                processes = ()
        elif lower.startswith("id:") and "image:" in lower:
            processes = (*processes, bare.partition("image:")[2].strip() or bare)[-20:]
        elif lower.startswith(("http://", "https://")):
            own: dict[str, Value] = {"Url": bare, "Group": group, "Processes": processes, "Name": bare}
            yield Exported("HttpUrl", own, place)
