"""What a scheduled task runs, out of the forms in which commands print its actions."""

import re
from collections.abc import Mapping

import orjson

from indicia.model.record import Value

_PRINTED = re.compile(r"(?:^|; )(Execute|Arguments)=(.*?)(?=; \w+=|$)", re.DOTALL)


def command_line(values: Mapping[str, Value]) -> dict[str, Value]:
    """`CommandLine` of a task that does not have it: of `schtasks /query` or of the actions of `Get-ScheduledTask`.

    Empty where the export does not tell what is run.
    """
    lower = {name.lower(): value for name, value in values.items()}
    if lower.get("commandline"):
        return {}
    if isinstance(run := lower.get("task to run"), str):
        return {"CommandLine": run}
    actions = lower.get("actions")
    texts = actions if isinstance(actions, tuple) else (actions,)
    lines = tuple(line for text in texts if isinstance(text, str) and (line := _line(text)))
    return {"CommandLine": lines if len(lines) > 1 else lines[0]} if lines else {}


def _line(action: str) -> str:
    """`Execute` and `Arguments` of one action, as JSON or as `Execute=…; Arguments=…`."""
    if action.startswith("{"):
        try:
            found = orjson.loads(action)
        except ValueError:
            return ""
        parts = [found.get(name) for name in ("Execute", "Arguments")] if isinstance(found, dict) else []
    else:
        named = dict(_PRINTED.findall(action))
        parts = [named.get(name) for name in ("Execute", "Arguments")]
    return " ".join(part for part in parts if isinstance(part, str) and part)
