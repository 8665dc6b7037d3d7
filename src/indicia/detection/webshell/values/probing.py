"""A page that tries many ports or hosts: what is one of several, and what a connection is made of."""

import re

from indicia.detection.webshell.values.kinds import COUNTED
from indicia.detection.webshell.values.value import Value

EACH = "each "
"""The beginning of a step that is a loop."""
MANY = "one of many"
"""Said of a connection whose host or port is one of several."""
_SERVER = re.compile(r"(?:data source|server|address|addr|network address|host)\s{0,9}=\s{0,9}\0", re.IGNORECASE)
_ADDRESS = re.compile(r"^\w{1,12}://\0")


RANGE = "each of a range"
"""Said of a connection to each port of a range whose two ends the request names."""
_MOST_RANGE = 20_000
"""Characters of code in which a loop is looked for."""
_NAME = re.compile(r"\$(\w+)")


def asks_range(call: str, code: str) -> bool:
    """Whether a variable in this call of PHP counts from one number of the request to another."""
    if len(code) > _MOST_RANGE:
        return False
    asked = r"[^;]{0,80}\$_(?:GET|POST|REQUEST|COOKIE)\b[^;]{0,80}"
    return any(
        re.search(rf"\bfor\s*\(\s*\${name}\s*={asked};{asked};", code) is not None
        for name in dict.fromkeys(_NAME.findall(call)[:6])
    )


def counted(value: Value) -> str:
    """What a number goes by that was made of this: `COUNTED` where a loop goes through such."""
    several = value.trail is not None and any(step[1].startswith(EACH) for step in value.trail.steps)
    return COUNTED if several or value.path == COUNTED else ""


def tried(host: Value, *others: Value) -> Value:
    """A host that is connected to, marked where it or the port is one of several."""
    many = any(counted(value) for value in (host, *others))
    return Value(trail=host.trail, hidden=MANY if many else "")


def host_in(text: Value) -> Value | None:
    """The host that a text of settings or an address names, where a request chose it and it is one of several."""
    if text.trail is None or not counted(text) or not (_SERVER.search(text.told) or _ADDRESS.search(text.told)):
        return None
    return tried(text)
