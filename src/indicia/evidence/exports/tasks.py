"""The reader of scheduled tasks as XML: files below `System32\\Tasks`, and what `Export-ScheduledTask` writes.

Source: Microsoft, [MS-TSCH] 2.3 “XML task definition schema”.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from indicia.config import Limits
from indicia.evidence.exports.objects import Exported, rows
from indicia.evidence.exports.text import Place, fault_at, read_text
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Rows

_FOLDER = "\\tasks\\"
_TREE = "\\windows\\system32\\tasks\\"
_WINDOWS_TASKS = "\\microsoft\\windows\\"
_MOST = 2**20


@reader(Kind.TASK)
def read_task(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """One object of class `ScheduledTask`: author, date, user, hidden, triggers, and what it runs.

    A file that is no XML is a fault as a whole.  One task that was exported by itself does not stand
    for all of them.
    """
    text = read_text(stream, evidence, ledger, limits)
    if text is None:
        return
    whole = Place(0, evidence.size, 1)
    body = text.text[:_MOST]
    # The declaration names UTF-16, which the text no longer is.
    start = body.find("?>") + 2 if body.lstrip().startswith("<?xml") else 0
    try:
        root = fromstring(body[start:].strip())
    except (ParseError, DefusedXmlException, ValueError) as error:
        ledger.fault(fault_at(evidence, whole, f"broken XML: {error or 'it declares entities'}"))
        ledger.faulty = evidence.size
        return
    values = _values(root, evidence)
    # Who brings the folder of tasks, or exported those of Windows itself, has not just the one that stood out.
    folder = (evidence.original or evidence.path.replace("/", "\\")).lower()
    covers = _TREE in folder or str(values.get("TaskPath", "")).lower().startswith(_WINDOWS_TASKS)
    yield from rows([Exported("ScheduledTask", values, whole, covers=covers)], evidence, ledger)
    ledger.records = evidence.size


def _values(root: Element, evidence: Evidence) -> dict[str, Value]:
    path = _text(root, "RegistrationInfo/URI") or _path(evidence)
    commands = [_command(action) for action in root.iterfind("./{*}Actions/{*}Exec")]
    handlers = [_text(action, "ClassId") for action in root.iterfind("./{*}Actions/{*}ComHandler")]
    triggers = root.find("./{*}Triggers")
    principal = root.find("./{*}Principals/{*}Principal")
    found: dict[str, Value] = {
        "Identity": path,
        "Name": path.rpartition("\\")[2],
        "TaskPath": path,
        "Author": _text(root, "RegistrationInfo/Author"),
        "Created": _text(root, "RegistrationInfo/Date"),
        "Description": _text(root, "RegistrationInfo/Description"),
        "UserId": _text(principal, "UserId") or _text(principal, "GroupId"),
        "RunLevel": _text(principal, "RunLevel"),
        "Hidden": _text(root, "Settings/Hidden"),
        "Enabled": _text(root, "Settings/Enabled"),
        "Triggers": _several([item.tag.rpartition("}")[2] for item in triggers] if triggers is not None else []),
        "Command": _several([command for command, _ in commands]),
        "Arguments": _several([arguments for _, arguments in commands]),
        "CommandLine": _several([f"{command} {arguments}".strip() for command, arguments in commands]),
        "ComHandler": _several(handlers),
    }
    return {name: value for name, value in found.items() if value not in ("", None, ())}


def _command(action: Element) -> tuple[str, str]:
    return _text(action, "Command"), _text(action, "Arguments")


def _several(values: list[str]) -> Value:
    kept = tuple(value for value in values if value)
    return kept[0] if len(kept) == 1 else kept


def _text(root: Element | None, path: str) -> str:
    if root is None:
        return ""
    found = root.find("./" + "/".join(f"{{*}}{part}" for part in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _path(evidence: Evidence) -> str:
    """Path of the task from the place of its file."""
    host = (evidence.original or evidence.path.replace("/", "\\")).removesuffix(".xml")
    at = host.lower().rfind(_FOLDER)
    return "\\" + host[at + len(_FOLDER) :] if at >= 0 else "\\" + host.rpartition("\\")[2]
