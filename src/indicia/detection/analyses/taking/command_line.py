"""Process starts by their command line, under one form for Sysmon 1 and Security 4688."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from indicia.detection.analyses.common.fieldtext import basename, moment, number, text
from indicia.detection.analyses.common.registry import Seen
from indicia.detection.analyses.common.routes import security, sysmon
from indicia.detection.conditions.condition import Condition
from indicia.detection.detector import Binding, Detector

SAME_START = timedelta(seconds=5)
"""Both logs write of one start within milliseconds."""


def process_start(name: str, condition: Callable[[str, str], Condition]) -> Detector:
    """A selector on process starts; the condition is built from the names of command line and image."""
    return Detector(
        name,
        (
            Binding(sysmon(1), condition("CommandLine", "Image")),
            Binding(security(4688), condition("CommandLine", "NewProcessName")),
        ),
    )


def command(seen: Seen) -> str:
    """Command line of a process start, as written."""
    return text(seen, "CommandLine")


def program(seen: Seen) -> str:
    """Name of the started program, lower case."""
    return basename(text(seen, "NewProcessName", "Image"))


def by_start(picked: Iterable[Seen]) -> list[list[Seen]]:
    """Records grouped by start: the same process id and command line within seconds are one start."""
    groups: list[list[Seen]] = []
    latest: dict[tuple[int | None, str], list[Seen]] = {}
    for seen in picked:
        pid = number(seen, "NewProcessId", "ProcessId")
        key = (pid, command(seen))
        group = latest.get(key)
        time, last = moment(seen), moment(group[-1]) if group else None
        if group is not None and time and last and abs(time - last) <= SAME_START:
            group.append(seen)
        else:
            latest[key] = [seen]
            groups.append(latest[key])
    return groups
