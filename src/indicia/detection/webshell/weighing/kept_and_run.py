"""Files that a page of ASP or ASP.NET keeps for a client and runs itself: executed by name, or included."""

import re
from collections.abc import Iterator

from indicia.detection.webshell.values.sink import Effect, Shared
from indicia.detection.webshell.values.verdict import Reason
from indicia.detection.webshell.weighing.grading import combined
from indicia.model.finding import Confidence, Severity

_EXECUTES = re.compile(r"\bserver\s*\.\s*(?:execute|transfer)\b[\s(]*([^\n:;]{1,200})", re.IGNORECASE)
_INCLUDES = re.compile(r"#include\s{1,9}(?:file|virtual)\s{0,9}=\s{0,9}[\"']([^\"'\n]{1,200})", re.IGNORECASE)
_LAST = re.compile(r"[&+]\s*([A-Za-z_](?:[\w.]|\([\w\"]{1,40}\)\.){0,80})[\s)]*$")
"""What stands last in a path that is put together."""
_PARTS = re.compile(r"[\\/]")


def runs_kept(shared: Shared, signs: str) -> Iterator[Reason]:
    """One reason where a page runs a file that it keeps for a client; `signs` is its code with what it includes.

    An upload is known by what stands last in its path, a file that is filled by its fixed name.
    """
    runs = [found[1].lower() for code in _EXECUTES.findall(signs) if (found := _LAST.search(code.rstrip("%> \t\r")))]
    includes = {_PARTS.split(path)[-1].lower() for path in _INCLUDES.findall(signs)}
    for sink in shared.sinks.values():
        sent = sink.content
        if sent is None:
            continue
        if sink.effect is Effect.UPLOADS and (last := _LAST.search(sink.code)) and last[1].lower() in runs:
            yield combined([sink], Severity.HIGH, Confidence.MODERATE, "runs an uploaded file")
            return
        name = _PARTS.split((sink.place or "").lower())[-1]
        plain = sent.rank == 0 and sent.kind in {"request", "control"} and not sent.held
        if sink.effect is Effect.WRITES and sink.trail is None and plain and name in includes:
            yield combined([sink], Severity.HIGH, Confidence.MODERATE, "includes a file that it fills from a request")
            return
