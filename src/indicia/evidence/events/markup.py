"""Windows event XML as the JSON that the `evtx` wheel would write for it."""

from xml.etree.ElementTree import Element

Json = dict[str, object]

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
