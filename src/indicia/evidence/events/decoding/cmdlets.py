"""Which cmdlet an event of the MSExchange Management log is about.

The log gives cmdlet, parameters and caller by position; recordings that kept only the rendered text give the first two
in the language of the server ("Cmdlet suceeded. Cmdlet X, parameters Y.").
"""

import re
from collections.abc import Iterable, Mapping

from indicia.model.record import Value

CMDLETS = "msexchange management"
"""The channel, in lower case."""
_CMDLET = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{1,20}-[A-Z][A-Za-z0-9]{1,60})(?![\w-])")
"""Verb-Noun; the first one in the text is the cmdlet."""
_JOINED = re.compile(r"([A-Z][A-Za-z]{1,20}-[A-Z][A-Za-z0-9]{1,60}), (.*)", re.DOTALL)
"""All positions in one text, as EvtxECmd writes them; where the parameters end cannot be told."""
_LEAD = re.compile(r"[\s,;:]*(?:[^\W\d_]+[\s:]+)?")
"""What stands between the name and the parameters: a comma and the word for "parameters" in some language."""


def cmdlet_fields(fields: Mapping[str, Value]) -> Iterable[tuple[str, Value]]:
    """`Cmdlet`, `CmdletParameters` and `CmdletCaller` as far as the event tells them; nothing where it does not."""
    data = fields.get("Data")
    if not isinstance(data, tuple):
        data = _numbered(fields)
    if data and _CMDLET.fullmatch(data[0]):
        return zip(("Cmdlet", "CmdletParameters", "CmdletCaller"), data, strict=False)
    if len(data) == 1 and (joined := _JOINED.match(data[0])):
        return (("Cmdlet", joined[1]), ("CmdletParameters", joined[2]))
    message = fields.get("Message")
    match = _CMDLET.search(message) if isinstance(message, str) else None
    if not match or not isinstance(message, str):
        return ()
    rest = message[match.end() :]
    lead = _LEAD.match(rest)
    parameters = rest[lead.end() if lead else 0 :].rstrip()
    return (("Cmdlet", match[1]), ("CmdletParameters", parameters.removesuffix(".")))


def _numbered(fields: Mapping[str, Value]) -> tuple[str, ...]:
    """Positional data as Winlogbeat and others name them: `param1`, `param2`, …"""
    values: list[str] = []
    while isinstance(value := fields.get(f"param{len(values) + 1}"), str):
        values.append(value)
    return tuple(values)
