"""Script files that turn a request into execution, told by their content."""

from collections.abc import Iterator

from indicia.detection.analyses.common.compose import Words, compose
from indicia.detection.analyses.common.fieldtext import basename, quoted, text
from indicia.detection.analyses.common.registry import HostView, Seen, analysis
from indicia.detection.analyses.common.webfolder import folder_of, web_path, windows
from indicia.detection.webshell.files import DETECTOR
from indicia.detection.webshell.tokens.languages import SERVED
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage

WORDS = Words(
    name=DETECTOR,
    title="Script that turns a request into execution",
    mistakes=(
        "Tools for administrators (file managers, clients for databases, consoles) do by design what a web shell does, "
        "and an application with a hole may look like one.  Samples and copies of rules hold scripts nobody serves."
    ),
)
_SEVERITIES = {severity.name.lower(): severity for severity in Severity}
_CONFIDENCES = {confidence.name.lower(): confidence for confidence in Confidence}


@analysis(WORDS.name, selectors=(), tests=("WS-12",), techniques=("T1505.003", "T1027"), reads=("fs",))
def judge(view: HostView) -> Iterator[Finding]:
    """One finding for each content; equal files are one finding with several paths.

    Implanted, where a web server would run the file: it lies in a web-served folder or its ending is that of a
    server-side script.  Elsewhere, and where it is told at low, the finding keeps its severity and carries no stage.
    Source: tokens and data flow of the file, `indicia.detection.webshell`; no names of known shells.
    """
    groups: dict[str, list[Seen]] = {}
    for seen in view.of(DETECTOR):
        groups.setdefault(seen.sighting.record.at.sha256, []).append(seen)
    for group in groups.values():
        yield _finding(view, group)


def _finding(view: HostView, group: list[Seen]) -> Finding:
    first = min(group, key=lambda seen: (not _served(seen), text(seen, "Path")))
    does = _several(first, "ShellDoes")
    ways = _several(first, "ShellPath")
    severity = _SEVERITIES.get(text(first, "ShellSeverity"), Severity.MEDIUM)
    confidence = _CONFIDENCES.get(text(first, "ShellConfidence"), Confidence.WEAK)
    served = _served(first)
    hidden = text(first, "ShellLayers")
    name = quoted(basename(text(first, "Path")), 60)
    also = f"; it also {does[1]}" if len(does) > 1 else ""
    copies = f" ({len(group)} equal files)" if len(group) > 1 else ""
    layers = f"  Text in it was hidden: {quoted(hidden, 80)}." if hidden else ""
    return compose(
        view,
        WORDS,
        title=f"{name}: {quoted(does[0], 100) if does else 'runs what a request sends'}",
        summary=(
            f"The {text(first, 'ShellLanguage')} in {quoted(text(first, 'Path'), 160)}{copies} "
            f"{does[0] if does else 'runs what a request sends'}{also}: {quoted(ways[0] if ways else '', 400)}.{layers}"
        ),
        stage=Stage.IMPLANTED if served and severity > Severity.LOW else None,
        severity=severity,
        confidence=confidence,
        records=group,
        telling=(first,),
        techniques=("T1505.003", *(("T1027",) if hidden else ())),
        tests=("WS-12",) if served and confidence >= Confidence.STRONG else (),
        objects=(item for seen in group for item in (windows(text(seen, "Path")), web_path(text(seen, "Path")))),
        presence=Presence.PRESENT,
        next_step=(
            "Keep a copy with its times, find when it was written and by which process, and search the web server's "
            "logs for requests to its address."
        ),
    )


def _served(seen: Seen) -> bool:
    """Whether a web server would run this file."""
    path = windows(text(seen, "Path"))
    name = basename(path)
    return folder_of(path) is not None or name.rpartition(".")[2] in SERVED or name == "web.config"


def _several(seen: Seen, name: str) -> tuple[str, ...]:
    value = seen.sighting.record.fields.get(name)
    return value if isinstance(value, tuple) else (str(value),) if value else ()
