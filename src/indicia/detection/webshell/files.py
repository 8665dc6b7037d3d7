"""Puts the files of a collection to the question whether they turn a request into execution."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from indicia.detection.consumer import FileSeen
from indicia.model.record import Record, Sighting, Value

if TYPE_CHECKING:
    from indicia.detection.webshell.values.verdict import Verdict

DETECTOR = "web-shell-content"
"""Id of the sightings."""
_LOGS = frozenset(
    {"log", "evtx", "csv", "json", "jsonl", "zip", "7z", "gz", "dll", "exe", "mui", "parquet", "edb", "etl"}
)
"""Endings of files that are no scripts, whatever text they carry."""
_PROSE = frozenset({"md", "rst", "yar", "yara", "yml", "yaml", "py", "ps1", "rb", "java"})
"""Endings of files that quote scripts: documents, rules, source of programs; that of a site of ASP.NET is read."""
_WAYS = 8


class WebShellFiles:
    """One of the file consumers; the same file always gives the same fields."""

    def __init__(self, *, known: Collection[str] = ()) -> None:
        """Files with a SHA-256 in `known` are known to be harmless and are not looked at."""
        self._known = frozenset(known)

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """One sighting of a file that turns a request into execution, or hides that it may; of others nothing.

        Raises OSError or EvidenceError when the bytes cannot be had.
        """
        extension = str(record.fields.get("Extension") or "")
        if not record.fields.get("Size") or extension in _LOGS | _PROSE or record.fields.get("SHA256") in self._known:
            return FileSeen()
        # What follows values takes a tenth of a second to import, and most collections hold no script.
        from indicia.detection.webshell.judging import MOST_BYTES, NotFollowed, judge_script
        from indicia.detection.webshell.tokens.languages import SERVED

        with content() as stream:
            data = stream.read(MOST_BYTES + 1)
        path = record.fields.get("Path")
        try:
            verdict = judge_script(data, str(record.fields.get("Name") or path or ""))
        except NotFollowed as defect:
            why = f"not followed to its end ({defect}), which is a defect of Indicia; look at the page yourself"
            return FileSeen(faults=(f"web shell analysis of {path}: {why}",))
        if verdict is None:
            # What stands behind the limit was not looked at: such a script is not clean.
            cut = len(data) > MOST_BYTES and extension in SERVED
            told = f"web shell analysis of {path}: only the first {MOST_BYTES // 2**20} MiB were looked at"
            return FileSeen(faults=(told,) if cut else ())
        faults = tuple(f"web shell analysis of {path}: {note}" for note in verdict.notes)
        fields = {name: value for name, value in record.fields.items() if name not in {"Header", "Content"}}
        shown = fields_of(verdict)
        sighting = Sighting(detector=DETECTOR, record=replace(record, fields={**fields, **shown}), matched=tuple(shown))
        return FileSeen(sightings=(sighting,), faults=faults)


def fields_of(verdict: "Verdict") -> dict[str, Value]:
    """A verdict as fields of the file's row: words and numbers that a report shows and the analysis reads."""
    first = verdict.first
    fields: dict[str, Value] = {
        "ShellSeverity": verdict.severity.name.lower(),
        "ShellConfidence": verdict.confidence.name.lower(),
        "ShellLanguage": ", ".join(verdict.languages),
        "ShellDoes": tuple(dict.fromkeys(reason.what for reason in verdict.reasons)),
        "ShellSink": first.sink,
        "ShellLine": first.line,
        "ShellPath": tuple(dict.fromkeys(reason.way for reason in verdict.reasons))[:_WAYS],
    }
    if first.source:
        fields["ShellSource"] = first.source
    if verdict.layers:
        fields["ShellLayers"] = verdict.layers
    return fields
