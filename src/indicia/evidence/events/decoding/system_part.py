"""The system part of an event as fields: who wrote it, where and when, however an exporter writes attributes."""

from indicia.evidence.events.decoding.loading import Json
from indicia.evidence.events.decoding.names import SYSTEM
from indicia.evidence.events.decoding.payload import plain
from indicia.model.record import Value


def attribute_value(system: Json, element: str, name: str) -> object:
    """An attribute of a system element in any of the ways exporters write attributes."""
    beside = system.get(f"{element}_attributes")
    if isinstance(beside, dict) and name in beside:
        return beside[name]
    value = system.get(element)
    if not isinstance(value, dict):
        return value if name in {"Name", "SystemTime"} else None
    attributes = value.get("#attributes")
    holder = attributes if isinstance(attributes, dict) else value
    return holder.get(name, holder.get(f"@{name}"))


def attribute(system: Json, element: str, name: str) -> str:
    """The same as text; empty where it has none."""
    return plain(attribute_value(system, element, name))


def put_system_value(fields: dict[str, Value], name: str, value: object) -> None:
    """One value as a field; none where it is empty, or a record number that is no number."""
    text = plain(value)
    if name == "EventRecordID":
        if text.isascii() and text.isdigit() and len(text) < 21:
            fields[name] = int(text)
    elif text:
        fields[name] = text


def put_system(fields: dict[str, Value], system: Json) -> None:
    """The rest of the system part of a nested event."""
    get = system.get
    number = get("EventRecordID")
    if type(number) is int and number >= 0:
        fields["EventRecordID"] = number
    else:
        put_system_value(fields, "EventRecordID", number)
    for name in SYSTEM:
        value = get(name)
        if type(value) is int:
            fields[name] = str(value)
        elif type(value) is str and value:
            fields[name] = value
        elif value is not None:
            put_system_value(fields, name, value)
    for element, beside, wanted in _ATTRIBUTES:
        value = get(element)
        if value is not None or beside in system:
            for attribute, name in wanted:
                put_system_value(fields, name, attribute_value(system, element, attribute))


_ATTRIBUTES = (
    ("Security", "Security_attributes", (("UserID", "UserID"),)),
    (
        "Execution",
        "Execution_attributes",
        (("ProcessID", "System.ProcessID"), ("ThreadID", "System.ThreadID")),
    ),
    ("Correlation", "Correlation_attributes", (("ActivityID", "System.ActivityID"),)),
)
"""Element of the system part, how some exporters name its attributes, and of each attribute the name of the field."""
