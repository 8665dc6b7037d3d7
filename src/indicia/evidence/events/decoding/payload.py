"""The data part of an event, in whatever form an exporter left it, as names and values.

Named elements keep their names without blanks, unnamed ones become `Data`, deeper structures are flattened to the
names of their leaves.  `#text` and `#attributes` are what the `evtx` wheel and evtx_dump write for XML text and
attributes, `@Name` what XML converters write, `Value` what Velociraptor and Get-WinEvent write.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

import orjson
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from indicia.evidence.events.decoding.markup import data_of
from indicia.model.record import Value

_DEEPEST = 32
"""How deep structures are followed; event data is two or three levels deep."""
_TEXT_KEYS = ("#text", "Value", "_", "$")
_NAME_KEYS = ("@Name", "Name", "_Name")
_SPECIAL = frozenset(("#attributes", "#text", "Data"))


def plain(value: object) -> str:
    """A single value as the text it has in XML; empty for null and for what has no text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        for key in _TEXT_KEYS:
            if key in value:
                return plain(value[key])
        return ""
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    return ""


def named(data: object, depth: int = 0) -> Iterator[tuple[str, Value]]:
    """Names and values of `EventData`: an object, a list, or a text that holds XML, JSON or one plain value."""
    if isinstance(data, dict):
        yield from _object(data, depth)
    elif isinstance(data, list):
        yield from _list(data, depth)
    elif isinstance(data, str) and data.strip():
        opened = structure_in(data.strip()) if depth < _DEEPEST else None
        if opened is None:
            yield "Data", (data,)
        else:
            yield from named(opened, depth + 1)


def leaves(data: object, depth: int = 0) -> Iterator[tuple[str, Value]]:
    """Names and values of the leaves of `UserData` and its like; attributes count, name spaces do not."""
    if not isinstance(data, dict) or depth > _DEEPEST:
        return
    for name, value in data.items():
        if name.startswith(("xmlns", "@xmlns")) or name == "#text":
            continue
        if name == "#attributes":
            yield from leaves(value, depth + 1)
        elif isinstance(value, dict):
            if any(key in value for key in _TEXT_KEYS):
                yield _tidy(name), plain(value)
            yield from leaves(value, depth + 1)
        elif isinstance(value, list):
            yield from _many(name, value, depth)
        else:
            yield _tidy(name), plain(value)


def _object(data: dict[str, object], depth: int) -> Iterator[tuple[str, Value]]:
    for name, value in data.items():
        if type(value) is str and name not in _SPECIAL and not name.startswith(("xmlns", "@xmlns")):
            yield _tidy(name), value
        elif name == "#attributes":
            if isinstance(value, dict) and "Name" in value:
                yield "EventData.Name", plain(value["Name"])
        elif name.startswith(("xmlns", "@xmlns")):
            continue
        elif name in {"EventData", "UserData"} and isinstance(value, dict | list):
            yield from named(value, depth + 1)
        elif name in {"Data", "#text"}:
            yield from _positional(value, depth)
        elif isinstance(value, dict):
            yield from leaves({name: value}, depth + 1)
        elif isinstance(value, list):
            yield from _many(name, value, depth)
        else:
            yield _tidy(name), plain(value)


def _positional(value: object, depth: int) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        if "#text" in value and not any(key in value for key in _NAME_KEYS):
            yield from _positional(value["#text"], depth)
        else:
            yield from _list([value], depth)
    elif isinstance(value, list):
        yield from _list(value, depth)
    else:
        yield "Data", (plain(value),)


def _list(data: list[object], depth: int) -> Iterator[tuple[str, Value]]:
    """Elements one by one: those with a name under it, the others together as `Data`, in order."""
    unnamed: list[str] = []
    for item in data:
        if isinstance(item, dict):
            attributes = item.get("#attributes")
            holder = attributes if isinstance(attributes, dict) else item
            name = next((plain(holder[key]) for key in _NAME_KEYS if key in holder), "")
            if name:
                yield _tidy(name), plain(item)
            elif any(key in item for key in _TEXT_KEYS):
                unnamed.append(plain(item))
            else:
                yield from leaves(item, depth + 1)
        else:
            unnamed.append(plain(item))
    if unnamed:
        yield "Data", tuple(unnamed)


def _many(name: str, values: list[object], depth: int) -> Iterator[tuple[str, Value]]:
    """A list under one name: its texts as several values, its objects as their leaves."""
    texts = []
    for value in values:
        if isinstance(value, dict) and not any(key in value for key in _TEXT_KEYS):
            yield from leaves(value, depth + 1)
        else:
            texts.append(plain(value))
    if texts:
        yield _tidy(name), tuple(texts)


def holds_nothing(text: str) -> bool:
    """Whether a text is just a text: it holds no XML or JSON."""
    inner = text.strip()
    return bool(inner) and structure_in(inner) is None


def structure_in(text: str) -> object:
    """The structure in a text that holds XML or JSON; null when it is just a text."""
    if text[:1] in ("{", "["):
        try:
            loaded: object = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        return loaded
    if text.startswith(("<EventData", "<UserData", "<DataItem")):
        try:
            root = fromstring(text, forbid_dtd=True)
            # The agent of Azure Monitor puts the data into an item of its own.
            return data_of(root[0] if root.tag == "DataItem" and len(root) else root)
        except (ParseError, DefusedXmlException, ValueError):
            return None
    return None


def _tidy(name: str) -> str:
    return name.replace(" ", "") if " " in name else name
