"""Windows event XML as the JSON that the `evtx` wheel would write for it."""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

Json = dict[str, object]

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_DEEPEST = 40
"""Elements inside each other that are kept apart; below, only their text is kept."""


def event_json(root: Element) -> Json:
    """`{"Event": …}` for an `Event` element; name spaces are dropped."""
    return {"Event": _object(root)}


def data_of(element: Element) -> object:
    """The content of an `EventData` or `UserData` element that stands by itself."""
    return _event_data(element) if _name(element) == "EventData" else _object(element)


def _value(element: Element, depth: int) -> object:
    if depth > _DEEPEST:
        return "".join(element.itertext())
    if _name(element) == "EventData":
        return _event_data(element, depth + 1)
    if not len(element) and not element.attrib:
        return element.text
    return _object(element, depth + 1)


def _object(element: Element, depth: int = 0) -> Json:
    result: Json = {}
    if element.attrib:
        result["#attributes"] = {_local(name): value for name, value in element.attrib.items()}
    for child in element:
        _append(result, _name(child), _value(child, depth))
    if not len(element) and element.text is not None:
        result["#text"] = element.text
    return result


def _event_data(element: Element, depth: int = 0) -> Json:
    """Named data under their names, unnamed ones in order under `Data`."""
    result: Json = {}
    unnamed: list[str] = []
    if "Name" in element.attrib:
        result["#attributes"] = {"Name": element.attrib["Name"]}
    for child in element:
        name = child.get("Name", "")
        if _name(child) != "Data":
            _append(result, _name(child), _value(child, depth))
        elif name:
            _append(result, name, _value(child, depth) if len(child) else child.text or "")
        else:
            unnamed.append(child.text or "")
    if unnamed:
        result["Data"] = {"#text": unnamed}
    return result


def _append(result: Json, name: str, value: object) -> None:
    """Set a member; a second one of the same name makes a list of it."""
    if name not in result:
        result[name] = value
        return
    present = result[name]
    if isinstance(present, list):
        present.append(value)
    else:
        result[name] = [present, value]


def _name(element: Element) -> str:
    return _local(element.tag)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def parsed(text: str) -> tuple[str, Element] | str:
    """The text and its element; or what is wrong.  Characters that XML forbids but events hold are replaced."""
    try:
        return text, fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        reason = str(error) or type(error).__name__
    repaired = _ILLEGAL.sub(_legal, text)
    try:
        return text, fromstring(repaired, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return reason


def _legal(match: re.Match[str]) -> str:
    """A character reference that XML allows stays; anything else becomes a replacement character."""
    reference = match[0]
    if not reference.startswith("&"):
        return "\ufffd"
    number = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
    legal = (
        number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return reference if legal else "\ufffd"
