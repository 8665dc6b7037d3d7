"""Whether a file holds web requests as rows, by its first part."""

import re
from collections.abc import Iterator, Sequence

import orjson

from indicia.evidence.events.csv.rows import SEPARATORS, separator_of, split
from indicia.evidence.identify_json import objects_of
from indicia.evidence.web_rows.line import old_line
from indicia.evidence.web_rows.names import plan_of

_FRONT = 4
"""Lines looked at for what stands in them."""
_LINE_IN_JSON = re.compile(r'"(?:_raw|original|event\.original|message|log)"\s*:\s*("(?>(?:[^"\\\n]|\\.){0,8000})")')
_COLUMNS = re.compile(r'"columns"\s*:\s*\[([^\[\]]{1,60000})\]', re.IGNORECASE)
_COLUMN = re.compile(r'"(?:column)?name"\s*:\s*"([^"\\]{1,200})"', re.IGNORECASE)
_LINE_COLUMNS = frozenset({"_raw", "message", "event.original"})
_OF_EXCHANGE = frozenset({"urlstem", "urlhost", "anchormailbox", "clientipaddress"})
"""Columns of the HttpProxy log, rows of which are none of a web server's."""
_CONTAINERS = {
    ("http", "response"): "http.response.status_code",
    ("http", "request"): "http.request.method",
}
"""What holds the members that tell, one level below what is looked at."""


def asks(names: Sequence[str]) -> bool:
    """Whether rows with such columns are web requests."""
    lower = {name.lower() for name in names}
    return _OF_EXCHANGE.isdisjoint(lower) and plan_of(names).asks


def holds_request_rows(lines: Sequence[str]) -> bool:
    """Whether a text is a CSV file of web requests, by its first lines."""
    rows = [line for line in lines if not line.startswith("#TYPE ") and not line.lower().startswith("sep=")]
    if not rows or len(rows[0]) > 65536:
        return False
    separator = separator_of(rows[0])
    names = split(rows[0].removeprefix("\ufeff"), separator)
    if isinstance(names, str):
        return False
    if any(mark in rows[0] for mark in SEPARATORS) and asks([name.strip() for name in names]):
        return True
    at = [number for number, name in enumerate(names) if name.strip() in _LINE_COLUMNS]
    return bool(at) and any(_holds_line(row, separator, at) for row in rows[1 : _FRONT + 1])


def _holds_line(row: str, separator: str, at: Sequence[int]) -> bool:
    cells = split(row, separator)
    return not isinstance(cells, str) and any(old_line(cells[place]) is not None for place in at if place < len(cells))


def holds_request_documents(text: str) -> bool:
    """Whether JSON begins with web requests, though it may be cut off anywhere."""
    if any(asks(names) for names in _names(text)):
        return True
    texts = [found[1] for found, _ in zip(_LINE_IN_JSON.finditer(text), range(_FRONT), strict=False)]
    return any(old_line(line) is not None for line in map(_loaded, texts))


def _names(text: str) -> Iterator[list[str]]:
    for paths in objects_of(text):
        told = [_CONTAINERS[path] for path in paths if path in _CONTAINERS]
        yield [*(".".join(path) for path in paths), *told]
    for columns in _COLUMNS.finditer(text):
        yield _COLUMN.findall(columns[1])


def _loaded(quoted: str) -> str:
    try:
        return str(orjson.loads(quoted))
    except orjson.JSONDecodeError:
        return ""
